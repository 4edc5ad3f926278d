package io.medtrust.analysis.detect.dsp;

/** Filters over whole signals. */
public final class Filters {
  private Filters() {}

  /** Without its least-squares straight line. */
  public static double[] detrend(double[] signal) {
    int n = signal.length;
    if (n < 2) return new double[n];
    double centre = (n - 1) / 2.0;
    double mean = Statistics.mean(signal);
    double sxy = 0;
    double sxx = 0;
    for (int i = 0; i < n; i++) {
      sxy += (i - centre) * (signal[i] - mean);
      sxx += (i - centre) * (i - centre);
    }
    double slope = sxy / sxx;
    var out = new double[n];
    for (int i = 0; i < n; i++) out[i] = signal[i] - mean - slope * (i - centre);
    return out;
  }

  /**
   * Band-pass without phase shift: a second-order Butterworth high-pass and low-pass (bilinear
   * transform, quality 1/√2), each run forward and backward, which squares their gain: -6 dB at the
   * edges, 24 dB an octave. The signal is continued by point reflection at both ends, so that the
   * filter has settled when it begins.
   *
   * @param rate samples a second
   * @param low lower edge, Hz, above 0
   * @param high upper edge, Hz, below rate/2
   */
  public static double[] bandPass(double[] signal, double rate, double low, double high) {
    if (!(low > 0 && low < high && high < rate / 2)) {
      throw new IllegalArgumentException("band " + low + ".." + high + " Hz at " + rate + " Hz");
    }
    if (signal.length < 3) return new double[signal.length];
    int pad = Math.min(signal.length - 1, (int) Math.ceil(rate / low));
    var x = reflect(signal, pad);
    var highPass = highPass(low / rate);
    var lowPass = lowPass(high / rate);
    run(x, highPass);
    run(x, lowPass);
    reverse(x);
    run(x, highPass);
    run(x, lowPass);
    reverse(x);
    var out = new double[signal.length];
    System.arraycopy(x, pad, out, 0, out.length);
    return out;
  }

  private static double[] reflect(double[] signal, int pad) {
    int n = signal.length;
    var x = new double[n + 2 * pad];
    System.arraycopy(signal, 0, x, pad, n);
    for (int i = 1; i <= pad; i++) {
      x[pad - i] = 2 * signal[0] - signal[i];
      x[pad + n - 1 + i] = 2 * signal[n - 1] - signal[n - 1 - i];
    }
    return x;
  }

  // b0, b1, b2, a1, a2 with a0 = 1.
  private static double[] lowPass(double f) {
    double k = Math.tan(Math.PI * f);
    double norm = 1 / (1 + Math.sqrt(2) * k + k * k);
    double b = k * k * norm;
    return new double[] {
      b, 2 * b, b, 2 * (k * k - 1) * norm, (1 - Math.sqrt(2) * k + k * k) * norm
    };
  }

  private static double[] highPass(double f) {
    double k = Math.tan(Math.PI * f);
    double norm = 1 / (1 + Math.sqrt(2) * k + k * k);
    return new double[] {
      norm, -2 * norm, norm, 2 * (k * k - 1) * norm, (1 - Math.sqrt(2) * k + k * k) * norm
    };
  }

  private static void run(double[] x, double[] c) {
    double z1 = 0;
    double z2 = 0;
    for (int i = 0; i < x.length; i++) {
      double in = x[i];
      double out = c[0] * in + z1;
      z1 = c[1] * in - c[3] * out + z2;
      z2 = c[2] * in - c[4] * out;
      x[i] = out;
    }
  }

  private static void reverse(double[] x) {
    for (int i = 0, j = x.length - 1; i < j; i++, j--) {
      double t = x[i];
      x[i] = x[j];
      x[j] = t;
    }
  }
}
