package io.medtrust.analysis.detect.dsp;

/** Takes the channel out of feature sequences, [frame][value]. */
public final class Normalize {
  private Normalize() {}

  /** Cepstral mean and variance normalisation: each value to mean 0 and deviation 1. In place. */
  public static void meanAndVariance(double[][] frames) {
    if (frames.length == 0) return;
    for (int d = 0; d < frames[0].length; d++) {
      double sum = 0;
      double squares = 0;
      for (var f : frames) {
        sum += f[d];
        squares += f[d] * f[d];
      }
      double mean = sum / frames.length;
      double deviation = Math.sqrt(Math.max(1e-10, squares / frames.length - mean * mean));
      for (var f : frames) f[d] = (f[d] - mean) / deviation;
    }
  }

  /** Cepstral mean normalisation alone. In place. */
  public static void mean(double[][] frames) {
    if (frames.length == 0) return;
    for (int d = 0; d < frames[0].length; d++) {
      double sum = 0;
      for (var f : frames) sum += f[d];
      for (var f : frames) f[d] -= sum / frames.length;
    }
  }

  /**
   * Feature warping (Pelecanos and Sridharan 2001): each value becomes the quantile of a standard
   * normal that its rank in the window around it has.
   *
   * @param window frames, 300 (3 s) is usual
   * @return new frames
   */
  public static double[][] warp(double[][] frames, int window) {
    var out = new double[frames.length][];
    for (int t = 0; t < frames.length; t++) {
      int from = Math.clamp(t - window / 2, 0, Math.max(0, frames.length - window));
      int to = Math.min(frames.length, from + window);
      out[t] = new double[frames[t].length];
      for (int d = 0; d < frames[t].length; d++) {
        int below = 0;
        for (int k = from; k < to; k++) if (frames[k][d] < frames[t][d]) below++;
        out[t][d] = probit((below + 0.5) / (to - from));
      }
    }
    return out;
  }

  /** Quantile of the standard normal (Acklam 2003), to 1e-9 relative; p strictly in 0..1. */
  public static double probit(double p) {
    if (p <= 0 || p >= 1) throw new IllegalArgumentException("outside 0..1: " + p);
    if (p > 0.5) return -probit(1 - p);
    if (p < 0.02425) {
      double q = Math.sqrt(-2 * Math.log(p));
      return polynomial(C, q) / (polynomial(D, q) * q + 1);
    }
    double q = p - 0.5;
    double r = q * q;
    return polynomial(A, r) * q / (polynomial(B, r) * r + 1);
  }

  private static double polynomial(double[] c, double x) {
    double y = 0;
    for (double k : c) y = y * x + k;
    return y;
  }

  private static final double[] A = {
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
    1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00
  };
  private static final double[] B = {
    -5.447609879822406e+01,
    1.615858368580409e+02,
    -1.556989798598866e+02,
    6.680131188771972e+01,
    -1.328068155288572e+01
  };
  private static final double[] C = {
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
    -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00
  };
  private static final double[] D = {
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00
  };
}
