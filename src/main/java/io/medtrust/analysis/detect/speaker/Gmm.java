package io.medtrust.analysis.detect.speaker;

/**
 * Gaussian mixture with diagonal covariances. Immutable.
 *
 * @param weights of the components, positive, sum 1
 * @param means [component][value]
 * @param variances [component][value], positive
 */
public record Gmm(double[] weights, double[][] means, double[][] variances, double[] offsets) {
  public Gmm(double[] weights, double[][] means, double[][] variances) {
    this(weights, means, variances, offsets(weights, variances));
  }

  public int components() {
    return weights.length;
  }

  /** Values of a frame. */
  public int values() {
    return means[0].length;
  }

  private static double[] offsets(double[] weights, double[][] variances) {
    var offsets = new double[weights.length];
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] = Math.log(weights[k]);
      for (double v : variances[k]) offsets[k] -= 0.5 * Math.log(2 * Math.PI * v);
    }
    return offsets;
  }

  /**
   * How much each component accounts for a frame.
   *
   * @param posteriors filled, sum 1
   * @return logarithm of the frame's likelihood
   */
  public double posteriors(double[] x, double[] posteriors) {
    double best = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < posteriors.length; k++) {
      var mean = means[k];
      var variance = variances[k];
      double distance = 0;
      for (int d = 0; d < mean.length; d++) {
        double e = x[d] - mean[d];
        distance += e * e / variance[d];
      }
      posteriors[k] = offsets[k] - 0.5 * distance;
      best = Math.max(best, posteriors[k]);
    }
    double sum = 0;
    for (int k = 0; k < posteriors.length; k++) {
      // exp(-30) adds nothing to a sum of at least 1.
      double below = posteriors[k] - best;
      posteriors[k] = below < -30 ? 0 : Math.exp(below);
      sum += posteriors[k];
    }
    for (int k = 0; k < posteriors.length; k++) posteriors[k] /= sum;
    return best + Math.log(sum);
  }
}
