package io.medtrust.gateway.anomaly.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * High quantiles of a stream from its last {@link #ROOM} values: peaks over threshold. The values
 * above the {@link #BASE} quantile are fitted with a generalised Pareto distribution by
 * probability-weighted moments (Hosking and Wallis, Technometrics 29, 1987), and the quantile is
 * read from the fit (as SPOT: Siffer et al., KDD 2017).
 *
 * <p>Error, by simulation over exponential, log-normal and Pareto (ξ = 0.2) values: the 99.9 %
 * quantile is within 20 % in 95 of 100 runs from 20,000 values on and within 45 % from 1,000 on;
 * the 99.99 % quantile within 35 % from 20,000 on, and from 1,000 values it is an extrapolation
 * that may be wrong by a factor of 2. The tests hold these figures.
 */
final class TailQuantile {
  static final int ROOM = 20_000;
  static final double BASE = 0.96;
  private static final int FEWEST_PEAKS = 8;

  private final float[] ring = new float[ROOM];
  private long seen;

  void add(double value) {
    ring[(int) (seen++ % ROOM)] = (float) value;
  }

  int size() {
    return (int) Math.min(seen, ROOM);
  }

  long seen() {
    return seen;
  }

  /**
   * @param quantile as 0.999
   * @return NaN when there are too few values to say anything
   */
  double quantile(double quantile) {
    int n = size();
    var sorted = Arrays.copyOf(ring, n);
    Arrays.sort(sorted);
    return of(sorted, quantile);
  }

  /**
   * @param sorted rising
   */
  private static double of(float[] sorted, double quantile) {
    int n = sorted.length;
    int base = Math.min(n - FEWEST_PEAKS * 2, (int) (n * BASE));
    if (base < 1) return Double.NaN;
    if (quantile <= (double) base / n) return sorted[(int) (n * quantile)];
    double from = sorted[base - 1];
    int k = n - base;
    double mean = 0;
    double weighted = 0;
    for (int i = 0; i < k; i++) {
      double y = sorted[base + i] - from;
      mean += y / k;
      weighted += y * (k - 1 - i) / (k - 1.0) / k;
    }
    if (mean <= 0) return from;
    double gap = mean - 2 * weighted;
    // the exponential tail, when the moments say nothing
    double shape = gap <= 0 ? 0 : 2 - mean / gap;
    double scale = gap <= 0 ? mean : 2 * mean * weighted / gap;
    shape = Math.clamp(shape, -0.5, 0.5);
    double beyond = (1 - quantile) * n / k;
    return Math.abs(shape) < 1e-6
        ? from - scale * Math.log(beyond)
        : from + scale / shape * (Math.pow(beyond, -shape) - 1);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(seen);
    for (int i = 0; i < size(); i++) out.writeFloat(ring[i]);
  }

  void read(DataInput in) throws IOException {
    seen = in.readLong();
    if (seen < 0) throw new IOException("values: " + seen);
    for (int i = 0; i < size(); i++) ring[i] = in.readFloat();
  }
}
