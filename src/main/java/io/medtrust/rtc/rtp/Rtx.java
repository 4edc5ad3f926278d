package io.medtrust.rtc.rtp;

/** Reading of retransmission packets (RFC 4588 §4). */
public final class Rtx {
  private Rtx() {}

  /** Whether this packet of an rtx stream carries no media: an empty one, or a padding probe. */
  public static boolean isPadding(RtpView rtx) {
    return rtx.payloadLength() <= 2;
  }

  /** The original sequence number, or -1 when the packet carries no media. */
  public static int originalSequence(RtpView rtx) {
    return isPadding(rtx) ? -1 : Bytes.u16(rtx.buffer(), rtx.payloadOffset());
  }

  /**
   * Restores the original packet: media SSRC and payload type, original sequence number, the rest
   * as it is, without padding.
   *
   * @param rtx the retransmission, decrypted
   * @param mediaSsrc stream that it repairs
   * @param mediaPayloadType of the repaired stream (apt)
   * @param dst needs {@code rtx.length()} bytes from {@code dstOff}; must not overlap the source
   * @return bytes written, or -1 when it carries no media or there is no room
   */
  public static int unwrap(
      RtpView rtx, long mediaSsrc, int mediaPayloadType, byte[] dst, int dstOff) {
    int header = rtx.payloadOffset() - rtx.offset();
    int media = rtx.payloadLength() - 2;
    if (media <= 0 || header + media > dst.length - dstOff) {
      return -1;
    }
    byte[] src = rtx.buffer();
    System.arraycopy(src, rtx.offset(), dst, dstOff, header);
    dst[dstOff] &= (byte) ~0x20;
    dst[dstOff + 1] = (byte) (dst[dstOff + 1] & 0x80 | mediaPayloadType & 0x7f);
    Bytes.put16(dst, dstOff + 2, Bytes.u16(src, rtx.payloadOffset()));
    Bytes.put32(dst, dstOff + 8, mediaSsrc);
    System.arraycopy(src, rtx.payloadOffset() + 2, dst, dstOff + header, media);
    return header + media;
  }
}
