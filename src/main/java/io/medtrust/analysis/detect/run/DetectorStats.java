package io.medtrust.analysis.detect.run;

/**
 * Counts of one detector since its verification began.
 *
 * @param calls that ended, with or without an exception
 * @param nanos spent in them
 * @param overwritten observations that a newer one replaced before the detector came to them
 * @param late calls above the budget
 * @param failures exceptions
 * @param hung calls given up
 */
public record DetectorStats(
    String detector,
    long calls,
    long nanos,
    long overwritten,
    long late,
    long failures,
    long hung) {}
