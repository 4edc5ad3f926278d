package io.medtrust.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 8037 appendix A. */
class Ed25519Test {
  private static final String D = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
  private static final String X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
  private static final String SIGNED =
      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
          + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

  private static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }

  @Test
  void signingGivesTheSignatureOfTheRfc() {
    // RFC 8410 §7: PKCS #8 around the 32 bytes.
    var pkcs8 =
        HexFormat.of()
            .parseHex("302e020100300506032b657004220420" + HexFormat.of().formatHex(bytes(D)));
    var key = Ed25519.privateKey(pkcs8);
    assertEquals(
        SIGNED,
        Ed25519.sign(
            key,
            "{\"alg\":\"EdDSA\"}".getBytes(UTF_8),
            "Example of Ed25519 signing".getBytes(UTF_8)));
  }

  @Test
  void theSignatureOfTheRfcVerifiesAndAChangedOneDoesNot() {
    var key = Ed25519.publicKey(bytes(X));
    assertArrayEquals(bytes(X), Ed25519.raw(key));
    int dot = SIGNED.lastIndexOf('.');
    var input = SIGNED.substring(0, dot);
    var signature = bytes(SIGNED.substring(dot + 1));
    assertTrue(Ed25519.verify(key, input, signature));
    assertFalse(Ed25519.verify(key, input + "x", signature));
    for (int i = 0; i < signature.length; i++) {
      var changed = signature.clone();
      changed[i] ^= 1;
      assertFalse(Ed25519.verify(key, input, changed));
    }
    assertFalse(Ed25519.verify(key, input, new byte[0]));
  }

  @Test
  void theThumbprintIsThatOfTheRfc() {
    assertEquals("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", Ed25519.thumbprint(bytes(X)));
    assertThrows(IllegalArgumentException.class, () -> Ed25519.publicKey(new byte[31]));
  }
}
