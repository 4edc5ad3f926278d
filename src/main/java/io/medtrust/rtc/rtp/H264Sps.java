package io.medtrust.rtc.rtp;

/**
 * The picture size in an H.264 sequence parameter set (ITU-T H.264 §7.3.2.1.1), read without
 * decoding. Reusable; never throws on content; reads at most the bytes given. Not thread-safe.
 */
public final class H264Sps {
  private byte[] data;
  private int at;
  private int end;
  private int zeros;
  private int bits;
  private int bitCount;
  private boolean ok;
  private int width;
  private int height;

  /**
   * Reads a parameter set.
   *
   * @param off its NAL header
   * @return false when it is not one, or the numbers are out of bounds
   */
  public boolean parse(byte[] buf, int off, int len) {
    if (len < 4 || off < 0 || len > buf.length - off || (buf[off] & 0x1f) != H264Payload.SPS) {
      return false;
    }
    data = buf;
    at = off + 1;
    end = off + len;
    zeros = 0;
    bitCount = 0;
    ok = true;
    int profile = u(8);
    u(16); // constraints and level
    ue(31);
    int chroma = 1;
    boolean separatePlanes = false;
    if (hasChromaFormat(profile)) {
      chroma = ue(3);
      separatePlanes = chroma == 3 && u(1) == 1;
      ue(6);
      ue(6);
      u(1);
      if (u(1) == 1) {
        scalingLists(chroma == 3 ? 12 : 8);
      }
    }
    ue(12);
    int order = ue(2);
    if (order == 0) {
      ue(12);
    } else if (order == 1) {
      u(1);
      se();
      se();
      int cycle = ue(255);
      for (int i = 0; i < cycle && ok; i++) {
        se();
      }
    }
    ue(16);
    u(1);
    int mbWidth = ue(1023) + 1;
    int mapHeight = ue(1023) + 1;
    int frameMbsOnly = u(1);
    if (frameMbsOnly == 0) {
      u(1);
    }
    u(1);
    int cropX = 0;
    int cropY = 0;
    if (u(1) == 1) {
      int unitX = separatePlanes || chroma == 0 || chroma == 3 ? 1 : 2;
      int unitY = (separatePlanes || chroma != 1 ? 1 : 2) * (2 - frameMbsOnly);
      cropX = (ue(8191) + ue(8191)) * unitX;
      cropY = (ue(8191) + ue(8191)) * unitY;
    }
    width = mbWidth * 16 - cropX;
    height = mapHeight * 16 * (2 - frameMbsOnly) - cropY;
    return ok && width > 0 && height > 0;
  }

  /** Pixels after cropping, 1..16384. */
  public int width() {
    return width;
  }

  /** Pixels after cropping, 1..32768. */
  public int height() {
    return height;
  }

  private static boolean hasChromaFormat(int profile) {
    return switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  private void scalingLists(int lists) {
    for (int i = 0; i < lists && ok; i++) {
      if (u(1) == 0) {
        continue;
      }
      int last = 8;
      int next = 8;
      for (int j = 0; j < (i < 6 ? 16 : 64) && next != 0 && ok; j++) {
        next = last + se() & 0xff;
        last = next == 0 ? last : next;
      }
    }
  }

  private int u(int n) {
    int value = 0;
    for (int i = 0; i < n; i++) {
      value = value << 1 | bit();
    }
    return value;
  }

  private int bit() {
    if (bitCount == 0) {
      if (at < end && zeros >= 2 && data[at] == 3) {
        at++; // emulation prevention, §7.4.1
        zeros = 0;
      }
      if (at >= end) {
        ok = false;
        return 0;
      }
      bits = data[at++];
      zeros = bits == 0 ? zeros + 1 : 0;
      bitCount = 8;
    }
    return bits >> --bitCount & 1;
  }

  /** Unsigned exp-Golomb (§9.1); a value above {@code max} makes the set invalid. */
  private int ue(int max) {
    long value = golomb();
    if (value > max) {
      ok = false;
      return 0;
    }
    return (int) value;
  }

  private int se() {
    long value = golomb();
    return (int) ((value & 1) == 1 ? value + 1 >> 1 : -(value >> 1));
  }

  private long golomb() {
    int leading = 0;
    while (ok && bit() == 0) {
      if (++leading > 31) {
        ok = false;
      }
    }
    return ok ? (1L << leading) - 1 + (u(leading) & 0xffffffffL) : 0;
  }
}
