package io.medtrust.accounts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

  /** RFC 6238 appendix B, SHA-1. */
  @Test
  void codesAreThoseOfTheRfc() {
    long[] times = {59, 1111111109L, 1111111111L, 1234567890L, 2000000000L, 20000000000L};
    String[] codes = {"94287082", "07081804", "14050471", "89005924", "69279037", "65353130"};
    for (int i = 0; i < times.length; i++) {
      assertEquals(codes[i], Totp.code(SECRET, Totp.step(times[i]), 8));
      assertEquals(codes[i].substring(2), Totp.code(SECRET, Totp.step(times[i]), 6));
    }
  }

  /** RFC 4226 appendix D. */
  @Test
  void hotpValuesAreThoseOfTheRfc() {
    String[] codes = {
      "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
      "520489"
    };
    for (int i = 0; i < codes.length; i++) assertEquals(codes[i], Totp.code(SECRET, i, 6));
  }

  @Test
  void oneStepToEitherSideIsAcceptedAndNoMore() {
    long now = 1_000_000_000;
    long step = Totp.step(now);
    for (int d = -3; d <= 3; d++) {
      long found = Totp.match(SECRET, Totp.code(SECRET, step + d, 6), now, 0);
      assertEquals(Math.abs(d) <= 1 ? step + d : -1, found, "step " + d);
    }
  }

  @Test
  void aCodeIsGoodOnce() {
    long now = 1_000_000_000;
    long step = Totp.step(now);
    var code = Totp.code(SECRET, step, 6);
    assertEquals(step, Totp.match(SECRET, code, now, step - 1));
    assertEquals(-1, Totp.match(SECRET, code, now, step));
    // Nor one from before the last that was used.
    assertEquals(-1, Totp.match(SECRET, Totp.code(SECRET, step - 1, 6), now, step));
  }

  /** RFC 4648 §10. */
  @Test
  void base32IsThatOfTheRfc() {
    assertEquals("", Totp.base32(new byte[0]));
    assertEquals("MY", Totp.base32("f".getBytes(US_ASCII)));
    assertEquals("MZXQ", Totp.base32("fo".getBytes(US_ASCII)));
    assertEquals("MZXW6", Totp.base32("foo".getBytes(US_ASCII)));
    assertEquals("MZXW6YQ", Totp.base32("foob".getBytes(US_ASCII)));
    assertEquals("MZXW6YTB", Totp.base32("fooba".getBytes(US_ASCII)));
    assertEquals("MZXW6YTBOI", Totp.base32("foobar".getBytes(US_ASCII)));
    assertEquals("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.base32(SECRET));
  }
}
