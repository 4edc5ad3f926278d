package io.medtrust.analysis.media;

/**
 * Reads the size of the decoded picture buffer from a sequence parameter set (ITU-T H.264 §7.3.2.1)
 * of an 8-bit 4:2:0 stream. The size is the coded one, before cropping, in whole macroblocks: that
 * is what a decoder allocates.
 */
record H264Size(int width, int height) {
  /** More macroblocks in a row or column than any level allows. */
  private static final int MAX_MACROBLOCKS = 4096;

  /**
   * @param from first byte after the NAL unit's header
   * @param end after the last byte
   * @return null when it is not valid or not 8-bit 4:2:0
   */
  static H264Size read(byte[] data, int from, int end) {
    try {
      return parse(new Bits(data, from, end));
    } catch (NotValid e) {
      return null;
    }
  }

  private static H264Size parse(Bits bits) throws NotValid {
    int profile = bits.read(8);
    bits.read(16); // constraints and level
    bits.unsigned(31); // id
    if (hasChromaFormat(profile)) {
      if (bits.unsigned(3) != 1 || bits.unsigned(6) != 0 || bits.unsigned(6) != 0) return null;
      bits.read(1);
      if (bits.read(1) == 1) scalingLists(bits);
    }
    bits.unsigned(12); // log2_max_frame_num_minus4
    switch (bits.unsigned(2)) {
      case 0 -> bits.unsigned(12);
      case 1 -> {
        bits.read(1);
        bits.signed();
        bits.signed();
        int count = bits.unsigned(255);
        for (int i = 0; i < count; i++) bits.signed();
      }
      default -> {}
    }
    bits.unsigned(16); // max_num_ref_frames
    bits.read(1);
    int width = bits.unsigned(MAX_MACROBLOCKS - 1) + 1;
    int mapUnits = bits.unsigned(MAX_MACROBLOCKS - 1) + 1;
    int fieldsPerUnit = 2 - bits.read(1);
    return new H264Size(width * 16, mapUnits * fieldsPerUnit * 16);
  }

  private static boolean hasChromaFormat(int profile) {
    return switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  private static void scalingLists(Bits bits) throws NotValid {
    for (int list = 0; list < 8; list++) {
      if (bits.read(1) == 0) continue;
      int last = 8;
      int next = 8;
      for (int i = 0; i < (list < 6 ? 16 : 64) && next != 0; i++) {
        next = (last + bits.signed()) & 0xff;
        if (next != 0) last = next;
      }
    }
  }

  /** The set ended early or holds a number that it may not. */
  private static final class NotValid extends Exception {
    static final NotValid INSTANCE = new NotValid();

    private NotValid() {
      super(null, null, false, false);
    }
  }

  /** Bits of a NAL unit, most significant first, without emulation prevention bytes (§7.4.1.1). */
  private static final class Bits {
    private final byte[] data;
    private final int end;
    private int position;
    private int zeros;
    private int current;
    private int left;

    Bits(byte[] data, int from, int end) {
      this.data = data;
      this.position = from;
      this.end = end;
    }

    int read(int count) throws NotValid {
      int value = 0;
      for (int i = 0; i < count; i++) value = value << 1 | bit();
      return value;
    }

    private int bit() throws NotValid {
      if (left == 0) {
        if (position < end && zeros >= 2 && data[position] == 3) {
          position++;
          zeros = 0;
        }
        if (position >= end) throw NotValid.INSTANCE;
        current = data[position++] & 0xff;
        zeros = current == 0 ? zeros + 1 : 0;
        left = 8;
      }
      return current >> --left & 1;
    }

    /** ue(v), §9.1. */
    int unsigned(int max) throws NotValid {
      long value = exponential();
      if (value > max) throw NotValid.INSTANCE;
      return (int) value;
    }

    /** se(v), §9.1.1; callers need only its effect on the position or its low byte. */
    int signed() throws NotValid {
      long value = exponential();
      return (int) ((value & 1) == 1 ? (value + 1) / 2 : -(value / 2));
    }

    private long exponential() throws NotValid {
      int zeroBits = 0;
      while (bit() == 0) if (++zeroBits > 31) throw NotValid.INSTANCE;
      long suffix = 0;
      for (int i = 0; i < zeroBits; i++) suffix = suffix << 1 | bit();
      return (1L << zeroBits) - 1 + suffix;
    }
  }
}
