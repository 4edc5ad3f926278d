package io.medtrust.analysis.detect.lipsync;

import java.util.Arrays;

/**
 * How well mouth and voice agree: their correlation at the best lag within ±240 ms against that at
 * all lags of 2 s and more, for which the same mouth and the same voice are circularly shifted
 * against each other (a permutation that leaves rhythm and pauses of both as they are).
 *
 * @param correlation at the best lag, -1..1
 * @param lagMillis of the best lag; positive when the voice comes after the mouth
 * @param deviations how many standard deviations of the shifted ones it lies above their mean
 * @param otherLagMillis best lag of 280 ms to 1 s
 * @param otherDeviations the same for that lag
 */
record Agreement(
    double correlation,
    int lagMillis,
    double deviations,
    int otherLagMillis,
    double otherDeviations) {
  private static final int NEAR = 6;
  private static final int FAR = 25;
  private static final int CONTROL = 50;
  private static final int CONTROLS = 200;
  // Syllables: a slower course is posture and loudness, a faster one noise of the mesh.
  private static final int SLOW = 25;
  private static final int FAST = 3;

  /**
   * @param mouth one value each 40 ms
   * @param voice the same times
   * @return null with fewer than 5 s
   */
  static Agreement of(float[] mouth, float[] voice) {
    int n = mouth.length;
    if (n < 125) return null;
    var m = syllables(mouth);
    var v = syllables(voice);
    var controls = new double[CONTROLS];
    int count = 0;
    int room = n - 2 * CONTROL;
    for (int k = 0; k < Math.min(CONTROLS, room); k++) {
      int shift = CONTROL + (int) ((long) k * room / Math.min(CONTROLS, room));
      controls[count++] = shifted(m, v, shift);
    }
    double mean = Arrays.stream(controls, 0, count).average().orElse(0);
    double square = Arrays.stream(controls, 0, count).map(c -> (c - mean) * (c - mean)).sum();
    double deviation = Math.max(1e-6, Math.sqrt(square / count));
    double best = -2;
    double other = -2;
    int bestLag = 0;
    int otherLag = 0;
    for (int lag = -FAR; lag <= FAR; lag++) {
      double c = shifted(m, v, Math.floorMod(lag, n));
      if (Math.abs(lag) <= NEAR && c > best) {
        best = c;
        bestLag = lag;
      }
      if (Math.abs(lag) > NEAR && c > other) {
        other = c;
        otherLag = lag;
      }
    }
    return new Agreement(
        best, bestLag * 40, (best - mean) / deviation, otherLag * 40, (other - mean) / deviation);
  }

  private static double shifted(float[] m, float[] v, int lag) {
    int n = m.length;
    double sum = 0;
    for (int i = 0; i < n - lag; i++) sum += m[i] * v[i + lag];
    for (int i = n - lag; i < n; i++) sum += m[i] * v[i + lag - n];
    return sum / n;
  }

  /** Short means less long means, of mean 0 and deviation 1. */
  private static float[] syllables(float[] x) {
    int n = x.length;
    var sums = new double[n + 1];
    for (int i = 0; i < n; i++) sums[i + 1] = sums[i] + x[i];
    var out = new float[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      out[i] = (float) (around(sums, i, FAST) - around(sums, i, SLOW));
      mean += out[i] / n;
    }
    double square = 0;
    for (float o : out) square += (o - mean) * (o - mean) / n;
    double scale = 1 / Math.max(1e-9, Math.sqrt(square));
    for (int i = 0; i < n; i++) out[i] = (float) ((out[i] - mean) * scale);
    return out;
  }

  private static double around(double[] sums, int i, int width) {
    int from = Math.max(0, i - width / 2);
    int to = Math.min(sums.length - 1, i + width / 2 + 1);
    return (sums[to] - sums[from]) / (to - from);
  }
}
