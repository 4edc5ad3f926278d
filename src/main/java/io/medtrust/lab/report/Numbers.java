package io.medtrust.lab.report;

/** Numbers as reports write them. */
public final class Numbers {
  private Numbers() {}

  /** To four decimals; null when it is not finite. */
  public static Double rounded(double value) {
    return Double.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null;
  }

  /** As {@link #rounded}, and the word {@code infinite} where a time never came. */
  public static Object orInfinite(double value) {
    return value == Double.POSITIVE_INFINITY ? "infinite" : rounded(value);
  }
}
