package io.medtrust.lab.person;

/** Soft shapes on a texture; places and lengths in texels. */
final class Brush {
  private final Texture canvas;

  Brush(Texture canvas) {
    this.canvas = canvas;
  }

  /** A bell-shaped spot with two widths, turned. */
  void spot(double cx, double cy, double wx, double wy, double turn, float[] rgb, double weight) {
    double reach = 3 * Math.max(wx, wy);
    double cos = Math.cos(turn);
    double sin = Math.sin(turn);
    for (int y = (int) (cy - reach); y <= cy + reach; y++) {
      for (int x = (int) (cx - reach); x <= cx + reach; x++) {
        double dx = x - cx;
        double dy = y - cy;
        double a = (dx * cos + dy * sin) / wx;
        double b = (dy * cos - dx * sin) / wy;
        canvas.mix(x, y, rgb, weight * Math.exp(-(a * a + b * b) / 2));
      }
    }
  }

  /** A line through points (x, y), bell-shaped across; its ends fade when {@code fade}. */
  void line(double[] points, double width, float[] rgb, double weight, boolean fade) {
    int n = points.length / 2;
    double left = Double.MAX_VALUE;
    double right = 0;
    double top = Double.MAX_VALUE;
    double bottom = 0;
    for (int i = 0; i < n; i++) {
      left = Math.min(left, points[2 * i]);
      right = Math.max(right, points[2 * i]);
      top = Math.min(top, points[2 * i + 1]);
      bottom = Math.max(bottom, points[2 * i + 1]);
    }
    double reach = 3 * width;
    for (int y = (int) (top - reach); y <= bottom + reach; y++) {
      for (int x = (int) (left - reach); x <= right + reach; x++) {
        double best = Double.MAX_VALUE;
        double along = 0;
        for (int i = 0; i + 1 < n; i++) {
          double ax = points[2 * i];
          double ay = points[2 * i + 1];
          double bx = points[2 * i + 2] - ax;
          double by = points[2 * i + 3] - ay;
          double t = ((x - ax) * bx + (y - ay) * by) / Math.max(1e-9, bx * bx + by * by);
          double s = Math.clamp(t, 0.0, 1.0);
          double d = Math.hypot(x - ax - s * bx, y - ay - s * by);
          if (d < best) {
            best = d;
            along = (i + s) / (n - 1);
          }
        }
        double strength = fade ? Math.sin(Math.PI * Math.clamp(along, 0.02, 0.98)) : 1;
        canvas.mix(x, y, rgb, weight * strength * Math.exp(-best * best / (2 * width * width)));
      }
    }
  }

  /** A closed shape through points (x, y) with an edge that is this soft. */
  void area(double[] points, double soft, float[] rgb, double weight) {
    double left = Double.MAX_VALUE;
    double right = 0;
    double top = Double.MAX_VALUE;
    double bottom = 0;
    for (int i = 0; i < points.length; i += 2) {
      left = Math.min(left, points[i]);
      right = Math.max(right, points[i]);
      top = Math.min(top, points[i + 1]);
      bottom = Math.max(bottom, points[i + 1]);
    }
    for (int y = (int) (top - 2 * soft); y <= bottom + 2 * soft; y++) {
      for (int x = (int) (left - 2 * soft); x <= right + 2 * soft; x++) {
        double inside = inside(points, x, y);
        canvas.mix(x, y, rgb, weight * Noise.step(-soft, soft, inside));
      }
    }
  }

  /** Distance to the edge of a closed shape, above 0 inside. */
  static double inside(double[] p, double x, double y) {
    boolean in = false;
    double best = Double.MAX_VALUE;
    int n = p.length / 2;
    for (int i = 0, j = n - 1; i < n; j = i++) {
      double ax = p[2 * j];
      double ay = p[2 * j + 1];
      double bx = p[2 * i] - ax;
      double by = p[2 * i + 1] - ay;
      double t = ((x - ax) * bx + (y - ay) * by) / Math.max(1e-9, bx * bx + by * by);
      double s = Math.clamp(t, 0.0, 1.0);
      best = Math.min(best, Math.hypot(x - ax - s * bx, y - ay - s * by));
      double y1 = p[2 * i + 1];
      if ((y1 > y) != (ay > y) && x < ax + (y - ay) / (y1 - ay) * bx) in = !in;
    }
    return in ? best : -best;
  }
}
