package io.medtrust.analysis.face;

import io.medtrust.analysis.face.FaceObservation.FrameStats;
import io.medtrust.analysis.media.Picture;

/**
 * Luma statistics of whole pictures in one pass. Remembers every second pixel of the last undamaged
 * picture for the difference. Not thread-safe.
 */
final class PictureStatistics {
  // 16 × 16 pixels a block at 640 × 480: small enough for an eye, large enough to average a codec's
  // noise away.
  private static final int BLOCKS_ALONG = 40;
  private static final float[] FULL = new float[256];

  static {
    for (int i = 0; i < 256; i++) FULL[i] = Math.clamp((i - 16) * Bt601.LUMA, 0f, 255f);
  }

  private byte[] last = new byte[0];
  private int lastWidth;
  private int lastHeight;

  FrameStats of(Picture p) {
    int w = p.width();
    int h = p.height();
    int block = Math.max(1, (Math.max(w, h) + BLOCKS_ALONG - 1) / BLOCKS_ALONG);
    int columns = Math.max(1, w / block);
    int rows = Math.max(1, h / block);
    var counts = new int[256];
    var sums = new float[columns * rows];
    var pixels = new int[columns * rows];
    boolean compare = !p.damaged() && w == lastWidth && h == lastHeight;
    if (!p.damaged() && !compare) {
      last = new byte[((w + 1) / 2) * ((h + 1) / 2)];
      lastWidth = w;
      lastHeight = h;
    }
    long difference = 0;
    int at = 0;
    for (int y = 0; y < h; y++) {
      int row = y * p.yStride();
      int cells = Math.min(y / block, rows - 1) * columns;
      for (int column = 0; column < columns; column++) {
        int from = column * block;
        int to = column == columns - 1 ? w : from + block;
        float sum = 0;
        for (int x = from; x < to; x++) {
          int value = p.y()[row + x] & 255;
          counts[value]++;
          sum += FULL[value];
        }
        sums[cells + column] += sum;
        pixels[cells + column] += to - from;
      }
      if ((y & 1) != 0 || p.damaged()) continue;
      for (int x = 0; x < w; x += 2) {
        byte now = p.y()[row + x];
        difference += Math.abs((now & 255) - (last[at] & 255));
        last[at++] = now;
      }
    }
    for (int i = 0; i < sums.length; i++) sums[i] /= pixels[i];
    double n = (double) w * h;
    double mean = 0;
    double squares = 0;
    var histogram = new float[16];
    for (int i = 0; i < 256; i++) {
      mean += FULL[i] * counts[i] / n;
      squares += (double) FULL[i] * FULL[i] * counts[i] / n;
      histogram[Math.min(15, (int) (FULL[i] / 16))] += (float) (counts[i] / n);
    }
    double deviation = Math.sqrt(Math.max(0, squares - mean * mean));
    float change = compare ? Bt601.LUMA * difference / last.length : Float.NaN;
    return new FrameStats((float) mean, (float) deviation, histogram, sums, columns, rows, change);
  }
}
