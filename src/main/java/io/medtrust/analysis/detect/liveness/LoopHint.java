package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.detect.dsp.Statistics;
import java.util.Collection;

/**
 * A hint that a clip is played in a loop: brightness and edges of the face repeat themselves after
 * some seconds. Evidence only: a person who nods in rhythm repeats too.
 *
 * @param correlation of the series with itself at the best lag, mean of brightness and edges
 * @param seconds the lag
 */
record LoopHint(double correlation, double seconds) {
  private static final double RATE = 5;
  private static final int MIN_LAG = 10;

  /**
   * @param series brightness and edges, five a second
   * @return null with fewer than 10 s
   */
  static LoopHint of(Collection<double[]> series) {
    int n = series.size();
    if (n < 10 * RATE) return null;
    var brightness = series.stream().mapToDouble(s -> s[0]).toArray();
    var edges = series.stream().mapToDouble(s -> s[1]).toArray();
    var best = new LoopHint(-1, 0);
    // Half of the series must overlap, else chance is enough.
    for (int lag = MIN_LAG; lag <= n / 2; lag++) {
      double r =
          (Statistics.autocorrelation(brightness, lag) + Statistics.autocorrelation(edges, lag))
              / 2;
      if (r > best.correlation) best = new LoopHint(r, lag / RATE);
    }
    return best;
  }
}
