package io.medtrust.accounts;

import java.io.ByteArrayOutputStream;

/**
 * What an authenticator app does with the secret that it was shown. Its steps count from the moment
 * of its making: of the steps 0 and 1 both are good for the half minute that follows, whenever in a
 * step that was.
 */
public final class TotpCodes {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final byte[] secret;
  private final long base = Totp.step(System.currentTimeMillis() / 1000);

  public TotpCodes(String base32) {
    var bytes = new ByteArrayOutputStream();
    int held = 0;
    long bits = 0;
    for (char c : base32.toCharArray()) {
      bits = bits << 5 | BASE32.indexOf(c);
      held += 5;
      if (held >= 8) bytes.write((int) (bits >> (held -= 8)));
      bits &= (1L << held) - 1;
    }
    secret = bytes.toByteArray();
  }

  public byte[] secret() {
    return secret;
  }

  /** The code of this many steps from the beginning. */
  public String at(int steps) {
    return Totp.code(secret, base + steps, 6);
  }

  /** Six digits that are no code of now or near. */
  public String wrong() {
    for (int i = 0; ; i++) {
      var code = String.format("%06d", i);
      boolean near = false;
      for (int d = -3; d <= 3; d++) near |= code.equals(at(d));
      if (!near) return code;
    }
  }
}
