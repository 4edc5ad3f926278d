package io.medtrust.accounts;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Ed25519 keys and signatures as JOSE writes them (RFC 8037, RFC 7515, RFC 7638). Pure. */
final class Ed25519 {
  /** What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410 §4). */
  private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  static final int PUBLIC_BYTES = 32;

  private Ed25519() {}

  static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] raw(PublicKey key) {
    var encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length);
  }

  /**
   * @throws IllegalArgumentException when these are no key
   */
  static PublicKey publicKey(byte[] raw) {
    if (raw.length != PUBLIC_BYTES) throw new IllegalArgumentException("not 32 bytes");
    var encoded = Arrays.copyOf(PUBLIC_PREFIX, PUBLIC_PREFIX.length + raw.length);
    System.arraycopy(raw, 0, encoded, PUBLIC_PREFIX.length, raw.length);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no Ed25519 key", e);
    }
  }

  /**
   * @param pkcs8 as {@link PrivateKey#getEncoded} gives it
   * @throws IllegalArgumentException when these are no key
   */
  static PrivateKey privateKey(byte[] pkcs8) {
    try {
      return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no Ed25519 key", e);
    }
  }

  /** The JSON Web Key without its use (RFC 8037 §2). */
  static JsonObject jwk(byte[] raw) {
    return new JsonObject().put("crv", "Ed25519").put("kty", "OKP").put("x", base64(raw));
  }

  /** The key's thumbprint (RFC 7638 §3): SHA-256 of its members in order, Base64url. */
  static String thumbprint(byte[] raw) {
    try {
      return base64(
          MessageDigest.getInstance("SHA-256")
              .digest(jwk(raw).encode().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The compact form (RFC 7515 §7.1). */
  static String sign(PrivateKey key, byte[] header, byte[] payload) {
    var input = base64(header) + "." + base64(payload);
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * @param input header and payload with the dot between
   */
  static boolean verify(PublicKey key, String input, byte[] signatureBytes) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return signature.verify(signatureBytes);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
