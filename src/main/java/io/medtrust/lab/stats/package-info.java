/**
 * How detection is measured: error rates, their intervals, the worth of likelihood ratios, bounds
 * for what was seen rarely or never. Pure: no clock, no thread; randomness comes from a seed.
 *
 * <p>Everywhere a higher score speaks for a genuine person, and a trial is accepted when its score
 * reaches the threshold.
 */
package io.medtrust.lab.stats;
