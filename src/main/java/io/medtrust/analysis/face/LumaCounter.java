package io.medtrust.analysis.face;

import io.medtrust.analysis.media.Picture;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Counts luma values and adds them up by blocks, eight pixels at a time where blocks allow it:
 * neighbours are counted as a pair, which halves the counting, and added as four numbers in one.
 * Not thread-safe.
 */
final class LumaCounter {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EVEN = 0x00ff00ff00ff00ffL;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final int BLACK = 16;
  private static final int WHITE = 235;

  /** So many rows of two bytes each fit into 16 bits. */
  private static final int ROWS = 128;

  private static final int[] LIMITED = new int[256];

  static {
    for (int i = 0; i < 256; i++) LIMITED[i] = Math.clamp(i, BLACK, WHITE);
  }

  private final int[] pairs = new int[1 << 16];
  private long[] lanes = new long[0];

  /**
   * @param block side of a block, pixels; what is left over at the right and at the bottom belongs
   *     to the last column and row
   * @param sums one for each block, row by row: gets the sum of its values, each limited to 16..235
   * @param counts 256, gets how many pixels have each value
   */
  void count(Picture p, int block, int columns, int rows, int[] sums, int[] counts) {
    int w = p.width();
    boolean wide = block % 8 == 0;
    int words = w / 8;
    if (lanes.length < words) lanes = new long[words];
    int since = 0;
    for (int y = 0; y < p.height(); y++) {
      int at = y * p.yStride();
      int row = Math.min(y / block, rows - 1);
      int cells = row * columns;
      if (!wide) {
        for (int column = 0; column < columns; column++) {
          int from = column * block;
          int to = column == columns - 1 ? w : from + block;
          sums[cells + column] += one(p.y(), at + from, at + to, counts);
        }
        continue;
      }
      if (add(p.y(), at, words)) limit(p.y(), at, 8 * words, block, columns, sums, cells);
      countPairs(p.y(), at, words);
      sums[cells + columns - 1] += one(p.y(), at + 8 * words, at + w, counts);
      boolean last = y + 1 == p.height() || Math.min((y + 1) / block, rows - 1) > row;
      if (!last && y + 1 - since < ROWS) continue;
      flush(words, block / 8, columns, sums, cells);
      since = y + 1;
    }
    if (wide) unpair(counts);
  }

  private static int one(byte[] plane, int from, int to, int[] counts) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      int value = plane[i] & 255;
      counts[value]++;
      sum += LIMITED[value];
    }
    return sum;
  }

  /**
   * Adds a row to the lanes.
   *
   * @return whether a value is outside of 16..235 ("hasless" of Anderson, Bit Twiddling Hacks)
   */
  private boolean add(byte[] plane, int from, int words) {
    var into = lanes;
    long outside = 0;
    for (int i = 0; i < words; i++) {
      long eight = (long) EIGHT.get(plane, from + 8 * i);
      outside |= eight - ONES * BLACK & ~eight | ~eight - ONES * (255 - WHITE) & eight;
      into[i] += (eight & EVEN) + (eight >>> 8 & EVEN);
    }
    return (outside & HIGH) != 0;
  }

  /** Mends the sums by what values of a row are outside. */
  private static void limit(
      byte[] plane, int from, int n, int block, int columns, int[] sums, int cells) {
    for (int x = 0; x < n; x++) {
      int value = plane[from + x] & 255;
      if (LIMITED[value] == value) continue;
      sums[cells + Math.min(x / block, columns - 1)] += LIMITED[value] - value;
    }
  }

  private void countPairs(byte[] plane, int from, int words) {
    var into = pairs;
    for (int i = 0; i < words; i++) {
      long eight = (long) EIGHT.get(plane, from + 8 * i);
      into[(int) eight & 0xffff]++;
      into[(int) (eight >>> 16) & 0xffff]++;
      into[(int) (eight >>> 32) & 0xffff]++;
      into[(int) (eight >>> 48)]++;
    }
  }

  private void flush(int words, int wordsOfBlock, int columns, int[] sums, int cells) {
    for (int i = 0; i < words; i++) {
      long lane = lanes[i];
      long two = (lane & 0x0000ffff0000ffffL) + (lane >>> 16 & 0x0000ffff0000ffffL);
      sums[cells + Math.min(i / wordsOfBlock, columns - 1)] += (int) two + (int) (two >>> 32);
      lanes[i] = 0;
    }
  }

  /** Adds the counts of pairs to those of single values, and begins anew. */
  private void unpair(int[] counts) {
    for (int second = 0; second < 256; second++) {
      int sum = 0;
      for (int first = 0; first < 256; first++) {
        int n = pairs[second << 8 | first];
        counts[first] += n;
        sum += n;
      }
      counts[second] += sum;
    }
    Arrays.fill(pairs, 0);
  }
}
