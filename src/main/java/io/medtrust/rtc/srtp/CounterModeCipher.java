package io.medtrust.rtc.srtp;

import static io.medtrust.rtc.srtp.RtpPackets.RTCP_HEADER;
import static io.medtrust.rtc.srtp.RtpPackets.getInt;
import static io.medtrust.rtc.srtp.RtpPackets.putInt;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES in counter mode with HMAC-SHA1 cut to 80 bits (RFC 3711 §4.1.1, §4.2.1). */
final class CounterModeCipher extends PacketCipher {
  private static final int TAG = 10;
  private static final int INDEX = 4;

  private final Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
  private final Mac rtpMac = Mac.getInstance("HmacSHA1");
  private final Mac rtcpMac = Mac.getInstance("HmacSHA1");
  private final SecretKey rtpKey;
  private final SecretKey rtcpKey;
  private final byte[] rtpSalt;
  private final byte[] rtcpSalt;
  private final byte[] iv = new byte[16];
  private final byte[] digest = new byte[20];
  private final byte[] word = new byte[INDEX];

  private CounterModeCipher(byte[] key, byte[] salt) throws GeneralSecurityException {
    rtpKey = aes(KeyDerivation.derive(key, salt, KeyDerivation.RTP_ENCRYPTION, 16));
    rtpSalt = KeyDerivation.derive(key, salt, KeyDerivation.RTP_SALT, 14);
    rtpMac.init(hmac(KeyDerivation.derive(key, salt, KeyDerivation.RTP_AUTHENTICATION, 20)));
    rtcpKey = aes(KeyDerivation.derive(key, salt, KeyDerivation.RTCP_ENCRYPTION, 16));
    rtcpSalt = KeyDerivation.derive(key, salt, KeyDerivation.RTCP_SALT, 14);
    rtcpMac.init(hmac(KeyDerivation.derive(key, salt, KeyDerivation.RTCP_AUTHENTICATION, 20)));
  }

  static CounterModeCipher derive(byte[] key, byte[] salt) throws GeneralSecurityException {
    return new CounterModeCipher(key, salt);
  }

  private static SecretKey aes(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }

  private static SecretKey hmac(byte[] key) {
    return new SecretKeySpec(key, "HmacSHA1");
  }

  @Override
  int protectRtp(byte[] buf, int off, int len, int header, int ssrc, long index) {
    crypt(rtpKey, rtpSalt, ssrc, index, buf, off + header, len - header);
    signRtp(buf, off, len, index);
    System.arraycopy(digest, 0, buf, off + len, TAG);
    return len + TAG;
  }

  @Override
  int unprotectRtp(byte[] buf, int off, int len, int header, int ssrc, long index) {
    int body = len - TAG;
    signRtp(buf, off, body, index);
    if (!tagEquals(buf, off + body)) {
      return SrtpReceiver.AUTH_FAILED;
    }
    crypt(rtpKey, rtpSalt, ssrc, index, buf, off + header, body - header);
    return body;
  }

  @Override
  int protectRtcp(byte[] buf, int off, int len, int ssrc, int index) {
    crypt(rtcpKey, rtcpSalt, ssrc, index, buf, off + RTCP_HEADER, len - RTCP_HEADER);
    putInt(buf, off + len, index | 0x8000_0000);
    sign(rtcpMac, buf, off, len + INDEX);
    System.arraycopy(digest, 0, buf, off + len + INDEX, TAG);
    return len + INDEX + TAG;
  }

  @Override
  int unprotectRtcp(byte[] buf, int off, int len, int ssrc) {
    int signed = len - TAG;
    sign(rtcpMac, buf, off, signed);
    if (!tagEquals(buf, off + signed)) {
      return SrtpReceiver.AUTH_FAILED;
    }
    int body = signed - INDEX;
    int marked = getInt(buf, off + body);
    if (marked < 0) {
      crypt(
          rtcpKey,
          rtcpSalt,
          ssrc,
          marked & 0x7FFF_FFFF,
          buf,
          off + RTCP_HEADER,
          body - RTCP_HEADER);
    }
    return body;
  }

  @Override
  int rtcpIndexAt(int off, int len) {
    return off + len - TAG - INDEX;
  }

  /** The tag covers the packet and then the rollover counter (RFC 3711 §4.2). */
  private void signRtp(byte[] buf, int off, int len, long index) {
    rtpMac.update(buf, off, len);
    putInt(word, 0, (int) (index >>> 16));
    sign(rtpMac, word, 0, INDEX);
  }

  private void sign(Mac mac, byte[] buf, int off, int len) {
    mac.update(buf, off, len);
    try {
      mac.doFinal(digest, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA1 does not fit 20 bytes", e);
    }
  }

  /** Compares without telling by its time how much was right. */
  private boolean tagEquals(byte[] buf, int at) {
    int difference = 0;
    for (int i = 0; i < TAG; i++) {
      difference |= digest[i] ^ buf[at + i];
    }
    return difference == 0;
  }

  /** RFC 3711 §4.1.1: IV = salt · 2^16 xor SSRC · 2^64 xor index · 2^16. */
  private void crypt(
      SecretKey key, byte[] salt, int ssrc, long index, byte[] buf, int off, int len) {
    System.arraycopy(salt, 0, iv, 0, 14);
    iv[14] = 0;
    iv[15] = 0;
    putInt(iv, 4, getInt(iv, 4) ^ ssrc);
    putInt(iv, 8, getInt(iv, 8) ^ (int) (index >>> 16));
    iv[12] ^= (byte) (index >>> 8);
    iv[13] ^= (byte) index;
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      cipher.doFinal(buf, off, len, buf, off);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/CTR refused to run", e);
    }
  }
}
