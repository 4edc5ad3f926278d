package io.medtrust.rtc.dtls;

/** What a datagram on a multiplexed port is (RFC 7983 §7, RFC 5761 §4). */
public enum PacketKind {
  STUN,
  DTLS,
  RTP,
  RTCP,
  OTHER;

  /**
   * Decides by the first two bytes. It looks at nothing else: what follows may still be garbage.
   *
   * @param second of an empty rest: 0
   */
  public static PacketKind classify(byte first, byte second) {
    int b = first & 0xFF;
    // Media first: it is nearly all that comes.
    if (b >= 128 && b <= 191) {
      int type = second & 0xFF;
      return type >= 192 && type <= 223 ? RTCP : RTP;
    }
    if (b < 4) {
      return STUN;
    }
    return b >= 20 && b <= 63 ? DTLS : OTHER;
  }
}
