package io.medtrust.rtc.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The few header fields that SRTP needs. */
final class RtpPackets {
  static final int RTP_FIXED_HEADER = 12;
  static final int RTCP_HEADER = 8;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private RtpPackets() {}

  /**
   * Length of the RTP header with contributing sources and header extension (RFC 3550 §5.1,
   * §5.3.1): what is authenticated but not encrypted.
   *
   * @return the length, or -1 when this is not RTP version 2 or the header does not fit
   */
  static int headerLength(byte[] buf, int off, int len) {
    if (len < RTP_FIXED_HEADER || (buf[off] & 0xC0) != 0x80) {
      return -1;
    }
    int header = RTP_FIXED_HEADER + 4 * (buf[off] & 0x0F);
    if ((buf[off] & 0x10) != 0) {
      if (len < header + 4) {
        return -1;
      }
      int words = (buf[off + header + 2] & 0xFF) << 8 | buf[off + header + 3] & 0xFF;
      header += 4 + 4 * words;
    }
    return len < header ? -1 : header;
  }

  static int sequence(byte[] buf, int off) {
    return (buf[off + 2] & 0xFF) << 8 | buf[off + 3] & 0xFF;
  }

  static int ssrcOfRtp(byte[] buf, int off) {
    return getInt(buf, off + 8);
  }

  /** The synchronisation source of the first packet of an RTCP compound. */
  static int ssrcOfRtcp(byte[] buf, int off) {
    return getInt(buf, off + 4);
  }

  static int getInt(byte[] buf, int at) {
    return (int) INT.get(buf, at);
  }

  static void putInt(byte[] buf, int at, int value) {
    INT.set(buf, at, value);
  }

  /**
   * The packet index (48 bits) nearest to the highest one seen (RFC 3711 §3.3.1).
   *
   * @return the index, or a negative number when it would lie before the first packet of the stream
   */
  static long guessIndex(long highest, int sequence) {
    long rollovers = highest >>> 16;
    int last = (int) (highest & 0xFFFF);
    if (last < 0x8000) {
      if (sequence - last > 0x8000) {
        rollovers--;
      }
    } else if (last - 0x8000 > sequence) {
      rollovers++;
    }
    return rollovers << 16 | sequence;
  }
}
