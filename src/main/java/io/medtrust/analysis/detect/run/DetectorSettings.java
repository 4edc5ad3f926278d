package io.medtrust.analysis.detect.run;

/**
 * How detectors are run.
 *
 * @param threads of each family
 * @param budgetNanos a call longer than this is late
 * @param hangNanos a call longer than this is given up with its thread
 * @param hungLimit threads of a family that may be given up at a time
 */
public record DetectorSettings(int threads, long budgetNanos, long hangNanos, int hungLimit) {}
