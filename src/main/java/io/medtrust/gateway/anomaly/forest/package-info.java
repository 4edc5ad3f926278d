/**
 * Random Cut Forest (Guha, Mishra, Roy, Schrijvers: Robust Random Cut Forest Based Anomaly
 * Detection On Streams, ICML 2016): how much a point would change a random tree of what was seen
 * lately. Pure: no clock, no thread, its randomness is a seed.
 */
package io.medtrust.gateway.anomaly.forest;
