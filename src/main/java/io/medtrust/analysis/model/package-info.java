/**
 * Models: where each comes from ({@link io.medtrust.analysis.model.ModelSlot}), and the two
 * runtimes that run them. Knows nothing of pictures, sound or detectors.
 */
package io.medtrust.analysis.model;
