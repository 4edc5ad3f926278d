package io.medtrust.analysis.detect.dsp;

import java.util.function.DoubleUnaryOperator;

/**
 * Triangular filters over the bins of a power spectrum, each from its left neighbour's centre to
 * its right neighbour's. Immutable, so one plan may be shared.
 */
final class FilterBank {
  // Below this a filter's output is the rounding of the decoder, not sound.
  private static final double FLOOR = 1e-10;
  private final double[][] weights;
  private final int[] firstBin;

  /**
   * @param bins of the power spectrum, 0..rate/2
   * @param rate samples a second
   * @param filters how many
   * @param edge frequency of the edge or centre number 0..filters+1, Hz, rising
   */
  FilterBank(int bins, double rate, int filters, DoubleUnaryOperator edge) {
    weights = new double[filters][];
    firstBin = new int[filters];
    double hertzPerBin = rate / 2 / (bins - 1);
    for (int m = 0; m < filters; m++) {
      double left = edge.applyAsDouble(m);
      double centre = edge.applyAsDouble(m + 1);
      double right = edge.applyAsDouble(m + 2);
      int first = Math.max(0, (int) Math.ceil(left / hertzPerBin));
      int last = Math.min(bins - 1, (int) Math.floor(right / hertzPerBin));
      firstBin[m] = first;
      weights[m] = new double[Math.max(0, last - first + 1)];
      for (int b = first; b <= last; b++) {
        double f = b * hertzPerBin;
        double up = (f - left) / (centre - left);
        double down = (right - f) / (right - centre);
        weights[m][b - first] = Math.max(0, Math.min(up, down));
      }
    }
  }

  /** Natural logarithms of the filters' outputs. */
  double[] logs(double[] power) {
    var logs = new double[weights.length];
    for (int m = 0; m < logs.length; m++) {
      double sum = 0;
      for (int b = 0; b < weights[m].length; b++) sum += weights[m][b] * power[firstBin[m] + b];
      logs[m] = Math.log(Math.max(FLOOR, sum));
    }
    return logs;
  }
}
