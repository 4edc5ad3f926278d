package io.medtrust.sessions;

import io.medtrust.ops.Settings;

/**
 * @param consentVersion which {@code consent/analysis-N.txt} is shown and asked for
 * @param nursePictures whether nurses of the ward may see the verified picture on the wall
 * @param gate whether a doctor is measured before a session becomes active
 */
public record SessionsSettings(String consentVersion, boolean nursePictures, boolean gate) {
  public static SessionsSettings from(Settings settings) {
    return new SessionsSettings(
        settings.text("sessions.consent_version"),
        settings.flag("sessions.nurse_pictures"),
        gate(settings.text("sessions.gate")));
  }

  private static boolean gate(String text) {
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new IllegalArgumentException("sessions.gate is on or off");
    };
  }
}
