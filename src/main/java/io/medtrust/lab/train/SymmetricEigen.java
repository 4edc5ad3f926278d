package io.medtrust.lab.train;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Eigenvectors of a symmetric matrix by Jacobi's rotations (Golub and Van Loan §8.5). */
record SymmetricEigen(double[] values, double[][] vectors) {
  private static final int SWEEPS = 30;

  /**
   * @param matrix symmetric, n × n; left as it is
   * @return values falling, and a unit vector for each
   */
  static SymmetricEigen of(double[][] matrix) {
    int n = matrix.length;
    var a = new double[n][];
    var v = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
      v[i][i] = 1;
    }
    double scale = 1e-300;
    for (var row : a) for (double x : row) scale = Math.max(scale, Math.abs(x));
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double off = 0;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          off = Math.max(off, Math.abs(a[p][q]));
          if (Math.abs(a[p][q]) > 1e-14 * scale) rotate(a, v, p, q);
        }
      }
      if (off < 1e-12 * scale) break;
    }
    var order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -a[i][i]))
            .mapToInt(i -> i)
            .toArray();
    var values = new double[n];
    var vectors = new double[n][n];
    for (int k = 0; k < n; k++) {
      values[k] = a[order[k]][order[k]];
      for (int i = 0; i < n; i++) vectors[k][i] = v[i][order[k]];
    }
    return new SymmetricEigen(values, vectors);
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t =
        theta == 0 ? 1 : Math.signum(theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    int n = a.length;
    for (int k = 0; k < n; k++) {
      double x = a[k][p];
      double y = a[k][q];
      a[k][p] = c * x - s * y;
      a[k][q] = s * x + c * y;
    }
    for (int k = 0; k < n; k++) {
      double x = a[p][k];
      double y = a[q][k];
      a[p][k] = c * x - s * y;
      a[q][k] = s * x + c * y;
      x = v[k][p];
      y = v[k][q];
      v[k][p] = c * x - s * y;
      v[k][q] = s * x + c * y;
    }
  }
}
