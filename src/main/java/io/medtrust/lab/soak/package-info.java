/**
 * Long runs of synthetic people through the whole pipeline, to count false alarms. May use {@code
 * lab.pipeline}, {@code lab.person} and {@code lab.stats}.
 */
package io.medtrust.lab.soak;
