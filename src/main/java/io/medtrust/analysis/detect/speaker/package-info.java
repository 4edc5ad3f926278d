/**
 * Whose voice it is: compares speech with the enrolled voice and with itself earlier in the call.
 * May use the detector contract, {@code detect.dsp}, {@code detect.speech} and models.
 */
package io.medtrust.analysis.detect.speaker;
