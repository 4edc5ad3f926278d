package io.medtrust.rtc.sdp;

import java.util.Locale;

/** Who begins the DTLS handshake (RFC 8842 §5.2): the active side is the DTLS client. */
public enum Setup {
  ACTPASS,
  ACTIVE,
  PASSIVE,
  HOLDCONN;

  /** As it stands after {@code a=setup:}. */
  public String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @return null when the text is no role
   */
  static Setup parse(String text) {
    return switch (text) {
      case "actpass" -> ACTPASS;
      case "active" -> ACTIVE;
      case "passive" -> PASSIVE;
      case "holdconn" -> HOLDCONN;
      default -> null;
    };
  }
}
