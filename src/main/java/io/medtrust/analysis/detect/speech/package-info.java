/**
 * What the detectors of sound share: which of it is new, which of it is speech, and the features of
 * its frames. May use the detector contract, {@code detect.dsp} and models.
 */
package io.medtrust.analysis.detect.speech;
