package io.medtrust.pictures;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with a key derived from the node's secret by HKDF-SHA-256 (RFC 5869).
 * A sealed picture is the nonce (12 bytes), the cipher text and the tag (16 bytes).
 */
public final class Seal {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  private Seal(SecretKey key) {
    this.key = key;
  }

  /**
   * @param secret at least 32 bytes of text; who changes it makes all sealed pictures unreadable
   */
  public static Seal of(String secret) {
    try {
      var parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(secret.getBytes(StandardCharsets.UTF_8))
              .thenExpand("medtrust alert pictures 1".getBytes(StandardCharsets.UTF_8), 32);
      return new Seal(KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HKDF-SHA256", e);
    }
  }

  /**
   * @param name authenticated with it, and needed to open it
   */
  byte[] close(byte[] plain, String name) {
    var nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(plain);
      var all = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE, sealed.length);
      return all;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a picture cannot be sealed", e);
    }
  }

  /**
   * @return null when it was sealed with another key or name, or changed
   */
  byte[] open(byte[] sealed, String name) {
    if (sealed.length < NONCE + TAG_BITS / 8) return null;
    try {
      return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), name)
          .doFinal(sealed, NONCE, sealed.length - NONCE);
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
