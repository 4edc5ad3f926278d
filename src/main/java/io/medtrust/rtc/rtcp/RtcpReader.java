package io.medtrust.rtc.rtcp;

/**
 * Walks a compound (or reduced-size, RFC 5506) RTCP packet and tells a handler what is in it.
 * Bounded work, no allocation, never throws on content; unknown types and formats are skipped.
 */
public final class RtcpReader {
  public static final int SENDER_REPORT = 200;
  public static final int RECEIVER_REPORT = 201;
  public static final int SOURCE_DESCRIPTION = 202;
  public static final int BYE = 203;
  public static final int TRANSPORT_FEEDBACK = 205;
  public static final int PAYLOAD_FEEDBACK = 206;

  /** Transport-wide feedback statuses read per datagram; run lengths cost the sender nothing. */
  static final int MAX_STATUSES = 16_384;

  /** What a packet can tell. SSRCs and counters are 0..2^32-1 in a long. */
  public interface Handler {
    /**
     * @param ntp 64-bit NTP time
     * @param rtp RTP timestamp of the same moment
     */
    default void onSenderReport(long ssrc, long ntp, long rtp, long packets, long octets) {}

    /**
     * One report block of a sender or receiver report.
     *
     * @param reporter who says it
     * @param ssrc stream that it is about
     * @param fractionLost 0..255 of 256
     * @param cumulativeLost -2^23..2^23-1
     * @param lastSr compact NTP time, 0 = none
     * @param delay since the last SR, 1/65536 s
     */
    default void onReceiverReport(
        long reporter,
        long ssrc,
        int fractionLost,
        int cumulativeLost,
        long extendedHighest,
        long jitter,
        long lastSr,
        long delay) {}

    /** One item of a generic NACK (RFC 4585 §6.2.1): {@code pid}, and the 16 after it by bits. */
    default void onNack(long sender, long mediaSsrc, int pid, int blp) {}

    /** Picture loss indication (RFC 4585 §6.3.1). */
    default void onPli(long sender, long mediaSsrc) {}

    /** Full intra request (RFC 5104 §4.3.1); a repeated number repeats the same request. */
    default void onFir(long sender, long mediaSsrc, int number) {}

    /** Receiver's estimate of the greatest bitrate (draft-alvestrand-rmcat-remb-03), bit/s. */
    default void onRemb(long sender, long bitsPerSecond) {}

    /**
     * A transport-wide feedback begins; its packets follow.
     *
     * @param feedbackCount 0..255, counts feedbacks
     * @param baseSequence first transport-wide number
     * @param statuses packets told about
     */
    default void onTransportFeedback(
        long sender, long mediaSsrc, int feedbackCount, int baseSequence, int statuses) {}

    /**
     * One packet of a transport-wide feedback.
     *
     * @param sequence transport-wide number, 0..65535
     * @param received whether it arrived
     * @param arrivalMicros receiver's clock (wraps after 12 days); 0 when not received
     */
    default void onTransportPacket(int sequence, boolean received, long arrivalMicros) {}

    /** The stream ended (RFC 3550 §6.6). */
    default void onBye(long ssrc) {}
  }

  private RtcpReader() {}

  /**
   * Reads all packets of a datagram.
   *
   * @return number of well-formed RTCP packets walked; a malformed one ends the walk
   */
  public static int read(byte[] buf, int off, int len, Handler handler) {
    if (off < 0 || len < 0 || len > buf.length - off) {
      return 0;
    }
    int at = off;
    int end = off + len;
    int packets = 0;
    int budget = MAX_STATUSES;
    while (end - at >= 4) {
      int first = buf[at];
      int size = (u16(buf, at + 2) + 1) * 4;
      if ((first & 0xc0) != 0x80 || size > end - at) {
        return packets;
      }
      int bodyEnd = at + size;
      if ((first & 0x20) != 0) {
        int padding = buf[bodyEnd - 1] & 0xff;
        if (padding == 0 || padding > size - 4) {
          return packets;
        }
        bodyEnd -= padding;
      }
      int count = first & 0x1f;
      boolean ok =
          switch (buf[at + 1] & 0xff) {
            case SENDER_REPORT -> senderReport(buf, at, bodyEnd, count, handler);
            case RECEIVER_REPORT -> reportBlocks(buf, at, at + 8, bodyEnd, count, handler);
            case BYE -> bye(buf, at, bodyEnd, count, handler);
            case TRANSPORT_FEEDBACK -> {
              if (count == 15) {
                int used = TransportFeedbackReader.read(buf, at, bodyEnd, budget, handler);
                budget -= Math.max(used, 0);
                yield used >= 0;
              }
              yield count != 1 || nack(buf, at, bodyEnd, handler);
            }
            case PAYLOAD_FEEDBACK -> payloadFeedback(buf, at, bodyEnd, count, handler);
            default -> true;
          };
      if (!ok) {
        return packets;
      }
      packets++;
      at += size;
    }
    return packets;
  }

  private static boolean senderReport(byte[] b, int at, int end, int blocks, Handler h) {
    if (end - at < 28) {
      return false;
    }
    h.onSenderReport(
        u32(b, at + 4),
        u32(b, at + 8) << 32 | u32(b, at + 12),
        u32(b, at + 16),
        u32(b, at + 20),
        u32(b, at + 24));
    return reportBlocks(b, at, at + 28, end, blocks, h);
  }

  private static boolean reportBlocks(
      byte[] b, int packet, int from, int end, int blocks, Handler h) {
    if (from + blocks * 24 > end) {
      return false;
    }
    long reporter = u32(b, packet + 4);
    for (int i = 0, at = from; i < blocks; i++, at += 24) {
      h.onReceiverReport(
          reporter,
          u32(b, at),
          b[at + 4] & 0xff,
          (int) u32(b, at + 4) << 8 >> 8,
          u32(b, at + 8),
          u32(b, at + 12),
          u32(b, at + 16),
          u32(b, at + 20));
    }
    return true;
  }

  private static boolean bye(byte[] b, int at, int end, int count, Handler h) {
    if (at + 4 + count * 4 > end) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      h.onBye(u32(b, at + 4 + i * 4));
    }
    return true;
  }

  private static boolean nack(byte[] b, int at, int end, Handler h) {
    if (end - at < 16) {
      return false;
    }
    long sender = u32(b, at + 4);
    long media = u32(b, at + 8);
    for (int i = at + 12; i + 4 <= end; i += 4) {
      h.onNack(sender, media, u16(b, i), u16(b, i + 2));
    }
    return true;
  }

  private static boolean payloadFeedback(byte[] b, int at, int end, int format, Handler h) {
    if (end - at < 12) {
      return false;
    }
    long sender = u32(b, at + 4);
    switch (format) {
      case 1 -> h.onPli(sender, u32(b, at + 8));
      case 4 -> {
        for (int i = at + 12; i + 8 <= end; i += 8) {
          h.onFir(sender, u32(b, i), b[i + 4] & 0xff);
        }
      }
      case 15 -> {
        // "REMB", number of SSRCs, 6 bits of exponent, 18 bits of mantissa.
        if (end - at >= 20 && u32(b, at + 12) == 0x52454d42L) {
          int exponent = (b[at + 17] & 0xff) >> 2;
          long mantissa = u32(b, at + 16) & 0x3ffff;
          h.onRemb(sender, exponent > 44 && mantissa != 0 ? Long.MAX_VALUE : mantissa << exponent);
        }
      }
      default -> {}
    }
    return true;
  }

  static int u16(byte[] b, int at) {
    return (b[at] & 0xff) << 8 | b[at + 1] & 0xff;
  }

  static long u32(byte[] b, int at) {
    return (long) u16(b, at) << 16 | u16(b, at + 2);
  }
}
