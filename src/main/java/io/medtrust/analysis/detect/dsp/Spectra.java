package io.medtrust.analysis.detect.dsp;

/** Measures on power spectra. */
public final class Spectra {
  private Spectra() {}

  /**
   * Spectral flatness (Wiener entropy): geometric mean by arithmetic mean of the power in a range
   * of bins.
   *
   * @return 0 for a single line, about 0.56 for one frame of white noise (an estimate of one frame
   *     has two degrees of freedom a bin: exp(-γ)), 1 for equal power everywhere; 1 for silence
   */
  public static double flatness(double[] power, int first, int last) {
    double logs = 0;
    double sum = 0;
    for (int i = first; i <= last; i++) {
      logs += Math.log(power[i] + 1e-20);
      sum += power[i];
    }
    int n = last - first + 1;
    return sum <= n * 1e-18 ? 1 : Math.min(1, Math.exp(logs / n) / (sum / n));
  }

  /**
   * Where the top of a peak is, between bins, by a parabola through three logarithms.
   *
   * @return bins, within half a bin of {@code bin}
   */
  public static double peak(double[] power, int bin) {
    if (bin <= 0 || bin >= power.length - 1) return bin;
    double a = Math.log(power[bin - 1] + 1e-30);
    double b = Math.log(power[bin] + 1e-30);
    double c = Math.log(power[bin + 1] + 1e-30);
    double bend = a - 2 * b + c;
    return bend < 0 ? bin + Math.clamp(0.5 * (a - c) / bend, -0.5, 0.5) : bin;
  }
}
