package io.medtrust.pictures;

import io.medtrust.ops.Settings;

/**
 * The section {@code pictures}.
 *
 * @param retentionDays how long a picture is kept; 0: none is taken
 * @param purgeMillis from one purge to the next
 */
public record PictureSettings(int retentionDays, long purgeMillis) {
  public static PictureSettings from(Settings settings) {
    // The text that people agree to says 30 days; longer is not what they agreed to.
    return new PictureSettings(
        settings.integer("pictures.retention_days", 0, 30),
        settings.longInteger("pictures.purge_ms", 1000, 86_400_000));
  }
}
