package io.medtrust.lab.person;

/** What of a person stays the same for life: drawn from the seed alone. Lengths in centimetres. */
final class Identity {
  /** The seed behind it. */
  final long seed;

  /** Individual typology angle of the skin, degrees: above 55 very light, below -30 dark. */
  final double ita;

  /** Linear reflectance of the skin, R, G, B. */
  final float[] skin;

  final float[] lips;
  final float[] hair;
  final float[] brows;
  final float[] iris;
  final float[] cloth;
  final float[] coat;
  final boolean coated;
  final HairStyle hairStyle;
  final boolean low;
  final double beard;
  final double freckles;
  final double age;
  final double gloss;

  enum HairStyle {
    BALD,
    SHORT,
    FULL,
    LONG
  }

  /**
   * @param ita skin tone; NaN to draw it from the seed
   */
  Identity(long seed, double ita) {
    this.seed = seed;
    long s = Noise.seed(seed, "identity");
    this.ita = Double.isNaN(ita) ? Noise.between(s, 0, -62, 64) : ita;
    double redness = Noise.normal(s, 1);
    double[] lab = lab(this.ita, redness);
    skin = linear(lab[0], lab[1], lab[2]);
    double light = Noise.step(-40, 45, this.ita);
    lips = linear(lab[0] * (0.74 + 0.04 * light), lab[1] + 8 + 6 * light, lab[2] * 0.62);
    low = Noise.unit(s, 2) < 0.5;
    age = Noise.unit(s, 3);
    hair = hairColour(s, light);
    brows = new float[3];
    for (int c = 0; c < 3; c++) brows[c] = 0.55f * hair[c] + 0.004f;
    if (hair[0] > 0.25) {
      brows[0] = 0.12f;
      brows[1] = 0.085f;
      brows[2] = 0.06f;
    }
    iris = irisColour(s, light);
    double style = Noise.unit(s, 4);
    hairStyle =
        low
            ? style < 0.15 ? HairStyle.BALD : style < 0.75 ? HairStyle.SHORT : HairStyle.FULL
            : style < 0.2 ? HairStyle.SHORT : style < 0.5 ? HairStyle.FULL : HairStyle.LONG;
    beard = low ? Math.max(0, Noise.between(s, 5, -0.5, 1)) : 0;
    freckles = light > 0.6 ? Math.max(0, Noise.between(s, 6, -0.8, 1)) : 0;
    gloss = Noise.between(s, 7, 0.5, 1.2);
    double[][] scrubs = {
      {0.03, 0.16, 0.2},
      {0.03, 0.09, 0.22},
      {0.06, 0.2, 0.13},
      {0.15, 0.06, 0.1},
      {0.2, 0.22, 0.24},
    };
    double[] chosen = scrubs[(int) (Noise.unit(s, 8) * scrubs.length)];
    cloth = new float[] {(float) chosen[0], (float) chosen[1], (float) chosen[2]};
    coat = new float[] {0.62f, 0.64f, 0.66f};
    coated = Noise.unit(s, 9) < 0.5;
  }

  /** Nobody in particular: all traits are the mean. */
  static Identity neutral() {
    return new Identity(0, 30);
  }

  /** A number of this person, about normal within ±2. */
  double trait(int index) {
    if (seed == 0) return 0;
    return Math.clamp(Noise.normal(Noise.seed(seed, "traits"), index), -2, 2);
  }

  // Lightness falls along with the angle; yellowness peaks in the middle (after the skin colour
  // volume of Xiao et al. 2017, read off coarsely). b follows from ITA = atan((L-50)/b).
  private static double[] lab(double ita, double redness) {
    double[][] known = {
      {-65, 30},
      {-50, 34},
      {-30, 41.5},
      {-10, 46.8},
      {0, 50},
      {10, 53.2},
      {28, 59.5},
      {41, 65},
      {55, 70.5},
      {65, 74},
    };
    double lightness = known[0][1];
    for (int i = 1; i < known.length; i++) {
      double x = Math.clamp((ita - known[i - 1][0]) / (known[i][0] - known[i - 1][0]), 0.0, 1.0);
      lightness += x * (known[i][1] - known[i - 1][1]);
    }
    double tangent = Math.tan(Math.toRadians(ita));
    double yellow = Math.abs(tangent) < 0.05 ? 18.5 : Math.clamp((lightness - 50) / tangent, 9, 22);
    double red = 8.5 + 3.5 * Math.exp(-Math.pow((ita + 5) / 35, 2)) + 0.8 * redness;
    return new double[] {lightness, red, yellow};
  }

  private static float[] hairColour(long s, double light) {
    double kind = Noise.unit(s, 20) + 0.6 * (1 - light);
    double grey = Noise.unit(s, 3) > 0.72 ? Noise.between(s, 21, 0.2, 0.9) : 0;
    double[] c;
    if (kind < 0.12) c = new double[] {0.33, 0.22, 0.11};
    else if (kind < 0.2) c = new double[] {0.19, 0.07, 0.03};
    else if (kind < 0.45) c = new double[] {0.1, 0.06, 0.035};
    else if (kind < 0.7) c = new double[] {0.042, 0.027, 0.018};
    else c = new double[] {0.016, 0.013, 0.012};
    var out = new float[3];
    for (int i = 0; i < 3; i++) out[i] = (float) (c[i] + grey * (0.36 - c[i]));
    return out;
  }

  private static float[] irisColour(long s, double light) {
    double kind = Noise.unit(s, 22);
    if (light < 0.6 || kind < 0.45) return new float[] {0.075f, 0.036f, 0.016f};
    if (kind < 0.7) return new float[] {0.12f, 0.19f, 0.27f};
    if (kind < 0.85) return new float[] {0.13f, 0.14f, 0.07f};
    return new float[] {0.17f, 0.19f, 0.19f};
  }

  /** CIE L*a*b* (D65) as linear sRGB. */
  static float[] linear(double l, double a, double b) {
    double fy = (l + 16) / 116;
    double x = 0.95047 * cube(fy + a / 500);
    double y = cube(fy);
    double z = 1.08883 * cube(fy - b / 200);
    return new float[] {
      (float) Math.max(0.002, 3.2406 * x - 1.5372 * y - 0.4986 * z),
      (float) Math.max(0.002, -0.9689 * x + 1.8758 * y + 0.0415 * z),
      (float) Math.max(0.002, 0.0557 * x - 0.2040 * y + 1.0570 * z)
    };
  }

  private static double cube(double f) {
    return f > 6.0 / 29 ? f * f * f : 3 * 36.0 / 841 * (f - 4.0 / 29);
  }
}
