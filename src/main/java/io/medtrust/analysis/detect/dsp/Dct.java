package io.medtrust.analysis.detect.dsp;

/** Orthonormal DCT-II of a fixed length, the first coefficients only. Immutable. */
final class Dct {
  private final double[][] cosines;

  Dct(int length, int coefficients) {
    cosines = new double[coefficients][length];
    for (int k = 0; k < coefficients; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / length);
      for (int i = 0; i < length; i++) {
        cosines[k][i] = scale * Math.cos(Math.PI * k * (2 * i + 1) / (2.0 * length));
      }
    }
  }

  double[] of(double[] x) {
    var out = new double[cosines.length];
    for (int k = 0; k < out.length; k++) {
      for (int i = 0; i < x.length; i++) out[k] += cosines[k][i] * x[i];
    }
    return out;
  }
}
