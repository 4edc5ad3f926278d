package io.medtrust.accounts;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords (RFC 6238 over RFC 4226): HMAC-SHA-1, 30 s, 6 digits. Pure; time is
 * handed in.
 */
final class Totp {
  static final int PERIOD_SECONDS = 30;
  static final int DIGITS = 6;
  static final int SECRET_BYTES = 20;

  /** Steps before and after now that are accepted, for clocks that differ (RFC 6238 §5.2). */
  static final int WINDOW = 1;

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  static long step(long epochSeconds) {
    return Math.floorDiv(epochSeconds, PERIOD_SECONDS);
  }

  /** RFC 4226 §5.3, with leading zeros. */
  static String code(byte[] secret, long step, int digits) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      var hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int binary = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
      long modulus = 1;
      for (int i = 0; i < digits; i++) modulus *= 10;
      return String.format("%0" + digits + "d", binary % modulus);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The step whose code this is, within the window around now and after {@code lastStep}, so that
   * each code is good once; or -1.
   */
  static long match(byte[] secret, String code, long epochSeconds, long lastStep) {
    long now = step(epochSeconds);
    long found = -1;
    for (long step = now - WINDOW; step <= now + WINDOW; step++) {
      boolean equal = MessageDigest.isEqual(code(secret, step, DIGITS).getBytes(), code.getBytes());
      if (equal && step > lastStep && found < 0) found = step;
    }
    return found;
  }

  /** RFC 4648 §6 without padding, as authenticator apps want it. */
  static String base32(byte[] bytes) {
    var text = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte b : bytes) {
      bits = bits << 8 | b & 0xff;
      held += 8;
      while (held >= 5) {
        text.append(BASE32.charAt(bits >> held - 5 & 31));
        held -= 5;
      }
      bits &= (1 << held) - 1;
    }
    if (held > 0) text.append(BASE32.charAt(bits << 5 - held & 31));
    return text.toString();
  }
}
