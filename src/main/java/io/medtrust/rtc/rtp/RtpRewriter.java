package io.medtrust.rtc.rtp;

/**
 * Builds outgoing packets from incoming ones by a {@link Rewrite}, without allocation. Padding is
 * not copied (RFC 3550 §5.1: it belongs to the hop); marker and contributing sources are.
 */
public final class RtpRewriter {
  /** How many bytes a rewritten packet may be longer than its source; keep that much room. */
  public static final int GROWTH = 96;

  private static final int NO_OSN = -1;

  private RtpRewriter() {}

  /**
   * Writes one packet for one subscriber.
   *
   * @param src the packet as received, decrypted; not changed
   * @param dst where it is written; needs {@code src.length() + }{@value #GROWTH} bytes of room;
   *     must not overlap the source
   * @param dstOff first byte to write
   * @param plan what is written
   * @param sequence outgoing sequence number, 0..65535
   * @param timestamp outgoing RTP timestamp
   * @param transportSequence number for the transport-wide extension, ignored when not negotiated
   * @param absSendTime see {@link #absSendTime}, ignored when not negotiated
   * @return bytes written, or -1 when the payload type is not forwarded or there is no room
   */
  public static int copyRewritten(
      RtpView src,
      byte[] dst,
      int dstOff,
      Rewrite plan,
      int sequence,
      long timestamp,
      int transportSequence,
      int absSendTime) {
    int pt = plan.payloadTypeFor(src.payloadType());
    if (pt < 0) {
      return -1;
    }
    return write(
        src,
        dst,
        dstOff,
        plan,
        plan.ssrc(),
        pt,
        sequence,
        timestamp,
        NO_OSN,
        transportSequence,
        absSendTime);
  }

  /**
   * Writes a retransmission of a packet (RFC 4588 §4): as {@link #copyRewritten}, on the rtx
   * stream, the original sequence number before the payload.
   *
   * @param rtxSequence next number of the rtx stream
   * @param originalSequence the number under which this subscriber should have got the packet
   * @return bytes written, or -1 when it cannot be retransmitted or there is no room
   */
  public static int copyRetransmission(
      RtpView src,
      byte[] dst,
      int dstOff,
      Rewrite plan,
      int rtxSequence,
      int originalSequence,
      long timestamp,
      int transportSequence,
      int absSendTime) {
    int media = plan.payloadTypeFor(src.payloadType());
    int pt = media < 0 ? -1 : plan.rtxPayloadTypeFor(media);
    if (pt < 0 || plan.rtxSsrc() < 0) {
      return -1;
    }
    return write(
        src,
        dst,
        dstOff,
        plan,
        plan.rtxSsrc(),
        pt,
        rtxSequence,
        timestamp,
        originalSequence & 0xffff,
        transportSequence,
        absSendTime);
  }

  /**
   * The value of the abs-send-time extension: seconds as 6.18 fixed point, wrapping every 64 s.
   *
   * @param nowNanos any monotonic clock
   */
  public static int absSendTime(long nowNanos) {
    return (int) (((nowNanos & 0x7fffffffffffffffL) % 64_000_000_000L << 18) / 1_000_000_000L)
        & 0xffffff;
  }

  private static int write(
      RtpView src,
      byte[] dst,
      int dstOff,
      Rewrite plan,
      long ssrc,
      int pt,
      int sequence,
      long timestamp,
      int osn,
      int transportSequence,
      int absSendTime) {
    if (src.length() + GROWTH > dst.length - dstOff) {
      return -1;
    }
    int csrc = src.csrcCount();
    dst[dstOff + 1] = (byte) (src.marker() ? pt | 0x80 : pt);
    Bytes.put16(dst, dstOff + 2, sequence);
    Bytes.put32(dst, dstOff + 4, timestamp);
    Bytes.put32(dst, dstOff + 8, ssrc);
    int at = dstOff + RtpView.FIXED_HEADER;
    if (csrc > 0) {
      System.arraycopy(src.buffer(), src.offset() + RtpView.FIXED_HEADER, dst, at, csrc << 2);
      at += csrc << 2;
    }
    int end = extensions(src, dst, at, plan, transportSequence, absSendTime);
    dst[dstOff] = (byte) (0x80 | csrc | (end > at ? 0x10 : 0));
    at = end;
    if (osn != NO_OSN) {
      Bytes.put16(dst, at, osn);
      at += 2;
    }
    System.arraycopy(src.buffer(), src.payloadOffset(), dst, at, src.payloadLength());
    return at + src.payloadLength() - dstOff;
  }

  /** Writes the extension block at {@code block}; returns its end, {@code block} when empty. */
  private static int extensions(
      RtpView src, byte[] dst, int block, Rewrite plan, int transportSequence, int absSendTime) {
    boolean twoByte = plan.twoByte();
    int first = block + 4;
    int at = first;
    // Ours first: of two with one id the first counts.
    if (plan.midId() != 0) {
      byte[] mid = plan.midValue();
      at = head(dst, at, plan.midId(), mid.length, twoByte);
      for (byte b : mid) {
        dst[at++] = b;
      }
    }
    if (plan.absSendTimeId() != 0) {
      at = head(dst, at, plan.absSendTimeId(), 3, twoByte);
      Bytes.put24(dst, at, absSendTime);
      at += 3;
    }
    if (plan.transportId() != 0) {
      at = head(dst, at, plan.transportId(), 2, twoByte);
      Bytes.put16(dst, at, transportSequence);
      at += 2;
    }
    byte[] from = src.buffer();
    for (int i = 0, n = src.extensionCount(); i < n; i++) {
      int id = plan.extensionFor(src.extensionIdAt(i));
      int size = src.extensionLengthAt(i);
      if (id == 0 || !twoByte && (size == 0 || size > 16)) {
        continue;
      }
      at = head(dst, at, id, size, twoByte);
      int value = src.extensionOffsetAt(i);
      for (int j = 0; j < size; j++) {
        dst[at++] = from[value + j];
      }
    }
    if (at == first) {
      return block;
    }
    while ((at - first & 3) != 0) {
      dst[at++] = 0;
    }
    Bytes.put16(dst, block, twoByte ? 0x1000 : 0xbede);
    Bytes.put16(dst, block + 2, at - first >> 2);
    return at;
  }

  private static int head(byte[] dst, int at, int id, int size, boolean twoByte) {
    if (twoByte) {
      dst[at] = (byte) id;
      dst[at + 1] = (byte) size;
      return at + 2;
    }
    dst[at] = (byte) (id << 4 | size - 1);
    return at + 1;
  }
}
