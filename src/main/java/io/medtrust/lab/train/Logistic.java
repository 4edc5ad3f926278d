package io.medtrust.lab.train;

import io.medtrust.analysis.detect.voice.LinearModel;
import java.util.Arrays;
import java.util.List;

/** Trains a {@link LinearModel} by Newton's method with an L2 penalty, at even odds. */
final class Logistic {
  private static final int ROUNDS = 25;

  private Logistic() {}

  /**
   * @param penalty of the squared weights, for each observation
   */
  static LinearModel train(
      List<double[]> first, List<double[]> second, double penalty, LinearModel.Sheet sheet) {
    int values = first.getFirst().length;
    var means = new float[values];
    var deviations = new float[values];
    double n = first.size() + second.size();
    for (int d = 0; d < values; d++) {
      double sum = 0;
      double squares = 0;
      for (var set : List.of(first, second)) {
        for (var row : set) {
          sum += row[d];
          squares += row[d] * row[d];
        }
      }
      double mean = sum / n;
      means[d] = (float) mean;
      deviations[d] = (float) Math.sqrt(Math.max(1e-9, squares / n - mean * mean));
    }
    // The last weight is the offset, and has no penalty.
    var w = new double[values + 1];
    for (int round = 0; round < ROUNDS; round++) {
      var gradient = new double[values + 1];
      var hessian = new double[values + 1][values + 1];
      for (int d = 0; d < values; d++) {
        gradient[d] = -penalty * w[d];
        hessian[d][d] = penalty;
      }
      hessian[values][values] = 1e-9;
      add(first, 1, 0.5 / first.size(), means, deviations, w, gradient, hessian);
      add(second, 0, 0.5 / second.size(), means, deviations, w, gradient, hessian);
      var step = solve(hessian, gradient);
      for (int d = 0; d <= values; d++) w[d] += step[d];
    }
    var weights = new float[values];
    for (int d = 0; d < values; d++) weights[d] = (float) w[d];
    return new LinearModel(sheet, means, deviations, weights, (float) w[values]);
  }

  private static void add(
      List<double[]> rows,
      double target,
      double weight,
      float[] means,
      float[] deviations,
      double[] w,
      double[] gradient,
      double[][] hessian) {
    int values = means.length;
    var x = new double[values + 1];
    x[values] = 1;
    for (var row : rows) {
      double sum = w[values];
      for (int d = 0; d < values; d++) {
        x[d] = Math.clamp((row[d] - means[d]) / deviations[d], -4, 4);
        sum += w[d] * x[d];
      }
      double p = 1 / (1 + Math.exp(-sum));
      double curve = Math.max(1e-6, p * (1 - p)) * weight;
      for (int i = 0; i <= values; i++) {
        gradient[i] += weight * (target - p) * x[i];
        for (int j = 0; j <= values; j++) hessian[i][j] += curve * x[i] * x[j];
      }
    }
  }

  /** Gauss's elimination with the largest pivot. */
  static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    var a = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = Arrays.copyOf(matrix[i], n + 1);
      a[i][n] = right[i];
    }
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int r = c + 1; r < n; r++) if (Math.abs(a[r][c]) > Math.abs(a[pivot][c])) pivot = r;
      var swap = a[c];
      a[c] = a[pivot];
      a[pivot] = swap;
      for (int r = c + 1; r < n; r++) {
        double factor = a[r][c] / a[c][c];
        for (int k = c; k <= n; k++) a[r][k] -= factor * a[c][k];
      }
    }
    var x = new double[n];
    for (int r = n - 1; r >= 0; r--) {
      double sum = a[r][n];
      for (int k = r + 1; k < n; k++) sum -= a[r][k] * x[k];
      x[r] = sum / a[r][r];
    }
    return x;
  }
}
