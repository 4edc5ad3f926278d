/**
 * Detectors of life and continuity over time: light, motion, blinks, and whether it is still the
 * same picture of the same face. May use the detector contract, {@code detect.dsp}, {@code
 * detect.frame}'s meters and {@code analysis.face}'s observations.
 */
package io.medtrust.analysis.detect.liveness;
