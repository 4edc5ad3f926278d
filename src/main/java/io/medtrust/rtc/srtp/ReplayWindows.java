package io.medtrust.rtc.srtp;

import java.util.Arrays;

/**
 * Which packet indices of each source were received (RFC 3711 §3.3.2): the highest one, and one bit
 * for each of the {@link #WINDOW} indices up to it, in a ring.
 */
final class ReplayWindows {
  /** Wider than the 64 that RFC 3711 asks for: one lost-and-found burst of video is long. */
  static final int WINDOW = 1024;

  private static final int WORDS = WINDOW / 64;

  private final SsrcTable table;
  private long[] highest = new long[4];
  private long[] bits = new long[4 * WORDS];

  ReplayWindows(int maxSsrcs) {
    table = new SsrcTable(maxSsrcs);
  }

  /**
   * @return the number of this source, or -1 when nothing of it was received
   */
  int find(int ssrc) {
    return table.find(ssrc);
  }

  long highest(int slot) {
    return highest[slot];
  }

  /** Whether an index of a known source was received before, or is too old to tell. */
  boolean seen(int slot, long index) {
    long behind = highest[slot] - index;
    if (behind < 0) {
      return false;
    }
    return behind >= WINDOW || (bits[word(slot, index)] >>> index & 1) != 0;
  }

  /**
   * Notes an authenticated packet.
   *
   * @param slot from {@link #find}
   * @return false when the source is new and there are too many
   */
  boolean accept(int slot, int ssrc, long index) {
    int at = slot;
    if (at < 0) {
      at = table.add(ssrc);
      if (at < 0) {
        return false;
      }
      if (at >= highest.length) {
        highest = Arrays.copyOf(highest, 2 * highest.length);
        bits = Arrays.copyOf(bits, 2 * bits.length);
      }
      highest[at] = index;
    } else if (index > highest[at]) {
      clear(at, highest[at] + 1, index);
      highest[at] = index;
    }
    bits[word(at, index)] |= 1L << index;
    return true;
  }

  private void clear(int slot, long from, long to) {
    if (to - from >= WINDOW) {
      Arrays.fill(bits, slot * WORDS, (slot + 1) * WORDS, 0);
      return;
    }
    for (long index = from; index <= to; index++) {
      bits[word(slot, index)] &= ~(1L << index);
    }
  }

  private static int word(int slot, long index) {
    return slot * WORDS + (int) (index >>> 6 & WORDS - 1);
  }
}
