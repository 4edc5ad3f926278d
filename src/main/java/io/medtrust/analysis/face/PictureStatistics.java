package io.medtrust.analysis.face;

import io.medtrust.analysis.face.FaceObservation.FrameStats;
import io.medtrust.analysis.media.Picture;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Luma statistics of whole pictures in one pass. Remembers every second row of the last undamaged
 * picture for the difference, which looks at every second pixel of it. Not thread-safe.
 */
final class PictureStatistics {
  // 16 × 16 pixels a block at 640 × 480: small enough for an eye, large enough to average a codec's
  // noise away.
  private static final int BLOCKS_ALONG = 40;
  private static final float[] FULL = new float[256];

  static {
    for (int i = 0; i < 256; i++) FULL[i] = Math.clamp((i - 16) * Bt601.LUMA, 0f, 255f);
  }

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final LumaCounter counter = new LumaCounter();
  // Every second row of it.
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
    var sums = new int[columns * rows];
    counter.count(p, block, columns, rows, sums, counts);
    boolean compare = !p.damaged() && w == lastWidth && h == lastHeight;
    if (!p.damaged() && !compare) {
      last = new byte[w * ((h + 1) / 2)];
      lastWidth = w;
      lastHeight = h;
    }
    long difference = 0;
    for (int y = 0; y < h && !p.damaged(); y += 2) {
      int row = y * p.yStride();
      if (compare) difference += difference(p.y(), row, last, y / 2 * w, w);
      System.arraycopy(p.y(), row, last, y / 2 * w, w);
    }
    var grid = new float[sums.length];
    for (int i = 0; i < grid.length; i++) {
      int across = i % columns < columns - 1 ? block : w - (columns - 1) * block;
      int down = i / columns < rows - 1 ? block : h - (rows - 1) * block;
      grid[i] = Bt601.LUMA * (sums[i] - 16 * across * down) / (across * down);
    }
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
    int compared = ((w + 1) / 2) * ((h + 1) / 2);
    float change = compare ? Bt601.LUMA * difference / compared : Float.NaN;
    return new FrameStats((float) mean, (float) deviation, histogram, grid, columns, rows, change);
  }

  /** Sum of the absolute differences of every second of {@code n} bytes; four at a time. */
  private static long difference(byte[] a, int fromA, byte[] b, int fromB, int n) {
    long sum = 0;
    int x = 0;
    while (x + 8 <= n) {
      long lanes = 0;
      // A lane of 16 bits holds the sum of 257 bytes.
      for (int end = Math.min(n, x + 8 * 256); x + 8 <= end; x += 8) {
        long one = (long) EIGHT.get(a, fromA + x) & 0x00ff00ff00ff00ffL;
        long other = (long) EIGHT.get(b, fromB + x) & 0x00ff00ff00ff00ffL;
        // The ninth bit stays where nothing had to be borrowed.
        long difference = (one | 0x0100010001000100L) - other;
        long negative = ~(difference >>> 8) & 0x0001000100010001L;
        lanes += ((difference & 0x00ff00ff00ff00ffL) ^ negative * 255) + negative;
      }
      sum += (lanes & 0xffff) + (lanes >>> 16 & 0xffff) + (lanes >>> 32 & 0xffff) + (lanes >>> 48);
    }
    for (; x < n; x += 2) sum += Math.abs((a[fromA + x] & 255) - (b[fromB + x] & 255));
    return sum;
  }
}
