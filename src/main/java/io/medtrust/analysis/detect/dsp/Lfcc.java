package io.medtrust.analysis.detect.dsp;

/**
 * Linear-frequency cepstral coefficients: as {@link Mfcc}, with the filters equally spaced in hertz
 * (Sahidullah, Kinnunen and Hanilçi 2015 compare them for synthetic speech; Zhou et al. 2011 for
 * speakers). Immutable, so one plan may be shared.
 */
public final class Lfcc {
  private final FilterBank filters;
  private final Dct dct;

  /**
   * @param bins of the power spectrum, 0..rate/2
   * @param rate samples a second
   * @param filters number of filters, 20 is usual
   * @param low lower edge of the first filter, Hz
   * @param high upper edge of the last filter, Hz
   * @param coefficients how many are computed, from the 0th, at most {@code filters}
   */
  public Lfcc(int bins, double rate, int filters, double low, double high, int coefficients) {
    double step = (high - low) / (filters + 1);
    this.filters = new FilterBank(bins, rate, filters, m -> low + m * step);
    dct = new Dct(filters, coefficients);
  }

  /** Natural logarithms of the filters' outputs. */
  public double[] logs(double[] power) {
    return filters.logs(power);
  }

  /** The coefficients of one frame's power spectrum. */
  public double[] of(double[] power) {
    return dct.of(filters.logs(power));
  }
}
