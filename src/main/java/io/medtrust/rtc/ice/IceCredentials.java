package io.medtrust.rtc.ice;

import java.security.SecureRandom;

/** User name fragment and password of one side (RFC 8445 §5.3). */
public record IceCredentials(String ufrag, String password) {
  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** 72 bits: fragments tell transports of a node apart, so they must not repeat. */
  private static final int UFRAG = 12;

  /** 144 bits; RFC 8445 asks for 128. */
  private static final int PASSWORD = 24;

  public static IceCredentials random(SecureRandom random) {
    return new IceCredentials(chars(random, UFRAG), chars(random, PASSWORD));
  }

  private static String chars(SecureRandom random, int length) {
    StringBuilder chars = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      chars.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
    }
    return chars.toString();
  }

  /** The password stays out of logs. */
  @Override
  public String toString() {
    return "IceCredentials[" + ufrag + "]";
  }
}
