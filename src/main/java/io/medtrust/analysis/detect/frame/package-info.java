/**
 * Detectors of the picture itself: is it black, flat, frozen. May use the detector contract, {@code
 * detect.dsp}, {@code detect.face} for the artefact formula, and {@code analysis.face}'s
 * observations.
 */
package io.medtrust.analysis.detect.frame;
