/**
 * Detectors of answers to what the node asked: light of the colours that it chose, and prompts. May
 * use the detector contract, {@code detect.dsp} and {@code analysis.face}'s observations. The light
 * sequence is drawn here, by randomness that is handed in, so that node and detector agree on it.
 */
package io.medtrust.analysis.detect.probe;
