package io.medtrust.analysis.detect.liveness;

/**
 * The least-squares projective map from one set of points of the plane to another (direct linear
 * transform with the last element 1; Hartley and Zisserman 2004, §4.1): what a flat picture does
 * before a camera however it is held.
 */
final class Homography {
  private Homography() {}

  /**
   * @param from x, y of each point, about the origin and of order 1
   * @param to the same points elsewhere
   * @return squared distance of each mapped point to where it is, or null when no map was found
   */
  static double[] squaredResiduals(float[] from, float[] to) {
    var a = new double[8][9];
    int n = from.length / 2;
    for (int i = 0; i < n; i++) {
      double x = from[2 * i];
      double y = from[2 * i + 1];
      add(a, new double[] {x, y, 1, 0, 0, 0, -to[2 * i] * x, -to[2 * i] * y}, to[2 * i]);
      double v = to[2 * i + 1];
      add(a, new double[] {0, 0, 0, x, y, 1, -v * x, -v * y}, v);
    }
    var h = solve(a);
    if (h == null) return null;
    var out = new double[n];
    for (int i = 0; i < n; i++) {
      double x = from[2 * i];
      double y = from[2 * i + 1];
      double w = h[6] * x + h[7] * y + 1;
      double dx = (h[0] * x + h[1] * y + h[2]) / w - to[2 * i];
      double dy = (h[3] * x + h[4] * y + h[5]) / w - to[2 * i + 1];
      out[i] = dx * dx + dy * dy;
    }
    return out;
  }

  private static void add(double[][] a, double[] row, double value) {
    for (int p = 0; p < 8; p++) {
      if (row[p] == 0) continue;
      for (int q = 0; q < 8; q++) a[p][q] += row[p] * row[q];
      a[p][8] += row[p] * value;
    }
  }

  /** Gaussian elimination with pivots; null when singular. */
  private static double[] solve(double[][] a) {
    int n = a.length;
    for (int i = 0; i < n; i++) {
      int pivot = i;
      for (int r = i + 1; r < n; r++) if (Math.abs(a[r][i]) > Math.abs(a[pivot][i])) pivot = r;
      var row = a[pivot];
      a[pivot] = a[i];
      a[i] = row;
      if (!(Math.abs(row[i]) > 1e-9)) return null;
      for (int r = i + 1; r < n; r++) {
        double f = a[r][i] / row[i];
        for (int c = i; c <= n; c++) a[r][c] -= f * row[c];
      }
    }
    var x = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      x[i] = a[i][n];
      for (int c = i + 1; c < n; c++) x[i] -= a[i][c] * x[c];
      x[i] /= a[i][i];
    }
    return x;
  }
}
