package io.medtrust.rtc.srtp;

/** The protection profiles that may be negotiated by DTLS-SRTP; all lengths in bytes. */
public enum SrtpProfile {
  /** RFC 7714 §14.2. Costs about half of the other, so it is preferred. */
  AEAD_AES_128_GCM(7, 16, 12, 16),
  /** RFC 5764 §4.1.2; every WebRTC endpoint has it (RFC 8827 §6.5). */
  AES128_CM_HMAC_SHA1_80(1, 16, 14, 10);

  private final int id;
  private final int keyLength;
  private final int saltLength;
  private final int tagLength;

  SrtpProfile(int id, int keyLength, int saltLength, int tagLength) {
    this.id = id;
    this.keyLength = keyLength;
    this.saltLength = saltLength;
    this.tagLength = tagLength;
  }

  /** The number in DTLS's use_srtp extension. */
  public int id() {
    return id;
  }

  /** Length of the master key and of the session encryption keys. */
  public int keyLength() {
    return keyLength;
  }

  /** Length of the master salt. */
  public int saltLength() {
    return saltLength;
  }

  /** Length of the authentication tag, the same for RTP and RTCP. */
  public int tagLength() {
    return tagLength;
  }

  /** How much keying material DTLS has to export: two keys and two salts (RFC 5764 §4.2). */
  public int exportedLength() {
    return 2 * (keyLength + saltLength);
  }

  /**
   * @return the profile with this number in use_srtp, or null when it is none of ours
   */
  public static SrtpProfile fromId(int id) {
    for (SrtpProfile profile : values()) {
      if (profile.id == id) {
        return profile;
      }
    }
    return null;
  }
}
