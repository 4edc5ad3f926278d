package io.medtrust.analysis.face;

/**
 * A similarity from a square patch to the picture: patch pixel (i, j) shows the picture at {@code
 * (x0 + ax·i - ay·j, y0 + ay·i + ax·j)}.
 *
 * @param ax picture pixels a patch pixel, along the patch's x axis
 * @param ay as {@code ax}, across; both together give scale and turn
 */
record Patch(double x0, double y0, double ax, double ay) {
  /** A square around a centre, turned by {@code angle} (radians, clockwise on the screen). */
  static Patch square(double cx, double cy, double side, double angle, int pixels) {
    double scale = side / pixels;
    double ax = scale * Math.cos(angle);
    double ay = scale * Math.sin(angle);
    double half = (pixels - 1) / 2.0;
    return new Patch(cx - ax * half + ay * half, cy - ay * half - ax * half, ax, ay);
  }

  /**
   * The least-squares similarity that puts the patch points on the picture points (Umeyama 1991 in
   * the plane, without reflection).
   */
  static Patch fit(double[][] patch, double[][] picture) {
    int n = patch.length;
    double px = 0;
    double py = 0;
    double qx = 0;
    double qy = 0;
    for (int i = 0; i < n; i++) {
      px += patch[i][0] / n;
      py += patch[i][1] / n;
      qx += picture[i][0] / n;
      qy += picture[i][1] / n;
    }
    double dot = 0;
    double cross = 0;
    double norm = 0;
    for (int i = 0; i < n; i++) {
      double a = patch[i][0] - px;
      double b = patch[i][1] - py;
      double c = picture[i][0] - qx;
      double d = picture[i][1] - qy;
      dot += a * c + b * d;
      cross += a * d - b * c;
      norm += a * a + b * b;
    }
    double ax = dot / norm;
    double ay = cross / norm;
    return new Patch(qx - ax * px + ay * py, qy - ay * px - ax * py, ax, ay);
  }

  double x(double i, double j) {
    return x0 + ax * i - ay * j;
  }

  double y(double i, double j) {
    return y0 + ay * i + ax * j;
  }

  /** Picture pixels for one patch pixel. */
  double scale() {
    return Math.hypot(ax, ay);
  }
}
