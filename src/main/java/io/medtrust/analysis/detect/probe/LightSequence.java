package io.medtrust.analysis.detect.probe;

import java.util.random.RandomGenerator;

/**
 * The colours of one light probe: {@value #STEPS} steps of {@value #STEP_MILLIS} ms, each one of
 * four colours of equal relative luminance, the corners of a square in chroma: more or less red
 * against cyan, more or less blue against yellow.
 *
 * <p>Safe to look at by construction (WCAG 2.2, success criterion 2.3.1): 2.5 changes a second make
 * at most 1.25 pairs of opposing changes, where 3 flashes are allowed; equal luminance makes none
 * of them a general flash, whatever the page is under the tint; and no colour is a saturated red.
 *
 * <p>Each axis is a random sequence of signs that is nearly balanced, has no run of more than
 * {@value #MAX_RUN} and hardly correlates with the other, so that slow drift of the picture cannot
 * look like it. Immutable.
 */
public final class LightSequence {
  /** Number of steps. */
  public static final int STEPS = 25;

  /** Length of a step, milliseconds. */
  public static final int STEP_MILLIS = 400;

  /** Length of the whole, milliseconds. */
  public static final int MILLIS = STEPS * STEP_MILLIS;

  static final int MAX_RUN = 4;
  private static final int MAX_SUM = 3;
  private static final int MAX_PRODUCT = 5;

  // Linear light: every colour has the relative luminance LEVEL.
  private static final double LEVEL = 0.35;
  private static final double RED_SWING = 0.25;
  private static final double BLUE_SWING = 0.30;
  // Relative luminance of the sRGB primaries (IEC 61966-2-1).
  private static final double RED_LUMINANCE = 0.2126;
  private static final double GREEN_LUMINANCE = 0.7152;
  private static final double BLUE_LUMINANCE = 0.0722;

  private final byte[] red;
  private final byte[] blue;

  private LightSequence(byte[] red, byte[] blue) {
    this.red = red;
    this.blue = blue;
  }

  /** Draws a sequence; all that is secret in it comes from {@code random}. */
  public static LightSequence draw(RandomGenerator random) {
    while (true) {
      var red = signs(random);
      var blue = signs(random);
      int product = 0;
      for (int k = 0; k < STEPS; k++) product += red[k] * blue[k];
      if (Math.abs(product) <= MAX_PRODUCT) return new LightSequence(red, blue);
    }
  }

  private static byte[] signs(RandomGenerator random) {
    var signs = new byte[STEPS];
    while (true) {
      long bits = random.nextLong();
      int sum = 0;
      int run = 0;
      int longest = 0;
      for (int k = 0; k < STEPS; k++) {
        signs[k] = (byte) ((bits >>> (k + 8) & 1) == 0 ? -1 : 1);
        sum += signs[k];
        run = k > 0 && signs[k] == signs[k - 1] ? run + 1 : 1;
        longest = Math.max(longest, run);
      }
      if (Math.abs(sum) <= MAX_SUM && longest <= MAX_RUN) return signs;
    }
  }

  /**
   * Reads a sequence back from its colours.
   *
   * @return null when they are not colours of such a sequence
   */
  static LightSequence of(float[][] colours) {
    if (colours.length != STEPS) return null;
    var red = new byte[STEPS];
    var blue = new byte[STEPS];
    for (int k = 0; k < STEPS; k++) {
      for (int corner = 0; corner < 4 && red[k] == 0; corner++) {
        byte r = (byte) ((corner & 1) == 0 ? -1 : 1);
        byte b = (byte) ((corner & 2) == 0 ? -1 : 1);
        if (same(colour(r, b), colours[k])) {
          red[k] = r;
          blue[k] = b;
        }
      }
      if (red[k] == 0) return null;
    }
    return new LightSequence(red, blue);
  }

  private static boolean same(float[] a, float[] b) {
    for (int c = 0; c < 3; c++) if (!(Math.abs(a[c] - b[c]) < 0.01)) return false;
    return true;
  }

  /** Red, green, blue of each step as sRGB values, 0..1. */
  public float[][] colours() {
    var out = new float[STEPS][];
    for (int k = 0; k < STEPS; k++) out[k] = colour(red[k], blue[k]);
    return out;
  }

  private static float[] colour(int red, int blue) {
    double r = LEVEL + red * RED_SWING;
    double b = LEVEL + blue * BLUE_SWING;
    double g = (LEVEL - RED_LUMINANCE * r - BLUE_LUMINANCE * b) / GREEN_LUMINANCE;
    return new float[] {encoded(r), encoded(g), encoded(b)};
  }

  private static float encoded(double linear) {
    return (float)
        (linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055);
  }

  /** 1 where a step is redder than the mean, -1 where less. */
  int red(int step) {
    return red[step];
  }

  /** 1 where a step is bluer than the mean, -1 where less. */
  int blue(int step) {
    return blue[step];
  }

  /**
   * What one unit of the red or of the blue axis does to red, green and blue light, as shares of
   * the change of the red channel.
   */
  static double[] light(boolean blueAxis) {
    return blueAxis
        ? new double[] {
          0, -BLUE_SWING * BLUE_LUMINANCE / GREEN_LUMINANCE / RED_SWING, BLUE_SWING / RED_SWING
        }
        : new double[] {1, -RED_LUMINANCE / GREEN_LUMINANCE, 0};
  }
}
