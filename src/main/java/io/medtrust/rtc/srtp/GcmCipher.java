package io.medtrust.rtc.srtp;

import static io.medtrust.rtc.srtp.RtpPackets.RTCP_HEADER;
import static io.medtrust.rtc.srtp.RtpPackets.getInt;
import static io.medtrust.rtc.srtp.RtpPackets.putInt;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM with 128-bit keys and tags (RFC 7714). */
final class GcmCipher extends PacketCipher {
  private static final int TAG = 16;
  private static final int INDEX = 4;

  private final Cipher sealing = Cipher.getInstance("AES/GCM/NoPadding");
  private final Cipher opening = Cipher.getInstance("AES/GCM/NoPadding");
  private final SecretKey rtpKey;
  private final SecretKey rtcpKey;
  private final byte[] rtpSalt;
  private final byte[] rtcpSalt;
  private final byte[] iv = new byte[12];
  private final byte[] word = new byte[INDEX];

  GcmCipher(byte[] rtpKey, byte[] rtpSalt, byte[] rtcpKey, byte[] rtcpSalt)
      throws GeneralSecurityException {
    this.rtpKey = new SecretKeySpec(rtpKey, "AES");
    this.rtpSalt = rtpSalt;
    this.rtcpKey = new SecretKeySpec(rtcpKey, "AES");
    this.rtcpSalt = rtcpSalt;
  }

  static GcmCipher derive(byte[] key, byte[] salt) throws GeneralSecurityException {
    return new GcmCipher(
        KeyDerivation.derive(key, salt, KeyDerivation.RTP_ENCRYPTION, 16),
        KeyDerivation.derive(key, salt, KeyDerivation.RTP_SALT, 12),
        KeyDerivation.derive(key, salt, KeyDerivation.RTCP_ENCRYPTION, 16),
        KeyDerivation.derive(key, salt, KeyDerivation.RTCP_SALT, 12));
  }

  @Override
  int protectRtp(byte[] buf, int off, int len, int header, int ssrc, long index) {
    rtpIv(ssrc, index);
    try {
      startSealing(rtpKey);
      sealing.updateAAD(buf, off, header);
      return header + sealing.doFinal(buf, off + header, len - header, buf, off + header);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    }
  }

  @Override
  int unprotectRtp(byte[] buf, int off, int len, int header, int ssrc, long index) {
    rtpIv(ssrc, index);
    try {
      opening.init(Cipher.DECRYPT_MODE, rtpKey, new GCMParameterSpec(8 * TAG, iv));
      opening.updateAAD(buf, off, header);
      return header + opening.doFinal(buf, off + header, len - header, buf, off + header);
    } catch (GeneralSecurityException _) {
      return SrtpReceiver.AUTH_FAILED;
    }
  }

  @Override
  int protectRtcp(byte[] buf, int off, int len, int ssrc, int index) {
    rtcpIv(ssrc, index);
    putInt(word, 0, index | 0x8000_0000);
    try {
      startSealing(rtcpKey);
      sealing.updateAAD(buf, off, RTCP_HEADER);
      sealing.updateAAD(word, 0, INDEX);
      int end =
          off
              + RTCP_HEADER
              + sealing.doFinal(buf, off + RTCP_HEADER, len - RTCP_HEADER, buf, off + RTCP_HEADER);
      System.arraycopy(word, 0, buf, end, INDEX);
      return end + INDEX - off;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    }
  }

  @Override
  int unprotectRtcp(byte[] buf, int off, int len, int ssrc) {
    int wordAt = rtcpIndexAt(off, len);
    int marked = getInt(buf, wordAt);
    boolean encrypted = marked < 0;
    rtcpIv(ssrc, marked & 0x7FFF_FFFF);
    // RFC 7714 §17: without encryption the whole packet is only authenticated.
    int clear = encrypted ? RTCP_HEADER : len - INDEX - TAG;
    try {
      opening.init(Cipher.DECRYPT_MODE, rtcpKey, new GCMParameterSpec(8 * TAG, iv));
      opening.updateAAD(buf, off, clear);
      opening.updateAAD(buf, wordAt, INDEX);
      return clear + opening.doFinal(buf, off + clear, len - INDEX - clear, buf, off + clear);
    } catch (GeneralSecurityException _) {
      return SrtpReceiver.AUTH_FAILED;
    }
  }

  @Override
  int rtcpIndexAt(int off, int len) {
    return off + len - INDEX;
  }

  private void startSealing(SecretKey key) throws GeneralSecurityException {
    GCMParameterSpec spec = new GCMParameterSpec(8 * TAG, iv);
    try {
      sealing.init(Cipher.ENCRYPT_MODE, key, spec);
    } catch (GeneralSecurityException _) {
      // The JDK refuses the nonce that it used last. The same packet sent again needs just that
      // (same plaintext, same nonce: nothing is revealed), so another nonce is set in between.
      iv[0] ^= (byte) 0x80;
      sealing.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG, iv));
      iv[0] ^= (byte) 0x80;
      sealing.init(Cipher.ENCRYPT_MODE, key, spec);
    }
  }

  /** RFC 7714 §8.1: 00 00, SSRC, rollover counter, sequence number; exclusive-or the salt. */
  private void rtpIv(int ssrc, long index) {
    iv[0] = 0;
    iv[1] = 0;
    putInt(iv, 2, ssrc);
    putInt(iv, 6, (int) (index >>> 16));
    iv[10] = (byte) (index >>> 8);
    iv[11] = (byte) index;
    addSalt(rtpSalt);
  }

  /** RFC 7714 §9.1: 00 00, SSRC, 00 00, SRTCP index; exclusive-or the salt. */
  private void rtcpIv(int ssrc, int index) {
    iv[0] = 0;
    iv[1] = 0;
    putInt(iv, 2, ssrc);
    iv[6] = 0;
    iv[7] = 0;
    putInt(iv, 8, index);
    addSalt(rtcpSalt);
  }

  private void addSalt(byte[] salt) {
    for (int i = 0; i < iv.length; i++) {
      iv[i] ^= salt[i];
    }
  }
}
