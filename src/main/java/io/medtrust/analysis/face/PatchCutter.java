package io.medtrust.analysis.face;

import io.medtrust.analysis.media.Picture;

/**
 * Cuts patches out of pictures. Almost all pixels of a patch lie well within the picture: these are
 * taken row by row in steps of whole numbers, without a look at the edge; the rest one by one. Not
 * thread-safe.
 */
final class PatchCutter {
  // A place along an axis is a number of 2⁻³² pixels.
  private static final long HALF = 1L << 31;
  private static final long QUARTER = 1L << 30;

  private final PatchChroma chroma = new PatchChroma();
  private float[] luma = new float[0];
  private float[] u = new float[0];
  private float[] v = new float[0];

  // Of the cut that is being made.
  private Patch patch;
  private Picture picture;
  private int points;
  private double margin;
  private int row;
  private int from;
  private int to;
  private long x;
  private long y;
  private long dx;
  private long dy;

  private void begin(Picture from, Patch of, int pixels) {
    picture = from;
    patch = of;
    // A patch pixel that covers several picture pixels is the mean of this many points each way,
    // else sensor noise and fine texture would alias.
    points = Math.clamp(Math.round(of.scale()), 1, 3);
    margin = of.scale() + 2;
    dx = fixed(of.ax());
    dy = fixed(of.ay());
    if (luma.length < pixels) {
      luma = new float[pixels];
      u = new float[pixels];
      v = new float[pixels];
    }
  }

  /**
   * Interleaved R, G, B of the patch, each {@code value·gain + offset} with value in 0..255; what
   * lies outside the picture is black.
   */
  void rgb(Picture p, Patch of, int pixels, float gain, float offset, float[] out) {
    begin(p, of, pixels);
    chroma.begin(p, of, pixels);
    for (int j = 0; j < pixels; j++) {
      row(j, pixels);
      int at = 3 * j * pixels;
      for (int i = 0; i < from; i++) edge(i, gain, offset, out, at + 3 * i);
      lumaWithin();
      // Colour is coarser than luma already: one point of it is enough.
      chroma.row((x >> 1) - QUARTER, (y >> 1) - QUARTER, dx >> 1, dy >> 1, from, to, u, v);
      for (int i = from; i < to; i++) colour(luma[i], u[i], v[i], gain, offset, out, at + 3 * i);
      for (int i = to; i < pixels; i++) edge(i, gain, offset, out, at + 3 * i);
    }
  }

  /** Full-range luma of the patch as unsigned bytes; the picture's edge is continued outside. */
  void luma(Picture p, Patch of, int pixels, byte[] out) {
    begin(p, of, pixels);
    for (int j = 0; j < pixels; j++) {
      row(j, pixels);
      int at = j * pixels;
      for (int i = 0; i < from; i++) out[at + i] = full(mean(i));
      lumaWithin();
      for (int i = from; i < to; i++) out[at + i] = full(luma[i]);
      for (int i = to; i < pixels; i++) out[at + i] = full(mean(i));
    }
  }

  /** Which pixels of a row lie at least the margin within the picture, and where they begin. */
  private void row(int j, int pixels) {
    row = j;
    double right = picture.width() - 1 - margin;
    double bottom = picture.height() - 1 - margin;
    double x0 = patch.x(0, j);
    double y0 = patch.y(0, j);
    double low = Math.max(first(x0, patch.ax(), right), first(y0, patch.ay(), bottom));
    double high = Math.min(last(x0, patch.ax(), right), last(y0, patch.ay(), bottom));
    from = (int) Math.clamp(Math.ceil(low), 0, pixels);
    to = (int) Math.clamp(Math.floor(high) + 1, from, pixels);
    x = fixed(patch.x(from, j));
    y = fixed(patch.y(from, j));
  }

  /** The least i with margin ≤ start + step·i ≤ most; infinite when there is none. */
  private double first(double start, double step, double most) {
    if (step > 0) return (margin - start) / step;
    if (step < 0) return (most - start) / step;
    return start >= margin && start <= most ? 0 : Double.POSITIVE_INFINITY;
  }

  /** The greatest such i. */
  private double last(double start, double step, double most) {
    if (step > 0) return (most - start) / step;
    return step < 0 ? (margin - start) / step : Double.POSITIVE_INFINITY;
  }

  private static long fixed(double pixels) {
    return Math.round(pixels * (1L << 32));
  }

  private void lumaWithin() {
    byte[] plane = picture.y();
    int stride = picture.yStride();
    switch (points) {
      case 1 -> interpolated(plane, stride, x, y, dx, dy, from, to, luma);
      case 2 -> meanOfFour(plane, stride, x, y, dx, dy, from, to, luma);
      default -> meanOfNine(plane, stride, x, y, dx, dy, from, to, luma);
    }
  }

  private static void interpolated(
      byte[] plane, int stride, long x, long y, long dx, long dy, int from, int to, float[] out) {
    for (int i = from; i < to; i++, x += dx, y += dy) {
      int at = (int) (y >> 32) * stride + (int) (x >> 32);
      int fx = (int) (x >>> 17) & 0x7fff;
      long fy = (int) (y >>> 17) & 0x7fff;
      int a = plane[at] & 255;
      int c = plane[at + stride] & 255;
      int top = (a << 15) + ((plane[at + 1] & 255) - a) * fx;
      int bottom = (c << 15) + ((plane[at + stride + 1] & 255) - c) * fx;
      out[i] = (((long) top << 15) + (bottom - top) * fy) * (1f / (1 << 30));
    }
  }

  // Several points need no interpolation: their mean is one already.
  private static void meanOfFour(
      byte[] plane, int stride, long x, long y, long dx, long dy, int from, int to, float[] out) {
    long hx = dx / 2;
    long hy = dy / 2;
    long sx = x + HALF - (dx - dy) / 4;
    long sy = y + HALF - (dx + dy) / 4;
    for (int i = from; i < to; i++, sx += dx, sy += dy) {
      int sum = nearest(plane, stride, sx, sy) + nearest(plane, stride, sx + hx, sy + hy);
      long bx = sx - hy;
      long by = sy + hx;
      sum += nearest(plane, stride, bx, by) + nearest(plane, stride, bx + hx, by + hy);
      out[i] = sum * 0.25f;
    }
  }

  private static void meanOfNine(
      byte[] plane, int stride, long x, long y, long dx, long dy, int from, int to, float[] out) {
    long tx = dx / 3;
    long ty = dy / 3;
    long sx = x + HALF - tx + ty;
    long sy = y + HALF - tx - ty;
    for (int i = from; i < to; i++, sx += dx, sy += dy) {
      int sum = 0;
      for (int b = 0; b < 3; b++) {
        long bx = sx - b * ty;
        long by = sy + b * tx;
        for (int a = 0; a < 3; a++) sum += nearest(plane, stride, bx + a * tx, by + a * ty);
      }
      out[i] = sum * (1f / 9);
    }
  }

  private static int nearest(byte[] plane, int stride, long x, long y) {
    return plane[(int) (y >> 32) * stride + (int) (x >> 32)] & 255;
  }

  /** One pixel of the row that may lie at the picture's edge or outside. */
  private void edge(int i, float gain, float offset, float[] out, int at) {
    var p = picture;
    float sx = (float) patch.x(i, row);
    float sy = (float) patch.y(i, row);
    if (sx < -0.5f || sy < -0.5f || sx > p.width() - 0.5f || sy > p.height() - 0.5f) {
      out[at] = offset;
      out[at + 1] = offset;
      out[at + 2] = offset;
      return;
    }
    int cw = p.chromaWidth();
    int ch = p.chromaHeight();
    float cx = sx * 0.5f - 0.25f;
    float cy = sy * 0.5f - 0.25f;
    float blue = clamped(p.u(), p.chromaStride(), cw, ch, cx, cy) - 128;
    float red = clamped(p.v(), p.chromaStride(), cw, ch, cx, cy) - 128;
    colour(mean(i), blue, red, gain, offset, out, at);
  }

  private float mean(int i) {
    var p = picture;
    float sum = 0;
    for (int b = 0; b < points; b++) {
      double pj = row + (b + 0.5) / points - 0.5;
      for (int a = 0; a < points; a++) {
        double pi = i + (a + 0.5) / points - 0.5;
        float sx = (float) patch.x(pi, pj);
        float sy = (float) patch.y(pi, pj);
        sum += clamped(p.y(), p.yStride(), p.width(), p.height(), sx, sy);
      }
    }
    return sum / (points * points);
  }

  private static void colour(
      float luma, float u, float v, float gain, float offset, float[] out, int at) {
    float y = (luma - 16) * Bt601.LUMA;
    out[at] = limit(y + Bt601.RV * v) * gain + offset;
    out[at + 1] = limit(y - Bt601.GU * u - Bt601.GV * v) * gain + offset;
    out[at + 2] = limit(y + Bt601.BU * u) * gain + offset;
  }

  private static byte full(float luma) {
    return (byte) (limit((luma - 16) * Bt601.LUMA) + 0.5f);
  }

  private static float limit(float value) {
    return value < 0 ? 0 : value > 255 ? 255 : value;
  }

  /** Bilinear; outside the plane its edge is continued. */
  private static float clamped(byte[] plane, int stride, int width, int height, float x, float y) {
    x = Math.clamp(x, 0f, width - 1.001f);
    y = Math.clamp(y, 0f, height - 1.001f);
    int at = (int) y * stride + (int) x;
    float fx = x - (int) x;
    float top = plane[at] & 255;
    top += ((plane[at + 1] & 255) - top) * fx;
    float bottom = plane[at + stride] & 255;
    bottom += ((plane[at + stride + 1] & 255) - bottom) * fx;
    return top + (bottom - top) * (y - (int) y);
  }
}
