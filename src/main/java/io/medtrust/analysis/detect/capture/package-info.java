/**
 * How well the face can be seen: what covers it, the light on it, its place, the picture's damage
 * by the codec. {@link io.medtrust.analysis.detect.capture.FaceConditions} is for every detector
 * that must not judge what it cannot see. May use the detector contract, {@code detect.dsp} and
 * {@code analysis.face}'s observations.
 */
package io.medtrust.analysis.detect.capture;
