package io.medtrust.analysis.detect.dsp;

import java.util.Arrays;

/**
 * Modified group delay (Murthy and Gadde 2003; Hegde, Murthy and Gadde 2007): the phase spectrum's
 * slope without unwrapping, {@code τ = (Xr Yr + Xi Yi) / S^(2γ)} with Y the transform of n x(n) and
 * S the cepstrally smoothed magnitude, then {@code sign(τ) |τ|^α}. The smoothing keeps zeros near
 * the unit circle (pitch, window) from burying the formants. Cepstra of it carry phase, which those
 * of the power spectrum do not. Not thread-safe: it holds work space.
 */
public final class GroupDelay {
  private final Fft fft;
  private final int size;
  private final double alpha;
  private final double gamma;
  private final int lifter;
  private final int bins;
  private final Dct dct;
  private final double[] xr;
  private final double[] xi;
  private final double[] yr;
  private final double[] yi;
  private final double[] cr;
  private final double[] ci;

  /**
   * @param size of the transform, a power of two
   * @param alpha compression of the values, 0..1; 0.4 is usual, 1 leaves them
   * @param gamma weight of the smoothed spectrum, 0..1; 0.9 is usual, 1 is the plain group delay
   * @param lifter cepstral coefficients kept by the smoothing, 8 is usual; 0: no smoothing
   * @param bins of the lower spectrum that {@link #cepstrum} uses
   * @param coefficients of {@link #cepstrum}, from the 1st: the 0th is the mean delay, which only
   *     says where in the frame the energy lies
   */
  public GroupDelay(int size, double alpha, double gamma, int lifter, int bins, int coefficients) {
    fft = new Fft(size);
    this.size = size;
    this.alpha = alpha;
    this.gamma = gamma;
    this.lifter = lifter;
    dct = new Dct(bins, coefficients + 1);
    this.bins = bins;
    xr = new double[size];
    xi = new double[size];
    yr = new double[size];
    yi = new double[size];
    cr = new double[size];
    ci = new double[size];
  }

  /**
   * Modified group delay of bins 0..size/2.
   *
   * @param frame windowed samples, at most the transform's length
   */
  public double[] of(double[] frame) {
    Arrays.fill(xr, 0);
    Arrays.fill(xi, 0);
    Arrays.fill(yr, 0);
    Arrays.fill(yi, 0);
    for (int n = 0; n < frame.length; n++) {
      xr[n] = frame[n];
      yr[n] = n * frame[n];
    }
    fft.transform(xr, xi);
    fft.transform(yr, yi);
    var out = new double[size / 2 + 1];
    var logs = smoothedLogs();
    for (int k = 0; k < out.length; k++) {
      double tau = (xr[k] * yr[k] + xi[k] * yi[k]) / Math.exp(2 * gamma * logs[k]);
      out[k] = Math.signum(tau) * Math.pow(Math.abs(tau), alpha);
    }
    return out;
  }

  /** Cepstrum of the modified group delay, without the 0th. */
  public double[] cepstrum(double[] frame) {
    var all = dct.of(Arrays.copyOf(of(frame), bins));
    return Arrays.copyOfRange(all, 1, all.length);
  }

  /** Natural logarithms of the smoothed magnitudes. */
  private double[] smoothedLogs() {
    for (int k = 0; k < size; k++) {
      cr[k] = 0.5 * Math.log(xr[k] * xr[k] + xi[k] * xi[k] + 1e-14);
      ci[k] = 0;
    }
    if (lifter > 0) {
      // The real cepstrum is even, so forward and backward transform are the same but for 1/N.
      fft.transform(cr, ci);
      for (int q = lifter; q <= size - lifter; q++) cr[q] = 0;
      Arrays.fill(ci, 0);
      fft.transform(cr, ci);
      for (int k = 0; k < size; k++) cr[k] /= size;
    }
    return cr;
  }
}
