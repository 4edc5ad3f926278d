package io.medtrust.lab.stats;

/** What rare events allow to say: one-sided upper confidence bounds, exact. */
public final class Bounds {
  private static final int STEPS = 200;

  private Bounds() {}

  /**
   * Upper bound of a rate of alarms (Garwood 1936, one-sided). With no event in T hours and 95 % it
   * is 3.0 / T.
   *
   * @param events seen
   * @param time over which, any unit, positive
   * @param confidence as 0.95
   * @return events per unit of time; infinite when time is 0
   */
  public static double poissonUpper(int events, double time, double confidence) {
    if (events < 0 || !(time >= 0)) throw new IllegalArgumentException(events + " in " + time);
    if (time == 0) return Double.POSITIVE_INFINITY;
    double low = 0;
    double high = 10 + 3.0 * events + 10 * Math.sqrt(events) - Math.log(1 - confidence);
    for (int i = 0; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (poissonAtMost(events, middle) > 1 - confidence) low = middle;
      else high = middle;
    }
    return high / time;
  }

  private static double poissonAtMost(int events, double mean) {
    double log = -mean;
    double sum = Math.exp(log);
    for (int i = 1; i <= events; i++) {
      log += Math.log(mean) - Math.log(i);
      sum += Math.exp(log);
    }
    return sum;
  }

  /**
   * Upper bound of a share (Clopper and Pearson 1934, one-sided). With 0 of n and 95 % it is about
   * 3 / n, the rule of three.
   *
   * @param events how many of the trials, 0..trials
   * @param trials independent ones: count subjects, not clips
   * @return 0..1; 1 without trials
   */
  public static double shareUpper(int events, int trials, double confidence) {
    if (events < 0 || events > trials) throw new IllegalArgumentException(events + " of " + trials);
    if (events == trials) return 1;
    double low = (double) events / trials;
    double high = 1;
    for (int i = 0; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (binomialAtMost(events, trials, middle) > 1 - confidence) low = middle;
      else high = middle;
    }
    return high;
  }

  /** Lower bound of a share, as {@link #shareUpper}. */
  public static double shareLower(int events, int trials, double confidence) {
    return 1 - shareUpper(trials - events, trials, confidence);
  }

  private static double binomialAtMost(int events, int trials, double p) {
    double log = trials * Math.log1p(-p);
    double sum = Math.exp(log);
    for (int i = 1; i <= events; i++) {
      log += Math.log(trials - i + 1.0) - Math.log(i) + Math.log(p) - Math.log1p(-p);
      sum += Math.exp(log);
    }
    return sum;
  }
}
