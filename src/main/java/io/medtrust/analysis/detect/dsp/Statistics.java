package io.medtrust.analysis.detect.dsp;

import java.util.Arrays;

/** Statistics of samples. Deviations and variances are those of the population. */
public final class Statistics {
  private Statistics() {}

  public static double mean(double[] x) {
    double sum = 0;
    for (double v : x) sum += v;
    return x.length == 0 ? 0 : sum / x.length;
  }

  public static double variance(double[] x) {
    double mean = mean(x);
    double sum = 0;
    for (double v : x) sum += (v - mean) * (v - mean);
    return x.length == 0 ? 0 : sum / x.length;
  }

  public static double deviation(double[] x) {
    return Math.sqrt(variance(x));
  }

  /** The value below which the given share of the samples lies, interpolated; NaN when empty. */
  public static double quantile(double[] x, double share) {
    if (x.length == 0) return Double.NaN;
    var sorted = x.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int low = (int) Math.floor(at);
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }

  public static double median(double[] x) {
    return quantile(x, 0.5);
  }

  /** Shannon entropy of shares that sum to 1, bits. */
  public static double entropy(float[] shares) {
    double bits = 0;
    for (float p : shares) if (p > 0) bits -= p * Math.log(p) / Math.log(2);
    return bits;
  }

  /**
   * Bhattacharyya coefficient of two histograms of shares (Bhattacharyya 1943).
   *
   * @return 1 for equal histograms, 0 for histograms without a common bin
   */
  public static double bhattacharyya(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += Math.sqrt((double) a[i] * b[i]);
    return Math.min(1, sum);
  }

  /**
   * Pearson's correlation.
   *
   * @return -1..1; 1 when both are constant, 0 when only one is
   */
  public static double correlation(float[] a, float[] b) {
    double ma = 0;
    double mb = 0;
    for (int i = 0; i < a.length; i++) {
      ma += a[i];
      mb += b[i];
    }
    ma /= a.length;
    mb /= b.length;
    double sab = 0;
    double saa = 0;
    double sbb = 0;
    for (int i = 0; i < a.length; i++) {
      sab += (a[i] - ma) * (b[i] - mb);
      saa += (a[i] - ma) * (a[i] - ma);
      sbb += (b[i] - mb) * (b[i] - mb);
    }
    double tiny = 1e-9 * a.length;
    if (saa < tiny || sbb < tiny) return saa < tiny && sbb < tiny ? 1 : 0;
    return Math.clamp(sab / Math.sqrt(saa * sbb), -1, 1);
  }

  /**
   * Correlation of a signal with itself shifted by {@code lag} samples, over what overlaps.
   *
   * @return -1..1, 0 for a constant signal or an overlap under two samples
   */
  public static double autocorrelation(double[] x, int lag) {
    int n = x.length - lag;
    if (n < 2) return 0;
    double ma = 0;
    double mb = 0;
    for (int i = 0; i < n; i++) {
      ma += x[i];
      mb += x[i + lag];
    }
    ma /= n;
    mb /= n;
    double sab = 0;
    double saa = 0;
    double sbb = 0;
    for (int i = 0; i < n; i++) {
      sab += (x[i] - ma) * (x[i + lag] - mb);
      saa += (x[i] - ma) * (x[i] - ma);
      sbb += (x[i + lag] - mb) * (x[i + lag] - mb);
    }
    return saa <= 1e-12 || sbb <= 1e-12 ? 0 : sab / Math.sqrt(saa * sbb);
  }
}
