package io.medtrust.lab.person;

/** The light that the screen in front of the person throws on the face. */
@FunctionalInterface
public interface ScreenLight {
  /** Nothing. */
  ScreenLight OFF = (_, rgb) -> java.util.Arrays.fill(rgb, 0);

  /**
   * The light at a time.
   *
   * @param rgb gets linear red, green, blue; 1 is a white screen at full brightness, which on the
   *     face is a quarter of an office's light
   */
  void at(double seconds, float[] rgb);

  /**
   * Colours one after the other, black before and after; each takes 150 ms to settle, as pages that
   * fade do.
   *
   * @param colours red, green, blue of each step as a page names them (sRGB), 0..1
   * @param strength 1 full brightness over the whole screen
   */
  static ScreenLight steps(double start, double stepSeconds, float[][] colours, double strength) {
    var linear = new float[colours.length][3];
    for (int i = 0; i < colours.length; i++) {
      for (int c = 0; c < 3; c++) {
        linear[i][c] = (float) (strength * Math.pow(colours[i][c], 2.2));
      }
    }
    return (seconds, rgb) -> {
      double at = (seconds - start) / stepSeconds;
      int k = (int) Math.floor(at);
      double fade = Math.min(1, (at - k) * stepSeconds / 0.15);
      for (int c = 0; c < 3; c++) {
        float now = k >= 0 && k < linear.length ? linear[k][c] : 0;
        float before = k >= 1 && k <= linear.length ? linear[k - 1][c] : 0;
        rgb[c] = (float) (before + (now - before) * fade);
      }
    };
  }
}
