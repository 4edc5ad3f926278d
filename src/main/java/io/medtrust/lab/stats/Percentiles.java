package io.medtrust.lab.stats;

import java.util.Arrays;

/** Percentiles of times to an event that sometimes never comes. */
public final class Percentiles {
  private Percentiles() {}

  /**
   * By nearest rank; a miss takes longer than anything that was seen.
   *
   * @param found the times of what came
   * @param misses how often nothing came
   * @param share 0..1, as 0.95
   * @return infinite when the rank falls on a miss, NaN without any trial
   */
  public static double of(double[] found, int misses, double share) {
    if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException("a share of " + share);
    int n = found.length + misses;
    if (n == 0) return Double.NaN;
    var sorted = found.clone();
    Arrays.sort(sorted);
    int rank = Math.max(1, (int) Math.ceil(share * n - 1e-9));
    return rank <= sorted.length ? sorted[rank - 1] : Double.POSITIVE_INFINITY;
  }
}
