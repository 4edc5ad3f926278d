/**
 * Detectors of the voice. May use the detector contract {@code detect.dsp} and {@code
 * detect.speech}.
 */
package io.medtrust.analysis.detect.voice;
