package io.medtrust.analysis.detect.pulse;

import java.util.Arrays;

/**
 * Follows the rate of a pulse from second to second: a histogram filter over 42..210 bpm. A rate
 * drifts by few beats in a second and seldom jumps; each spectrum is evidence that overlaps with
 * the one before, so it counts with a small exponent. Not thread-safe.
 */
final class RateTracker {
  /** The spectrum's own peak is taken within this of what is followed, beats a minute. */
  static final double NEAR_BPM = 8;

  private static final int LOW = 42;
  private static final int COUNT = 169;
  private static final double DRIFT_BPM = 2;
  private static final double JUMP = 0.02;
  private static final double EXPONENT = 0.5;
  private static final double[] KERNEL = kernel();
  private final double[] belief = new double[COUNT];
  private final double[] next = new double[COUNT];
  private boolean fresh = true;

  private static double[] kernel() {
    int reach = (int) Math.ceil(3 * DRIFT_BPM);
    var kernel = new double[2 * reach + 1];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      kernel[i + reach] = Math.exp(-0.5 * i * i / (DRIFT_BPM * DRIFT_BPM));
      sum += kernel[i + reach];
    }
    for (int i = 0; i < kernel.length; i++) kernel[i] /= sum;
    return kernel;
  }

  void clear() {
    fresh = true;
  }

  /**
   * Takes the spectra of now, each counting by how clear its own peak is; call it once a second.
   *
   * @return the most likely rate, beats a minute
   */
  double update(PulseSpectrum... spectra) {
    if (fresh) Arrays.fill(belief, 1.0 / COUNT);
    fresh = false;
    var evidence = evidence(spectra);
    double sum = 0;
    int reach = KERNEL.length / 2;
    for (int i = 0; i < COUNT; i++) {
      double drifted = 0;
      for (int k = -reach; k <= reach; k++) {
        drifted += KERNEL[k + reach] * belief[Math.clamp(i + k, 0, COUNT - 1)];
      }
      double prior = (1 - JUMP) * drifted + JUMP / COUNT;
      next[i] = prior * Math.pow(evidence[i] + 0.01, EXPONENT);
      sum += next[i];
    }
    int best = 0;
    for (int i = 0; i < COUNT; i++) {
      belief[i] = next[i] / sum;
      if (belief[i] > belief[best]) best = i;
    }
    return LOW + best;
  }

  /** Of each rate, 0..1. */
  private static double[] evidence(PulseSpectrum... spectra) {
    var sum = new double[COUNT];
    double weights = 0;
    for (var spectrum : spectra) {
      double strongest = 0;
      for (int i = 0; i < COUNT; i++) strongest = Math.max(strongest, spectrum.evidence(LOW + i));
      double clear = Math.pow(10, Math.min(6, spectrum.snrDb(spectrum.bpm())) / 10);
      weights += clear;
      for (int i = 0; i < COUNT; i++) {
        double own = strongest > 0 ? spectrum.evidence(LOW + i) / strongest : 1;
        sum[i] += clear * own;
      }
    }
    for (int i = 0; i < COUNT; i++) sum[i] /= weights;
    return sum;
  }
}
