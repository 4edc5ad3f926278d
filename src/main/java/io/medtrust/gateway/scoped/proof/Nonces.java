package io.medtrust.gateway.scoped.proof;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces for DPoP (RFC 9449 §8) that need no memory: a time and its HMAC-SHA-256 under a key that
 * the nodes share. One is good for one to two periods.
 */
public final class Nonces {
  private static final int TAG = 16;

  private final SecretKeySpec key;
  private final int periodSeconds;

  public Nonces(byte[] key, int periodSeconds) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.periodSeconds = periodSeconds;
  }

  public String current(long nowSeconds) {
    return Jose.base64(of(nowSeconds / periodSeconds));
  }

  public boolean good(String nonce, long nowSeconds) {
    if (nonce == null || nonce.length() > 64) return false;
    byte[] given;
    try {
      given = Base64.getUrlDecoder().decode(nonce);
    } catch (IllegalArgumentException e) {
      return false;
    }
    long period = nowSeconds / periodSeconds;
    return MessageDigest.isEqual(given, of(period)) || MessageDigest.isEqual(given, of(period - 1));
  }

  private byte[] of(long period) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var message = ByteBuffer.allocate(18).put("dpop nonce".getBytes()).putLong(period).array();
      return Arrays.copyOf(mac.doFinal(message), TAG);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
