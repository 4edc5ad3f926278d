package io.medtrust.rtc.srtp;

import java.security.GeneralSecurityException;

/**
 * The transform of one packet under session keys; knows no state of a stream. All methods work in
 * place. What a buffer holds after a failed check is not defined.
 */
abstract sealed class PacketCipher permits GcmCipher, CounterModeCipher {

  static PacketCipher create(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    if (masterKey.length != profile.keyLength() || masterSalt.length != profile.saltLength()) {
      throw new IllegalArgumentException("master key or salt of a wrong length for " + profile);
    }
    try {
      return switch (profile) {
        case AEAD_AES_128_GCM -> GcmCipher.derive(masterKey, masterSalt);
        case AES128_CM_HMAC_SHA1_80 -> CounterModeCipher.derive(masterKey, masterSalt);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks a cipher of " + profile, e);
    }
  }

  /**
   * Encrypts what follows the header and appends the tag.
   *
   * @return the new length
   */
  abstract int protectRtp(byte[] buf, int off, int len, int header, int ssrc, long index);

  /**
   * Checks the tag and decrypts.
   *
   * @param len with the tag; at least header and tag
   * @return the new length, or {@link SrtpReceiver#AUTH_FAILED}
   */
  abstract int unprotectRtp(byte[] buf, int off, int len, int header, int ssrc, long index);

  /**
   * Encrypts what follows the first 8 bytes, appends tag and index.
   *
   * @param index 31 bits
   * @return the new length
   */
  abstract int protectRtcp(byte[] buf, int off, int len, int ssrc, int index);

  /**
   * Checks the tag and decrypts.
   *
   * @param len with the tag and the index; at least 8 bytes more than these
   * @return the new length, or {@link SrtpReceiver#AUTH_FAILED}
   */
  abstract int unprotectRtcp(byte[] buf, int off, int len, int ssrc);

  /** Where the word with the E bit and the SRTCP index stands in a protected packet. */
  abstract int rtcpIndexAt(int off, int len);
}
