package io.medtrust.lab.stats;

/**
 * Pool adjacent violators: the non-decreasing sequence nearest to a given one in the mean square
 * (Ayer et al. 1955).
 */
final class Pav {
  private Pav() {}

  /**
   * @param values in the order of the scores
   * @param weights positive, one for each value
   */
  static double[] fit(double[] values, double[] weights) {
    int n = values.length;
    var mean = new double[n];
    var weight = new double[n];
    var size = new int[n];
    int blocks = 0;
    for (int i = 0; i < n; i++) {
      mean[blocks] = values[i];
      weight[blocks] = weights[i];
      size[blocks] = 1;
      blocks++;
      while (blocks > 1 && mean[blocks - 2] >= mean[blocks - 1]) {
        int b = blocks - 2;
        double sum = weight[b] + weight[b + 1];
        mean[b] = (mean[b] * weight[b] + mean[b + 1] * weight[b + 1]) / sum;
        weight[b] = sum;
        size[b] += size[b + 1];
        blocks--;
      }
    }
    var fitted = new double[n];
    int at = 0;
    for (int b = 0; b < blocks; b++) {
      for (int k = 0; k < size[b]; k++) fitted[at++] = mean[b];
    }
    return fitted;
  }
}
