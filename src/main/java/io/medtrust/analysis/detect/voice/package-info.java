/** Detectors of the voice. May use the detector contract and {@code detect.dsp}. */
package io.medtrust.analysis.detect.voice;
