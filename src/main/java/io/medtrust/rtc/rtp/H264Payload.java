package io.medtrust.rtc.rtp;

/**
 * H.264 RTP payloads (RFC 6184, packetization modes 0 and 1): which NAL units are in them. Static,
 * never throws on content.
 */
final class H264Payload {
  static final int SLICE = 1;
  static final int IDR = 5;
  static final int SEI = 6;
  static final int SPS = 7;
  static final int PPS = 8;
  static final int AUD = 9;
  static final int STAP_A = 24;
  static final int FU_A = 28;

  /** NAL units looked at in one aggregate. */
  static final int MAX_NALS = 64;

  private H264Payload() {}

  /** An SPS, or the beginning of an IDR picture: what a decoder can start with. */
  static boolean startsKeyFrame(byte[] buf, int off, int len) {
    int end = off + len;
    switch (buf[off] & 0x1f) {
      case IDR, SPS -> {
        return true;
      }
      case STAP_A -> {
        int at = off + 1;
        for (int n = 0; n < MAX_NALS && end - at >= 3; n++) {
          int size = Bytes.u16(buf, at);
          int type = buf[at + 2] & 0x1f;
          if (size == 0 || size > end - at - 2) {
            return false;
          }
          if (type == IDR || type == SPS) {
            return true;
          }
          at += 2 + size;
        }
        return false;
      }
      case FU_A -> {
        return len >= 2 && buf[off + 1] < 0 && (buf[off + 1] & 0x1f) == IDR;
      }
      default -> {
        return false;
      }
    }
  }

  /**
   * Whether this payload surely begins an access unit (H.264 §7.4.1.2.3): a delimiter, parameter
   * set or SEI, or a slice whose first macroblock is 0.
   */
  static boolean startsAccessUnit(byte[] buf, int off, int len) {
    if (len < 2) {
      return false;
    }
    return switch (buf[off] & 0x1f) {
      case STAP_A -> len >= 5 && nalStarts(buf[off + 3] & 0x1f, buf[off + 4]);
      case FU_A -> len >= 3 && buf[off + 1] < 0 && nalStarts(buf[off + 1] & 0x1f, buf[off + 2]);
      default -> nalStarts(buf[off] & 0x1f, buf[off + 1]);
    };
  }

  // first_mb_in_slice is ue(v): 0 is written as a single 1 bit.
  private static boolean nalStarts(int type, byte next) {
    return switch (type) {
      case SEI, SPS, AUD -> true;
      case SLICE, IDR -> next < 0;
      default -> false;
    };
  }
}
