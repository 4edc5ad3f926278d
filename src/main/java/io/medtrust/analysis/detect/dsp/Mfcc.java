package io.medtrust.analysis.detect.dsp;

/**
 * Mel-frequency cepstral coefficients (Davis and Mermelstein 1980): power spectrum of a windowed
 * frame, triangular filters equally spaced on the mel scale (mel = 2595 log10(1 + f / 700)),
 * natural logarithm, orthonormal DCT-II. Immutable, so one plan may be shared.
 */
public final class Mfcc {
  private final FilterBank filters;
  private final Dct dct;

  /**
   * @param bins of the power spectrum, 0..rate/2
   * @param rate samples a second
   * @param filters number of mel filters, 26..40 is usual
   * @param low lower edge of the first filter, Hz
   * @param high upper edge of the last filter, Hz
   * @param coefficients how many are computed, from the 0th, at most {@code filters}
   */
  public Mfcc(int bins, double rate, int filters, double low, double high, int coefficients) {
    double from = mel(low);
    double step = (mel(high) - from) / (filters + 1);
    this.filters = new FilterBank(bins, rate, filters, m -> hertz(from + m * step));
    dct = new Dct(filters, coefficients);
  }

  static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }

  /** The filters' outputs, powers. */
  public double[] mel(double[] power) {
    return filters.of(power);
  }

  /** Natural logarithms of the filters' outputs. */
  public double[] logs(double[] power) {
    return filters.logs(power);
  }

  /** The coefficients of one frame's power spectrum. */
  public double[] of(double[] power) {
    return dct.of(filters.logs(power));
  }

  /** Orthonormal DCT-II, the first {@code count} coefficients. */
  static double[] dct(double[] x, int count) {
    return new Dct(x.length, count).of(x);
  }
}
