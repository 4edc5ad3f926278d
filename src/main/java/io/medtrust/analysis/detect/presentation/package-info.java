/**
 * Does a camera see a face, or a picture of a face on paper or on a screen. May use the detector
 * contract, {@code detect.capture}, {@code analysis.face}'s observations and {@code
 * analysis.model}.
 */
package io.medtrust.analysis.detect.presentation;
