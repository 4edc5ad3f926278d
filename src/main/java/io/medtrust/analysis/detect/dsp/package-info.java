/**
 * Signal-processing primitives of the detectors: transforms, windows, filters, statistics, speech
 * features. Pure functions and small immutable plans; imports nothing but the JDK, keeps no state
 * between calls, reads no clock.
 */
package io.medtrust.analysis.detect.dsp;
