package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.detect.dsp.Statistics;

/** The reference's bands of light and motion over windows of 30 samples. */
final class LivenessScores {
  private LivenessScores() {}

  /**
   * Light: the brightness of a living, lit face wavers a little.
   *
   * @param brightness mean luma of the face, 0..255, evenly sampled
   */
  static int lighting(double[] brightness) {
    if (brightness.length < 3) return 70;
    double deviation = Statistics.deviation(brightness);
    if (brightness.length >= 6) {
      int half = brightness.length / 2;
      double first = Statistics.mean(java.util.Arrays.copyOfRange(brightness, 0, half));
      double second =
          Statistics.mean(java.util.Arrays.copyOfRange(brightness, half, brightness.length));
      if (Math.abs(first - second) < CONSTANT_MEAN && deviation < CONSTANT) return 15;
    }
    if (deviation < CONSTANT && Statistics.mean(brightness) > 10) return 20;
    if (deviation < LITTLE) return 40;
    return deviation <= 20 ? 92 : deviation <= 40 ? 70 : 45;
  }

  // The reference's 0.5 and 1.0, 0.5, 1.5 were set on compressed bytes sampled every 5 s; a
  // decoded face that is watched for 15 s wavers less.
  private static final double CONSTANT_MEAN = 0.1;
  private static final double CONSTANT = 0.15;
  private static final double LITTLE = 0.4;

  /**
   * Motion: how the edge variance of the face changes from sample to sample.
   *
   * @param edges Sobel edge variance of the face's grid, evenly sampled
   * @param blinks in the window
   * @param lasting the window is long enough for a blink to be expected
   */
  static int motion(double[] edges, int blinks, boolean lasting) {
    if (edges.length < 4) return 70;
    // Relative to the face's own edges, in percent: a soft picture moves them less.
    double level = Math.max(1, Statistics.mean(edges)) / 100;
    int still = 0;
    double sum = 0;
    for (int i = 1; i < edges.length; i++) {
      double change = Math.abs(edges[i] - edges[i - 1]) / level;
      if (change < STILL_PERCENT) still++;
      sum += change;
    }
    double zeros = still / (double) (edges.length - 1);
    double mean = sum / (edges.length - 1);
    int score;
    if (zeros > 0.80) score = 15;
    else if (zeros > 0.60) score = 35;
    else if (mean < STILL_PERCENT) score = 30;
    else if (mean <= 30) score = blinks > 0 ? 93 : 85;
    else score = mean <= 80 ? 65 : 40;
    return lasting && blinks == 0 ? Math.max(20, score - 20) : score;
  }

  static final double STILL_PERCENT = 0.5;
}
