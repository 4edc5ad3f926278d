/**
 * The pulse in the colour of the skin. May use the detector contract, {@code detect.dsp} and {@code
 * analysis.face}'s observations.
 */
package io.medtrust.analysis.detect.pulse;
