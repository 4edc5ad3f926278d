package io.medtrust.analysis.face;

import java.util.Map;

/**
 * How faces are followed; read from the names below {@code analysis.detect.face}.
 *
 * @param meshPerSecond meshes a second at most, 1..30
 * @param countMillis from one count of the faces to the next while one is followed, milliseconds
 * @param minEyeDistance distance of the eyes below which a face is TOO_SMALL, pixels
 * @param maxYawDegrees turn beyond which a face is PROFILE
 * @param cropMillis from one 256 × 256 crop to the next, milliseconds
 * @param identityPerSecond cuts for the identity network, a second
 * @param presentationPerSecond pairs of squares for the print and replay network, a second
 */
record FaceSettings(
    double meshPerSecond,
    long countMillis,
    double minEyeDistance,
    double maxYawDegrees,
    long cropMillis,
    double identityPerSecond,
    double presentationPerSecond) {

  static FaceSettings from(Map<String, String> settings) {
    return new FaceSettings(
        number(settings, "face.mesh_fps", 15, 1, 30),
        (long) number(settings, "face.count_ms", 1000, 100, 60_000),
        number(settings, "face.min_eye_distance_px", 32, 8, 400),
        number(settings, "face.max_yaw_degrees", 40, 10, 90),
        (long) number(settings, "face.crop_ms", 1000, 100, 60_000),
        number(settings, "face.identity_per_second", 1, 0.05, 5),
        number(settings, "face.presentation_per_second", 0.5, 0.05, 5));
  }

  private static double number(
      Map<String, String> settings, String name, double standard, double min, double max) {
    var text = settings.get(name);
    if (text == null) return standard;
    double value = Double.parseDouble(text.trim());
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(name + " must be from " + min + " to " + max);
    }
    return value;
  }
}
