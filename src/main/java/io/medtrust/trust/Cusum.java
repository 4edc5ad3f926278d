package io.medtrust.trust;

/**
 * Cumulative sum of evidence against (Page, "Continuous inspection schemes", 1954): {@code S =
 * max(0, S - llr)} per independent decision. For true log-likelihood ratios the mean time between
 * false alarms is at least e^h decisions (Lorden 1971), whatever the detector.
 *
 * <p>Readings follow each other faster than evidence renews itself, so a ratio that holds for one
 * decision time counts once, in proportion to the time that passed. Pure.
 */
final class Cusum {
  /** Time for which one computation may count, so that a pause does not count as evidence. */
  private static final long MAX_STEP_MILLIS = 1_000;

  private final double threshold;
  private final double decisionMillis;
  private final double halfLifeMillis;
  private double sum;
  private long lastMillis = Long.MIN_VALUE;
  private boolean active;

  /**
   * @param threshold h, see {@link #threshold}
   * @param decisionMillis time after which evidence is independent of what it was
   * @param halfLifeMillis in which the sum fades while nothing is known
   */
  Cusum(double threshold, double decisionMillis, double halfLifeMillis) {
    this.threshold = threshold;
    this.decisionMillis = decisionMillis;
    this.halfLifeMillis = halfLifeMillis;
  }

  /**
   * h for so many false alarms in 1,000 hours of all families together.
   *
   * @param families that share the allowance
   */
  static double threshold(double falsePer1000Hours, int families, double decisionMillis) {
    double decisions = 1_000 * 3_600_000.0 / decisionMillis;
    return Math.log(Math.max(1, families) * decisions / falsePer1000Hours);
  }

  /**
   * @param llr genuine:impostor, natural logarithm; null while unknown
   * @return whether the alarm is on: from h upwards, until half of h
   */
  boolean step(Double llr, long now) {
    double millis =
        lastMillis == Long.MIN_VALUE ? 0 : Math.clamp(now - lastMillis, 0, MAX_STEP_MILLIS);
    lastMillis = now;
    if (llr == null) {
      sum *= Math.pow(0.5, millis / halfLifeMillis);
    } else {
      // Above 1.5 h nothing more is to be known, and the way back would only grow.
      sum = Math.clamp(sum - llr * millis / decisionMillis, 0, 1.5 * threshold);
    }
    active = sum >= (active ? threshold / 2 : threshold);
    return active;
  }

  double sum() {
    return sum;
  }
}
