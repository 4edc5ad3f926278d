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
    float margin = (float) scale() + 2;
    float right = p.width() - 1 - margin;
    float bottom = p.height() - 1 - margin;
    int cw = p.chromaWidth();
    int ch = p.chromaHeight();
    int at = 0;
    for (int j = 0; j < pixels; j++) {
      for (int i = 0; i < pixels; i++, at += 3) {
        float sx = (float) x(i, j);
        float sy = (float) y(i, j);
        float y;
        float u;
        float v;
        // Colour is coarser than luma already: one point of it is enough.
        float cx = sx * 0.5f - 0.25f;
        float cy = sy * 0.5f - 0.25f;
        boolean inside = sx > margin && sy > margin && sx < right && sy < bottom;
        if (inside) {
          y = points == 1 ? within(p.y(), p.yStride(), sx, sy) : meanWithin(p, i, j, points);
          u = within(p.u(), p.chromaStride(), cx, cy) - 128;
          v = within(p.v(), p.chromaStride(), cx, cy) - 128;
        } else if (sx < -0.5f || sy < -0.5f || sx > p.width() - 0.5f || sy > p.height() - 0.5f) {
          out[at] = offset;
          out[at + 1] = offset;
          out[at + 2] = offset;
          continue;
        } else {
          y = mean(p, i, j, points);
          u = clamped(p.u(), p.chromaStride(), cw, ch, cx, cy) - 128;
          v = clamped(p.v(), p.chromaStride(), cw, ch, cx, cy) - 128;
        }
        y = (y - 16) * Bt601.LUMA;
        out[at] = limit(y + Bt601.RV * v) * gain + offset;
        out[at + 1] = limit(y - Bt601.GU * u - Bt601.GV * v) * gain + offset;
        out[at + 2] = limit(y + Bt601.BU * u) * gain + offset;
      }
    }
  }

  /** Full-range luma of the patch as unsigned bytes; the picture's edge is continued outside. */
  void luma(Picture p, int pixels, byte[] out) {
    int points = points();
    float margin = (float) scale() + 2;
    float right = p.width() - 1 - margin;
    float bottom = p.height() - 1 - margin;
    int at = 0;
    for (int j = 0; j < pixels; j++) {
      for (int i = 0; i < pixels; i++) {
        float sx = (float) x(i, j);
        float sy = (float) y(i, j);
        float y;
        if (!(sx > margin && sy > margin && sx < right && sy < bottom)) y = mean(p, i, j, points);
        else if (points > 1) y = meanWithin(p, i, j, points);
        else y = within(p.y(), p.yStride(), sx, sy);
        out[at++] = (byte) (limit((y - 16) * Bt601.LUMA) + 0.5f);
      }
    }
  }

  // Several points need no interpolation: their mean is one already.
  private float meanWithin(Picture p, int i, int j, int points) {
    double first = 0.5 / points - 0.5;
    float step = 1f / points;
    float rowX = (float) x(i + first, j + first) + 0.5f;
    float rowY = (float) y(i + first, j + first) + 0.5f;
    float dx = (float) ax * step;
    float dy = (float) ay * step;
    byte[] plane = p.y();
    int stride = p.yStride();
    int sum = 0;
    for (int b = 0; b < points; b++) {
      float sx = rowX;
      float sy = rowY;
      for (int a = 0; a < points; a++) {
        sum += plane[(int) sy * stride + (int) sx] & 255;
        sx += dx;
        sy += dy;
      }
      rowX -= dy;
      rowY += dx;
    }
    return (float) sum / (points * points);
  }

  private float mean(Picture p, int i, int j, int points) {
    float sum = 0;
    for (int b = 0; b < points; b++) {
      double pj = j + (b + 0.5) / points - 0.5;
      for (int a = 0; a < points; a++) {
        double pi = i + (a + 0.5) / points - 0.5;
        float sx = (float) x(pi, pj);
        float sy = (float) y(pi, pj);
        sum += clamped(p.y(), p.yStride(), p.width(), p.height(), sx, sy);
      }
    }
    return sum / (points * points);
  }

  private static float limit(float value) {
    return value < 0 ? 0 : value > 255 ? 255 : value;
  }

  /** Bilinear; outside the plane its edge is continued. */
  private static float clamped(byte[] plane, int stride, int width, int height, float x, float y) {
    x = Math.clamp(x, 0f, width - 1.001f);
    y = Math.clamp(y, 0f, height - 1.001f);
    return within(plane, stride, x, y);
  }

  /** Bilinear; the point and its right and lower neighbours lie in the plane. */
  private static float within(byte[] plane, int stride, float x, float y) {
    int x0 = (int) x;
    int y0 = (int) y;
    float fx = x - x0;
    int at = y0 * stride + x0;
    float top = plane[at] & 255;
    top += ((plane[at + 1] & 255) - top) * fx;
    float bottom = plane[at + stride] & 255;
    bottom += ((plane[at + stride + 1] & 255) - bottom) * fx;
    return top + (bottom - top) * (y - y0);
  }
}
