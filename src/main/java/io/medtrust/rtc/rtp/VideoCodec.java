package io.medtrust.rtc.rtp;

/** The video codecs that the relay knows. */
public enum VideoCodec {
  VP8,
  H264,
  VP9,
  AV1;

  /**
   * @param name encoding name of an rtpmap, any case
   * @return null when it is none of these
   */
  public static VideoCodec fromName(String name) {
    for (VideoCodec c : values()) {
      if (c.name().equalsIgnoreCase(name)) {
        return c;
      }
    }
    return null;
  }

  /** Whether the payload of this packet begins a key frame. Never throws on content. */
  public boolean startsKeyFrame(RtpView packet) {
    return startsKeyFrame(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
  }

  /** As {@link #startsKeyFrame(RtpView)}, for a payload alone. */
  public boolean startsKeyFrame(byte[] buf, int off, int len) {
    if (len <= 0) {
      return false;
    }
    return switch (this) {
      case VP8 -> Vp8Payload.startsKeyFrame(buf, off, len);
      case H264 -> H264Payload.startsKeyFrame(buf, off, len);
      case VP9 -> vp9(buf[off] & 0xff, buf, off, len);
      case AV1 -> av1(buf[off] & 0xff);
    };
  }

  /**
   * RFC 9628 §4.2: not inter-picture predicted (P), start of frame (B), and when layer indices are
   * there, the lowest spatial layer.
   */
  private static boolean vp9(int first, byte[] buf, int off, int len) {
    boolean interPredicted = (first & 0x40) != 0;
    boolean begin = (first & 0x08) != 0;
    if (interPredicted || !begin) {
      return false;
    }
    if ((first & 0x20) == 0) {
      return true;
    }
    int at = off + 1;
    if ((first & 0x80) != 0) {
      if (at >= off + len) {
        return false;
      }
      at += buf[at] < 0 ? 2 : 1;
    }
    return at < off + len && (buf[at] >> 1 & 7) == 0;
  }

  /** AV1 RTP §4.4: N = first packet of a coded video sequence, which a key frame begins. */
  private static boolean av1(int aggregationHeader) {
    boolean continuation = (aggregationHeader & 0x80) != 0;
    return !continuation && (aggregationHeader & 0x08) != 0;
  }
}
