package io.medtrust.analysis.media;

/**
 * What the worker must know of an encoded frame before a decoder may see it. Read from the bytes
 * themselves, whatever the node said of them. Never throws.
 */
final class Headers {
  private Headers() {}

  /**
   * @param valid the frame has the form of its codec
   * @param keyFrame can be decoded without any other picture
   * @param width of the pictures from here on, pixels; 0 when this frame does not say
   * @param height likewise
   */
  record Header(boolean valid, boolean keyFrame, int width, int height) {
    static final Header INVALID = new Header(false, false, 0, 0);
  }

  /** VP8 (RFC 6386 §9.1): a 3-byte frame tag, and in key frames a start code and the size. */
  static Header vp8(byte[] data) {
    if (data.length < 3) return Header.INVALID;
    int tag = data[0] & 0xff | (data[1] & 0xff) << 8 | (data[2] & 0xff) << 16;
    boolean keyFrame = (tag & 1) == 0;
    int version = tag >> 1 & 7;
    int firstPartition = tag >> 5;
    if (version > 3 || firstPartition > data.length) return Header.INVALID;
    if (!keyFrame) return new Header(true, false, 0, 0);
    if (data.length < 10
        || (data[3] & 0xff) != 0x9d
        || (data[4] & 0xff) != 0x01
        || (data[5] & 0xff) != 0x2a) {
      return Header.INVALID;
    }
    // The two upper bits of each are a scaling hint for displays.
    int width = (data[6] & 0xff | (data[7] & 0x3f) << 8);
    int height = (data[8] & 0xff | (data[9] & 0x3f) << 8);
    return width == 0 || height == 0 ? Header.INVALID : new Header(true, true, width, height);
  }

  /**
   * H.264 in Annex B: the largest size of all sequence parameter sets in the access unit, because a
   * later frame may use any of them.
   */
  static Header h264(byte[] data) {
    boolean any = false;
    boolean idr = false;
    int width = 0;
    int height = 0;
    int start = nextStart(data, 0);
    while (start < data.length) {
      int next = nextStart(data, start);
      int end = next < data.length ? next - 3 : data.length;
      if ((data[start] & 0x80) != 0) return Header.INVALID;
      any = true;
      switch (data[start] & 0x1f) {
        case 5 -> idr = true;
        case 7 -> {
          var size = H264Size.read(data, start + 1, end);
          if (size == null) return Header.INVALID;
          width = Math.max(width, size.width());
          height = Math.max(height, size.height());
        }
        // Subset parameter sets (scalable and multi-view) are not negotiated.
        case 15 -> {
          return Header.INVALID;
        }
        default -> {}
      }
      start = next;
    }
    return any ? new Header(true, idr, width, height) : Header.INVALID;
  }

  /** Index after the next start code 00 00 01 from {@code from}, or the length. */
  private static int nextStart(byte[] data, int from) {
    for (int i = from; i + 2 < data.length; i++) {
      if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1) return i + 3;
    }
    return data.length;
  }
}
