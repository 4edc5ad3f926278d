package io.medtrust.lab.train;

import io.medtrust.analysis.detect.speaker.Gmm;
import java.util.Arrays;
import java.util.Random;

/** Expectation maximisation for mixtures with diagonal covariances (Dempster et al. 1977). */
final class GmmTrainer {
  private static final double VARIANCE_FLOOR = 0.05;
  private static final double FEWEST_FRAMES = 5;

  private GmmTrainer() {}

  /**
   * @param frames [frame][value]
   * @param seed of the choice of the first means
   */
  static Gmm train(double[][] frames, int components, int rounds, long seed) {
    int values = frames[0].length;
    var random = new Random(seed);
    var spread = spread(frames);
    var weights = new double[components];
    var means = new double[components][];
    var variances = new double[components][];
    for (int k = 0; k < components; k++) {
      weights[k] = 1.0 / components;
      means[k] = frames[random.nextInt(frames.length)].clone();
      variances[k] = spread.clone();
    }
    for (int round = 0; round < rounds; round++) {
      var gmm = new Gmm(weights, means, variances);
      var counts = new double[components];
      var first = new double[components][values];
      var second = new double[components][values];
      var p = new double[components];
      for (var x : frames) {
        gmm.posteriors(x, p);
        for (int k = 0; k < components; k++) {
          if (p[k] < 1e-4) continue;
          counts[k] += p[k];
          for (int d = 0; d < values; d++) {
            first[k][d] += p[k] * x[d];
            second[k][d] += p[k] * x[d] * x[d];
          }
        }
      }
      weights = new double[components];
      means = new double[components][];
      variances = new double[components][];
      for (int k = 0; k < components; k++) {
        weights[k] = Math.max(counts[k], FEWEST_FRAMES) / frames.length;
        means[k] = new double[values];
        variances[k] = spread.clone();
        if (counts[k] < FEWEST_FRAMES) {
          means[k] = frames[random.nextInt(frames.length)].clone();
          continue;
        }
        for (int d = 0; d < values; d++) {
          means[k][d] = first[k][d] / counts[k];
          double variance = second[k][d] / counts[k] - means[k][d] * means[k][d];
          variances[k][d] = Math.max(VARIANCE_FLOOR * spread[d], variance);
        }
      }
      double sum = Arrays.stream(weights).sum();
      for (int k = 0; k < components; k++) weights[k] /= sum;
    }
    return new Gmm(weights, means, variances);
  }

  private static double[] spread(double[][] frames) {
    int values = frames[0].length;
    var mean = new double[values];
    var spread = new double[values];
    for (var x : frames) for (int d = 0; d < values; d++) mean[d] += x[d] / frames.length;
    for (var x : frames) {
      for (int d = 0; d < values; d++) {
        spread[d] += (x[d] - mean[d]) * (x[d] - mean[d]) / frames.length;
      }
    }
    return spread;
  }
}
