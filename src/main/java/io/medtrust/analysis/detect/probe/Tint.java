package io.medtrust.analysis.detect.probe;

/**
 * The change of light over time that explains the chroma of a surface: along the red and along the
 * blue axis of {@link LightSequence}, as shares of the red channel's value. A surface of the colour
 * (R, G, B) under light that changes by the shares (r, g, b) becomes (R(1+r), G(1+g), B(1+b)); seen
 * as relative chroma (V/Y, U/Y), in which brightness cancels, two numbers remain, and two axes of
 * light explain them: so dark and light skin, and walls of any colour, can be compared.
 */
record Tint(double[] red, double[] blue) {
  /**
   * @param meanV mean of V/Y of the surface
   * @param meanU mean of U/Y
   * @param v changes of V/Y about its mean
   * @param u changes of U/Y about its mean
   */
  static Tint of(double meanV, double meanU, double[] v, double[] u) {
    var r = response(meanV, meanU, LightSequence.light(false));
    var b = response(meanV, meanU, LightSequence.light(true));
    double det = r[0] * b[1] - r[1] * b[0];
    // Without red and blue in it the surface cannot show them: nothing is blown up.
    if (Math.abs(det) < 0.01) det = Math.copySign(0.01, det);
    var red = new double[v.length];
    var blue = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      red[i] = (b[1] * v[i] - b[0] * u[i]) / det;
      blue[i] = (r[0] * u[i] - r[1] * v[i]) / det;
    }
    return new Tint(red, blue);
  }

  /** What is here and not there. */
  Tint less(Tint other) {
    var r = new double[red.length];
    var b = new double[red.length];
    for (int i = 0; i < r.length; i++) {
      r[i] = red[i] - other.red[i];
      b[i] = blue[i] - other.blue[i];
    }
    return new Tint(r, b);
  }

  /** Change of (V/Y, U/Y) of a surface of luma 1 when red, green and blue light change so. */
  private static double[] response(double v, double u, double[] light) {
    // BT.601, limited range.
    double r = light[0] * (1.1643836 + 1.5960268 * v);
    double g = light[1] * (1.1643836 - 0.3917623 * u - 0.8129676 * v);
    double b = light[2] * (1.1643836 + 2.0172321 * u);
    double dy = 0.256788 * r + 0.504129 * g + 0.097906 * b;
    double dv = 0.439216 * r - 0.367788 * g - 0.071427 * b;
    double du = -0.148223 * r - 0.290993 * g + 0.439216 * b;
    return new double[] {dv - v * dy, du - u * dy};
  }
}
