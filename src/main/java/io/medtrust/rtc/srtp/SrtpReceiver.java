package io.medtrust.rtc.srtp;

/**
 * Checks and decrypts what one peer sends (RFC 3711, RFC 7714). Never throws on input: a packet
 * that is not good has a negative result and changes no state.
 *
 * <p>A packet is looked up in its source's replay window, authenticated, and only then noted:
 * forged packets can neither move a rollover counter nor take a place in the table of sources.
 *
 * <p>Not thread-safe; owned by one media loop.
 */
public final class SrtpReceiver {
  /** Too short, not version 2, or the header does not fit. */
  public static final int MALFORMED = -1;

  /** The tag is wrong. The buffer's content is not defined any more. */
  public static final int AUTH_FAILED = -2;

  /** Received before, or too far behind to know. */
  public static final int REPLAYED = -3;

  /** An authentic packet of one more source than allowed. */
  public static final int TOO_MANY_SSRCS = -4;

  /** Sources of one peer; a new camera takes a new one and none is forgotten. 140 bytes each. */
  public static final int MAX_SSRCS = 1024;

  private final PacketCipher cipher;
  private final int tag;
  private final ReplayWindows rtp;
  private final ReplayWindows rtcp;

  /**
   * @throws IllegalArgumentException when key or salt have another length than the profile says
   */
  public SrtpReceiver(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    this(profile, masterKey, masterSalt, MAX_SSRCS);
  }

  SrtpReceiver(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int maxSsrcs) {
    cipher = PacketCipher.create(profile, masterKey, masterSalt);
    tag = profile.tagLength();
    rtp = new ReplayWindows(maxSsrcs);
    rtcp = new ReplayWindows(maxSsrcs);
  }

  /**
   * Checks an SRTP packet and decrypts it in place.
   *
   * @return length of the RTP packet, or a negative constant of this class
   */
  public int unprotectRtp(byte[] buf, int off, int len) {
    int header = RtpPackets.headerLength(buf, off, len - tag);
    if (header < 0) {
      return MALFORMED;
    }
    int ssrc = RtpPackets.ssrcOfRtp(buf, off);
    int sequence = RtpPackets.sequence(buf, off);
    int slot = rtp.find(ssrc);
    long index = slot < 0 ? sequence : RtpPackets.guessIndex(rtp.highest(slot), sequence);
    if (index < 0 || slot >= 0 && rtp.seen(slot, index)) {
      return REPLAYED;
    }
    int length = cipher.unprotectRtp(buf, off, len, header, ssrc, index);
    if (length >= 0 && !rtp.accept(slot, ssrc, index)) {
      return TOO_MANY_SSRCS;
    }
    return length;
  }

  /**
   * Checks an SRTCP packet and decrypts it in place.
   *
   * @return length of the RTCP compound, or a negative constant of this class
   */
  public int unprotectRtcp(byte[] buf, int off, int len) {
    if (len < RtpPackets.RTCP_HEADER + 4 + tag || (buf[off] & 0xC0) != 0x80) {
      return MALFORMED;
    }
    int ssrc = RtpPackets.ssrcOfRtcp(buf, off);
    long index = RtpPackets.getInt(buf, cipher.rtcpIndexAt(off, len)) & 0x7FFF_FFFF;
    int slot = rtcp.find(ssrc);
    if (slot >= 0 && rtcp.seen(slot, index)) {
      return REPLAYED;
    }
    int length = cipher.unprotectRtcp(buf, off, len, ssrc);
    if (length >= 0 && !rtcp.accept(slot, ssrc, index)) {
      return TOO_MANY_SSRCS;
    }
    return length;
  }
}
