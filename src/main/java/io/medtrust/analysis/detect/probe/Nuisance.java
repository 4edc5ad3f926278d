package io.medtrust.analysis.detect.probe;

/**
 * Takes out of a series what other causes explain: slow drift (cosines of long periods), brightness
 * and the place and size of the face; by least squares, and once more with what lies far off
 * weighed less (Huber). It never sees the sequence that is looked for.
 */
final class Nuisance {
  /** Waves of drift are slower than this, Hz. */
  private static final double SLOW_HZ = 0.2;

  private static final double HUBER = 2;
  private final double[][] columns;
  // By how much the coefficient of a column is held back, per row.
  private final double[] restraint;
  private final int rows;

  /**
   * Something else that moves the series.
   *
   * @param series one value a row
   * @param small a deviation of it that explains nothing worth taking out: below it the cause is
   *     hardly used, so that a light which moves it a little is not taken for it
   */
  record Cause(double[] series, double small) {}

  /**
   * @param seconds of the rows, rising
   */
  Nuisance(double[] seconds, Cause... causes) {
    rows = seconds.length;
    double length = Math.max(1e-3, seconds[rows - 1] - seconds[0]);
    int waves = 1 + (int) Math.floor(2 * length * SLOW_HZ);
    columns = new double[waves + causes.length][];
    restraint = new double[waves + causes.length];
    for (int w = 0; w < waves; w++) {
      columns[w] = new double[rows];
      for (int i = 0; i < rows; i++) {
        columns[w][i] = Math.cos(Math.PI * w * (seconds[i] - seconds[0]) / length);
      }
    }
    for (int c = 0; c < causes.length; c++) {
      // In units of what is small, so that the restraint (ridge) of each is 1.
      columns[waves + c] = centred(causes[c].series, causes[c].small);
      restraint[waves + c] = 1;
    }
  }

  private static double[] centred(double[] x, double unit) {
    double mean = 0;
    for (double v : x) mean += v / x.length;
    var out = new double[x.length];
    for (int i = 0; i < x.length; i++) out[i] = (x[i] - mean) / unit;
    return out;
  }

  /** What is left of a series. Values beyond three deviations are pulled in. */
  double[] without(double[] series) {
    var weights = new double[rows];
    java.util.Arrays.fill(weights, 1);
    var rest = residual(series, weights);
    double scale = deviation(rest);
    if (scale > 0) {
      for (int i = 0; i < rows; i++) {
        double off = Math.abs(rest[i]) / scale;
        weights[i] = off > HUBER ? HUBER / off : 1;
      }
      rest = residual(series, weights);
      double limit = 3 * deviation(rest);
      for (int i = 0; i < rows; i++) rest[i] = Math.clamp(rest[i], -limit, limit);
    }
    return rest;
  }

  private static double deviation(double[] x) {
    var sizes = new double[x.length];
    for (int i = 0; i < x.length; i++) sizes[i] = Math.abs(x[i]);
    java.util.Arrays.sort(sizes);
    // The median of absolute values of a normal distribution is 0.6745 deviations.
    return sizes[sizes.length / 2] / 0.6745;
  }

  private double[] residual(double[] series, double[] weights) {
    int n = columns.length;
    var a = new double[n][n + 1];
    for (int r = 0; r < n; r++) {
      for (int c = r; c < n; c++) {
        double sum = 0;
        for (int i = 0; i < rows; i++) sum += weights[i] * columns[r][i] * columns[c][i];
        a[r][c] = sum;
        a[c][r] = sum;
      }
      double sum = 0;
      for (int i = 0; i < rows; i++) sum += weights[i] * columns[r][i] * series[i];
      a[r][n] = sum;
      a[r][r] += (1e-9 + restraint[r]) * rows;
    }
    var solution = solve(a);
    var rest = series.clone();
    for (int c = 0; c < n; c++) {
      for (int i = 0; i < rows; i++) rest[i] -= solution[c] * columns[c][i];
    }
    return rest;
  }

  private static double[] solve(double[][] a) {
    int n = a.length;
    for (int p = 0; p < n; p++) {
      int best = p;
      for (int r = p + 1; r < n; r++) if (Math.abs(a[r][p]) > Math.abs(a[best][p])) best = r;
      var swap = a[p];
      a[p] = a[best];
      a[best] = swap;
      for (int r = p + 1; r < n; r++) {
        double f = a[r][p] / a[p][p];
        if (f == 0) continue;
        for (int c = p; c <= n; c++) a[r][c] -= f * a[p][c];
      }
    }
    var x = new double[n];
    for (int r = n - 1; r >= 0; r--) {
      double sum = a[r][n];
      for (int c = r + 1; c < n; c++) sum -= a[r][c] * x[c];
      x[r] = sum / a[r][r];
    }
    return x;
  }
}
