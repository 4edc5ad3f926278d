package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.dsp.Filters;
import io.medtrust.analysis.detect.dsp.Statistics;
import io.medtrust.analysis.detect.dsp.Windows;

/**
 * Chrominance (de Haan and Jeanne 2013, "X minus alpha Y"): the colours by their mean give {@code X
 * = 3 R - 2 G} and {@code Y = 1.5 R + G - 1.5 B}; both are band-passed, and in windows of 1.6 s
 * with a Hann window, half overlapping, {@code X - alpha Y} with {@code alpha} the ratio of their
 * deviations is added up.
 */
final class Chrom {
  private static final double WINDOW_SECONDS = 1.6;

  private Chrom() {}

  /**
   * @param rgb three rows of equal length, each by its mean over the whole, uniformly sampled
   * @param rate samples a second
   * @return the pulse wave, same length, no unit
   */
  static double[] wave(double[][] rgb, double rate) {
    int n = rgb[0].length;
    var x = new double[n];
    var y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = 3 * rgb[0][i] - 2 * rgb[1][i];
      y[i] = 1.5 * rgb[0][i] + rgb[1][i] - 1.5 * rgb[2][i];
    }
    x = Filters.bandPass(Filters.detrend(x), rate, PulseSpectrum.LOW_HZ, PulseSpectrum.HIGH_HZ);
    y = Filters.bandPass(Filters.detrend(y), rate, PulseSpectrum.LOW_HZ, PulseSpectrum.HIGH_HZ);
    int half = (int) Math.ceil(WINDOW_SECONDS * rate / 2);
    var hann = Windows.hann(2 * half);
    var wave = new double[n];
    for (int start = -half; start < n; start += half) {
      int from = Math.max(0, start);
      int to = Math.min(n, start + 2 * half);
      double sx = deviation(x, from, to);
      double sy = deviation(y, from, to);
      double alpha = sy > 1e-12 ? sx / sy : 0;
      for (int i = from; i < to; i++) wave[i] += (x[i] - alpha * y[i]) * hann[i - start];
    }
    return wave;
  }

  private static double deviation(double[] x, int from, int to) {
    return Statistics.deviation(java.util.Arrays.copyOfRange(x, from, to));
  }
}
