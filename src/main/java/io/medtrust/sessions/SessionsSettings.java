package io.medtrust.sessions;

import io.medtrust.ops.Settings;

/**
 * @param consentVersion which {@code consent/analysis-N.txt} is shown and asked for
 * @param nursePictures whether nurses of the ward may see the verified picture on the wall
 */
public record SessionsSettings(String consentVersion, boolean nursePictures) {
  public static SessionsSettings from(Settings settings) {
    return new SessionsSettings(
        settings.text("sessions.consent_version"), settings.flag("sessions.nurse_pictures"));
  }
}
