package io.medtrust.analysis.detect.capture;

/**
 * The individual typology angle (Chardon et al. 1991): {@code atan2(L* - 50, b*)} in degrees, of
 * the skin's colour in CIELAB (D65). It is how light the skin <i>looks in this picture</i>: light
 * and white balance move it by more than a group's width. It serves to report how well detectors
 * work for whom, and decides nothing.
 */
public final class SkinTone {
  private SkinTone() {}

  /**
   * @param rgb sRGB, 0..255
   * @return degrees, -90..90; the lighter, the larger
   */
  static double ita(double[] rgb) {
    double r = linear(rgb[0] / 255);
    double g = linear(rgb[1] / 255);
    double b = linear(rgb[2] / 255);
    // IEC 61966-2-1, white point D65.
    double y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    double z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.0890;
    double lightness = 116 * root(y) - 16;
    double yellow = 200 * (root(y) - root(z));
    return Math.toDegrees(Math.atan2(lightness - 50, Math.max(1e-6, yellow)));
  }

  /** Chardon's groups by their limits of 55, 41, 28, 10 and -30 degrees. */
  public static String group(double ita) {
    if (ita > 55) return "very_light";
    if (ita > 41) return "light";
    if (ita > 28) return "intermediate";
    if (ita > 10) return "tan";
    return ita > -30 ? "brown" : "dark";
  }

  private static double linear(double v) {
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }

  private static double root(double t) {
    return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
}
