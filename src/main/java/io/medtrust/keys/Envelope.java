package io.medtrust.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Sealed bytes: version 1, length and text of the key's id, a random 12-byte nonce, and AES-256-GCM
 * with a 16-byte tag (NIST SP 800-38D). The header and the context are authenticated with it.
 */
record Envelope(String keyId, byte[] header, byte[] nonce, byte[] body) {
  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  static byte[] seal(String keyId, SecretKey key, byte[] secret, String context) {
    var nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    var header = header(keyId);
    try {
      var body = cipher(Cipher.ENCRYPT_MODE, key, nonce, header, context).doFinal(secret);
      return ByteBuffer.allocate(header.length + NONCE + body.length)
          .put(header)
          .put(nonce)
          .put(body)
          .array();
    } catch (GeneralSecurityException e) {
      throw new KeyProblem("sealing failed", e);
    }
  }

  /**
   * @throws KeyProblem when the bytes have another form
   */
  static Envelope parse(byte[] sealed) {
    if (sealed.length < 2 || sealed[0] != VERSION) throw malformed();
    int idLength = sealed[1] & 0xff;
    int start = 2 + idLength;
    if (idLength == 0 || sealed.length < start + NONCE + TAG) throw malformed();
    var in = ByteBuffer.wrap(sealed);
    var header = new byte[start];
    var nonce = new byte[NONCE];
    in.get(header).get(nonce);
    var body = new byte[in.remaining()];
    in.get(body);
    return new Envelope(
        new String(header, 2, idLength, StandardCharsets.UTF_8), header, nonce, body);
  }

  byte[] open(SecretKey key, String context) {
    try {
      return cipher(Cipher.DECRYPT_MODE, key, nonce, header, context).doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new KeyProblem("the sealed bytes were changed or are not of this place");
    }
  }

  private static byte[] header(String keyId) {
    var id = keyId.getBytes(StandardCharsets.UTF_8);
    if (id.length == 0 || id.length > 255) throw new KeyProblem("a key id has 1 to 255 bytes");
    return ByteBuffer.allocate(2 + id.length).put(VERSION).put((byte) id.length).put(id).array();
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] header, String context)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
    cipher.updateAAD(header);
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static KeyProblem malformed() {
    return new KeyProblem("these are no sealed bytes");
  }
}
