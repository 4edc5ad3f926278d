package io.medtrust.analysis.detect.identity;

/** Arithmetic on features. */
final class Vectors {
  private Vectors() {}

  /** Scales it to length 1 in place; null when its length is 0 or no number. */
  static float[] unit(float[] v) {
    double length = Math.sqrt(dot(v, v));
    if (!(length > 1e-9 && length < 1e18)) return null;
    for (int i = 0; i < v.length; i++) v[i] = (float) (v[i] / length);
    return v;
  }

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += (double) a[i] * b[i];
    return sum;
  }

  /** The cosine of the angle between two vectors of any length, -1..1; NaN when one is 0. */
  static double cosine(float[] a, float[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }
}
