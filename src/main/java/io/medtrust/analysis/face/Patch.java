package io.medtrust.analysis.face;

import io.medtrust.analysis.media.Picture;

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

  // A patch pixel that covers several picture pixels is the mean of this many points each way, else
  // sensor noise and fine texture would alias.
  private int points() {
    return Math.clamp(Math.round(scale()), 1, 3);
  }

  /**
   * Interleaved R, G, B of the patch, each {@code value·gain + offset} with value in 0..255; what
   * lies outside the picture is black.
   */
  void rgb(Picture p, int pixels, float gain, float offset, float[] out) {
    int points = points();
    float share = 1f / (points * points);
    int at = 0;
    for (int j = 0; j < pixels; j++) {
      for (int i = 0; i < pixels; i++) {
        float y = 0;
        float u = 0;
        float v = 0;
        for (int b = 0; b < points; b++) {
          double pj = j + (b + 0.5) / points - 0.5;
          for (int a = 0; a < points; a++) {
            double pi = i + (a + 0.5) / points - 0.5;
            float sx = (float) x(pi, pj);
            float sy = (float) y(pi, pj);
            if (sx < -0.5f || sy < -0.5f || sx > p.width() - 0.5f || sy > p.height() - 0.5f) {
              y += 16;
              u += 128;
              v += 128;
              continue;
            }
            y += sample(p.y(), p.yStride(), p.width(), p.height(), sx, sy);
            float cx = sx * 0.5f - 0.25f;
            float cy = sy * 0.5f - 0.25f;
            u += sample(p.u(), p.chromaStride(), p.chromaWidth(), p.chromaHeight(), cx, cy);
            v += sample(p.v(), p.chromaStride(), p.chromaWidth(), p.chromaHeight(), cx, cy);
          }
        }
        y = (y * share - 16) * Bt601.LUMA;
        u = u * share - 128;
        v = v * share - 128;
        out[at++] = Math.clamp(y + Bt601.RV * v, 0f, 255f) * gain + offset;
        out[at++] = Math.clamp(y - Bt601.GU * u - Bt601.GV * v, 0f, 255f) * gain + offset;
        out[at++] = Math.clamp(y + Bt601.BU * u, 0f, 255f) * gain + offset;
      }
    }
  }

  /** Full-range luma of the patch as unsigned bytes; the picture's edge is continued outside. */
  void luma(Picture p, int pixels, byte[] out) {
    int points = points();
    float share = 1f / (points * points);
    int at = 0;
    for (int j = 0; j < pixels; j++) {
      for (int i = 0; i < pixels; i++) {
        float y = 0;
        for (int b = 0; b < points; b++) {
          double pj = j + (b + 0.5) / points - 0.5;
          for (int a = 0; a < points; a++) {
            double pi = i + (a + 0.5) / points - 0.5;
            y +=
                sample(
                    p.y(),
                    p.yStride(),
                    p.width(),
                    p.height(),
                    (float) x(pi, pj),
                    (float) y(pi, pj));
          }
        }
        float full = (y * share - 16) * Bt601.LUMA;
        out[at++] = (byte) Math.round(Math.clamp(full, 0f, 255f));
      }
    }
  }

  /** Bilinear; outside the plane its edge is continued. */
  private static float sample(byte[] plane, int stride, int width, int height, float x, float y) {
    x = Math.clamp(x, 0f, width - 1f);
    y = Math.clamp(y, 0f, height - 1f);
    int x0 = (int) x;
    int y0 = (int) y;
    int x1 = x0 + 1 < width ? x0 + 1 : x0;
    int row0 = y0 * stride;
    int row1 = y0 + 1 < height ? row0 + stride : row0;
    float fx = x - x0;
    float fy = y - y0;
    float top = (plane[row0 + x0] & 255) * (1 - fx) + (plane[row0 + x1] & 255) * fx;
    float bottom = (plane[row1 + x0] & 255) * (1 - fx) + (plane[row1 + x1] & 255) * fx;
    return top * (1 - fy) + bottom * fy;
  }
}
