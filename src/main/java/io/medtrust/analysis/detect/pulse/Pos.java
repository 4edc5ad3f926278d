package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.dsp.Statistics;

/**
 * Plane orthogonal to skin (Wang, den Brinker, Stuijk and de Haan 2017, algorithm 1): in windows of
 * 1.6 s, colours are divided by their temporal mean, projected on the two axes (0, 1, -1) and (-2,
 * 1, 1), tuned by their deviations and added up overlapping.
 */
final class Pos {
  private static final double WINDOW_SECONDS = 1.6;
  // The paper slides by one sample; each second one gives the same wave for half the work.
  private static final int STEP = 2;

  private Pos() {}

  /**
   * @param rgb three rows of equal length: red, green, blue, each above 0, uniformly sampled
   * @param rate samples a second
   * @return the pulse wave, same length, no unit
   */
  static double[] wave(double[][] rgb, double rate) {
    int n = rgb[0].length;
    int length = (int) Math.ceil(WINDOW_SECONDS * rate);
    var wave = new double[n];
    var x = new double[length];
    var y = new double[length];
    for (int start = 0; start + length <= n; start += STEP) {
      double r = mean(rgb[0], start, length);
      double g = mean(rgb[1], start, length);
      double b = mean(rgb[2], start, length);
      if (!(r > 0 && g > 0 && b > 0)) continue;
      for (int i = 0; i < length; i++) {
        double cr = rgb[0][start + i] / r;
        double cg = rgb[1][start + i] / g;
        double cb = rgb[2][start + i] / b;
        x[i] = cg - cb;
        y[i] = cg + cb - 2 * cr;
      }
      double sy = Statistics.deviation(y);
      double alpha = sy > 1e-12 ? Statistics.deviation(x) / sy : 0;
      // Both have a mean of zero already, since each colour has a mean of one.
      for (int i = 0; i < length; i++) wave[start + i] += x[i] + alpha * y[i];
    }
    return wave;
  }

  private static double mean(double[] x, int start, int length) {
    double sum = 0;
    for (int i = start; i < start + length; i++) sum += x[i];
    return sum / length;
  }
}
