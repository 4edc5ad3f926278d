/**
 * Detectors of the face in single pictures: is exactly one there, and does it show artefacts of
 * synthesis. May use the detector contract, {@code detect.dsp} and {@code analysis.face}'s
 * observations.
 */
package io.medtrust.analysis.detect.face;
