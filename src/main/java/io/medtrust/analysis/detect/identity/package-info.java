/**
 * Is it the enrolled person, and is it still the person of a moment ago: features of the aligned
 * face by a network, compared over time. May use the detector contract, {@code detect.capture},
 * {@code analysis.face}'s observations and {@code analysis.model}.
 */
package io.medtrust.analysis.detect.identity;
