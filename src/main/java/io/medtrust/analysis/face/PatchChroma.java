package io.medtrust.analysis.face;

import io.medtrust.analysis.media.Picture;

/**
 * The part of both chroma planes that a patch lies on, a pair of values in one number, so that both
 * are interpolated at once: sums and products with one factor leave the halves apart as long as
 * each stays below 2³². Not thread-safe.
 */
final class PatchChroma {
  private long[] pairs = new long[0];
  private int left;
  private int top;
  private int width;

  /** Copies what a patch of that many pixels a side needs. */
  void begin(Picture p, Patch patch, int pixels) {
    int last = pixels - 1;
    double minX = patch.x0() + last * (Math.min(0, patch.ax()) - Math.max(0, patch.ay()));
    double minY = patch.y0() + last * (Math.min(0, patch.ay()) + Math.min(0, patch.ax()));
    double span = last * (Math.abs(patch.ax()) + Math.abs(patch.ay()));
    left = (int) Math.clamp(minX / 2 - 2, 0, p.chromaWidth() - 1);
    top = (int) Math.clamp(minY / 2 - 2, 0, p.chromaHeight() - 1);
    int right = (int) Math.clamp((minX + span) / 2 + 3, left, p.chromaWidth() - 1);
    int bottom = (int) Math.clamp((minY + span) / 2 + 3, top, p.chromaHeight() - 1);
    width = right - left + 1;
    int size = width * (bottom - top + 1);
    if (pairs.length < size) pairs = new long[size];
    int to = 0;
    for (int row = top; row <= bottom; row++) {
      int from = row * p.chromaStride() + left;
      to = copy(p.u(), p.v(), from, to);
    }
  }

  private int copy(byte[] u, byte[] v, int from, int to) {
    for (int i = 0; i < width; i++) {
      pairs[to + i] = (u[from + i] & 255) | (v[from + i] & 255L) << 32;
    }
    return to + width;
  }

  /**
   * Bilinear, with weights of 12 bits, less 128.
   *
   * @param x of the first pixel in the chroma plane, in 2⁻³² pixels; it and all after it have
   *     neighbours within
   * @param from index of the first pixel to write
   * @param to index after the last
   */
  void row(long x, long y, long dx, long dy, int from, int to, float[] u, float[] v) {
    var values = pairs;
    int below = width;
    x -= (long) left << 32;
    y -= (long) top << 32;
    for (int i = from; i < to; i++, x += dx, y += dy) {
      int at = (int) (y >> 32) * below + (int) (x >> 32);
      long fx = x >>> 20 & 0xfff;
      long fy = y >>> 20 & 0xfff;
      long a = values[at];
      long c = values[at + below];
      long upper = (a << 12) + (values[at + 1] - a) * fx;
      long lower = (c << 12) + (values[at + below + 1] - c) * fx;
      long both = (upper << 12) + (lower - upper) * fy;
      u[i] = (int) ((both & 0xffffffffL) >>> 8) * (1f / (1 << 16)) - 128;
      v[i] = (int) (both >>> 40) * (1f / (1 << 16)) - 128;
    }
  }
}
