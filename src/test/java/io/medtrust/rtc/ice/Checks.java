package io.medtrust.rtc.ice;

import io.medtrust.rtc.stun.Stun;
import io.medtrust.rtc.stun.StunWriter;
import java.nio.charset.StandardCharsets;

/** Connectivity checks as a browser sends them; for tests. */
public final class Checks {
  /** Twelve bytes. */
  public static final byte[] ID = "transaction1".getBytes(StandardCharsets.US_ASCII);

  private Checks() {}

  /**
   * @param username {@code receiver:sender}
   * @param password the receiver's
   */
  public static byte[] check(String username, String password, boolean useCandidate) {
    StunWriter writer = new StunWriter(Stun.BINDING_REQUEST, ID).text(Stun.USERNAME, username);
    writer.number(Stun.ICE_CONTROLLING, 0x0102030405060708L);
    writer.attribute(0xC057, new byte[4]);
    if (useCandidate) {
      writer.attribute(Stun.USE_CANDIDATE, new byte[0]);
    }
    return writer
        .number(Stun.PRIORITY, 1_845_501_695)
        .integrity(password.getBytes(StandardCharsets.UTF_8))
        .fingerprint()
        .toBytes();
  }
}
