package io.medtrust.gateway.scoped.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** With the examples of RFC 9449. */
class DpopProofTest {
  private static final String HEADER =
      "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19";

  /** §4.2, figure 2: for a token request. */
  private static final String TOKEN_REQUEST =
      HEADER
          + ".eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ"
          + ".2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";

  /** §7.1, figure 12: with a token. */
  private static final String WITH_TOKEN =
      HEADER
          + ".eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9"
          + ".2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";

  private static final String ACCESS = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

  /** §6.1, the thumbprint of that key. */
  private static final String THUMBPRINT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

  private static final String URL = "https://server.example.com/token";
  private static final String RESOURCE = "https://resource.example.org/protectedresource";

  private static DpopProof.Refused refused(
      String proof, String method, String url, String token, long now) {
    return assertThrows(
        DpopProof.Refused.class, () -> DpopProof.check(proof, method, url, token, now, 60));
  }

  @Test
  void the_examples_of_the_standard_are_accepted_and_give_its_thumbprint() throws Exception {
    var one = DpopProof.check(TOKEN_REQUEST, "POST", URL, null, 1562262616, 60);
    assertEquals(new DpopProof(THUMBPRINT, "-BwC3ESc6acc2lTc", 1562262616, null), one);
    var two = DpopProof.check(WITH_TOKEN, "GET", RESOURCE, ACCESS, 1562262620, 60);
    assertEquals(THUMBPRINT, two.thumbprint());
    assertEquals("e1j3V_bKic8-LAEB", two.jti());
  }

  @Test
  void another_method_address_token_or_time_is_refused_by_name() {
    assertTrue(refused(TOKEN_REQUEST, "GET", URL, null, 1562262616).getMessage().contains("htm"));
    assertTrue(
        refused(TOKEN_REQUEST, "POST", URL + "s", null, 1562262616).getMessage().contains("htu"));
    assertTrue(
        refused(TOKEN_REQUEST, "POST", URL, null, 1562262616 + 61).getMessage().contains("iat"));
    assertTrue(
        refused(TOKEN_REQUEST, "POST", URL, null, 1562262616 - 61).getMessage().contains("iat"));
    assertTrue(
        refused(WITH_TOKEN, "GET", RESOURCE, "other", 1562262618).getMessage().contains("ath"));
    assertTrue(
        refused(TOKEN_REQUEST, "POST", URL, ACCESS, 1562262616).getMessage().contains("ath"),
        "a proof without ath does not go with a token");
  }

  @Test
  void the_address_is_compared_after_normalisation() throws Exception {
    DpopProof.check(
        TOKEN_REQUEST, "POST", "HTTPS://SERVER.example.com:443/token", null, 1562262616, 60);
    DpopProof.check(
        TOKEN_REQUEST, "POST", "https://server.example.com/a/../token", null, 1562262616, 60);
    refused(TOKEN_REQUEST, "POST", "http://server.example.com/token", null, 1562262616);
    refused(TOKEN_REQUEST, "POST", "https://server.example.com:8443/token", null, 1562262616);
  }

  @Test
  void a_changed_bit_anywhere_and_garbage_are_refused_and_throw_nothing_else() {
    var random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      var bytes = TOKEN_REQUEST.toCharArray();
      int at = random.nextInt(bytes.length);
      char before = bytes[at];
      bytes[at] = (char) (33 + random.nextInt(90));
      // the last character holds bits that are not used
      if (bytes[at] == before || at == bytes.length - 1) continue;
      refused(new String(bytes), "POST", URL, null, 1562262616);
    }
    for (var garbage :
        new String[] {
          null, "", "..", "a.b.c", "e30.e30.", "e30.e30.e30", "[].[].[]", "x".repeat(9000)
        }) {
      refused(garbage, "POST", URL, null, 1562262616);
    }
  }

  @Test
  void other_algorithms_and_private_keys_are_refused() {
    var rest = TOKEN_REQUEST.substring(TOKEN_REQUEST.indexOf('.'));
    for (var header :
        new String[] {
          "{\"typ\":\"dpop+jwt\",\"alg\":\"none\",\"jwk\":{}}",
          "{\"typ\":\"dpop+jwt\",\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}",
          "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"jwk\":{}}",
          "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\"}",
          "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"alg\":\"ES256\",\"jwk\":{}}",
          "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"AA\"}}",
          "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}}"
        }) {
      refused(Jose.base64(header.getBytes()) + rest, "POST", URL, null, 1562262616);
    }
  }

  @Test
  void a_nonce_is_good_for_one_to_two_periods_and_cannot_be_made() {
    var nonces = new Nonces(new byte[32], 300);
    var other = new Nonces(new byte[] {1, 2, 3}, 300);
    long now = 1_700_000_100;
    var nonce = nonces.current(now);
    assertTrue(nonces.good(nonce, now));
    assertTrue(nonces.good(nonce, now + 300));
    assertFalse(nonces.good(nonce, now + 600));
    assertFalse(other.good(nonce, now));
    assertNotEquals(nonce, nonces.current(now + 300));
    for (var wrong : new String[] {null, "", "AAAA", "not base64!", "x".repeat(500)}) {
      assertFalse(nonces.good(wrong, now));
    }
  }
}
