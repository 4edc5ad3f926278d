package io.medtrust.rtc.sdp;

import java.util.Locale;

/** Which way media flows, seen by the side that wrote the description (RFC 8866 §6.7). */
public enum Direction {
  SENDRECV(true, true),
  SENDONLY(true, false),
  RECVONLY(false, true),
  INACTIVE(false, false);

  private final boolean sends;
  private final boolean receives;

  Direction(boolean sends, boolean receives) {
    this.sends = sends;
    this.receives = receives;
  }

  public boolean sends() {
    return sends;
  }

  public boolean receives() {
    return receives;
  }

  public static Direction of(boolean sends, boolean receives) {
    return sends ? receives ? SENDRECV : SENDONLY : receives ? RECVONLY : INACTIVE;
  }

  /** As it stands in {@code a=}. */
  public String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @return null when the text is no direction
   */
  static Direction parse(String text) {
    return switch (text) {
      case "sendrecv" -> SENDRECV;
      case "sendonly" -> SENDONLY;
      case "recvonly" -> RECVONLY;
      case "inactive" -> INACTIVE;
      default -> null;
    };
  }
}
