package io.medtrust.analysis.detect.dsp;

import java.util.Arrays;

/**
 * The periods of a voiced stretch, and how unsteady they are: jitter and shimmer (local) as Boersma
 * and Weenink define them in Praat. Periods are found by waveform matching: from the largest sample
 * on, the next period begins where the sound is most like the one before (normalised
 * cross-correlation, parabola between samples).
 */
public final class Periods {
  /** Praat's limits: beyond them two neighbours are not one voice's. */
  private static final double MAX_PERIOD_FACTOR = 1.3;

  private static final double MAX_AMPLITUDE_FACTOR = 1.6;

  /** A match below this is no period. */
  private static final double MIN_CORRELATION = 0.7;

  /**
   * How unsteady.
   *
   * @param jitter mean difference of neighbouring periods by their mean; healthy voices are below
   *     0.0104
   * @param shimmer mean difference of neighbouring amplitudes by their mean; healthy voices are
   *     below 0.0381
   * @param pairs of neighbours that this rests on; jitter and shimmer are NaN without any
   */
  public record Unsteadiness(double jitter, double shimmer, int pairs) {}

  private Periods() {}

  /**
   * Lengths of the periods of a voiced stretch.
   *
   * @param x samples
   * @param from first sample of the stretch
   * @param to end of it
   * @param period expected, samples
   * @return [lengths in samples, peak-to-peak amplitudes]; empty when none was found
   */
  public static double[][] of(float[] x, int from, int to, double period) {
    int top = from;
    int end = Math.min(to, from + (int) Math.ceil(1.5 * period));
    for (int i = from; i < end; i++) if (Math.abs(x[i]) > Math.abs(x[top])) top = i;
    var lengths = new double[(int) ((to - from) / (0.7 * period)) + 1];
    var amplitudes = new double[lengths.length];
    int n = 0;
    double at = top;
    double last = period;
    while (n < lengths.length) {
      // Around the peak: a stretch from peak to peak would mix two periods.
      int width = (int) Math.round(last);
      int start = (int) Math.round(at) - width / 2;
      int low = (int) Math.floor(last / 1.25);
      int high = (int) Math.ceil(last * 1.25);
      if (start < from) {
        at += last;
        continue;
      }
      if (start + high + 1 + width > to) break;
      double length = match(x, start, width, low, high);
      if (Double.isNaN(length)) break;
      lengths[n] = length;
      amplitudes[n] = range(x, start, start + width);
      n++;
      at += length;
      last = 0.5 * last + 0.5 * length;
    }
    return new double[][] {Arrays.copyOf(lengths, n), Arrays.copyOf(amplitudes, n)};
  }

  private static double match(float[] x, int start, int width, int low, int high) {
    var r = new double[high - low + 3];
    int best = 1;
    for (int i = 0; i < r.length; i++) {
      r[i] = correlation(x, start, start + low - 1 + i, width);
      if (i > 0 && i < r.length - 1 && r[i] > r[best]) best = i;
    }
    if (r[best] < MIN_CORRELATION || r[best] < r[best - 1] || r[best] < r[best + 1]) {
      return Double.NaN;
    }
    double bend = r[best - 1] - 2 * r[best] + r[best + 1];
    double shift = bend < 0 ? 0.5 * (r[best - 1] - r[best + 1]) / bend : 0;
    return low - 1 + best + Math.clamp(shift, -0.5, 0.5);
  }

  private static double correlation(float[] x, int a, int b, int width) {
    double ab = 0;
    double aa = 1e-12;
    double bb = 1e-12;
    for (int i = 0; i < width; i++) {
      ab += (double) x[a + i] * x[b + i];
      aa += (double) x[a + i] * x[a + i];
      bb += (double) x[b + i] * x[b + i];
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static double range(float[] x, int from, int to) {
    float min = Float.MAX_VALUE;
    float max = -Float.MAX_VALUE;
    for (int i = from; i < to; i++) {
      min = Math.min(min, x[i]);
      max = Math.max(max, x[i]);
    }
    return max - min;
  }

  /** Jitter and shimmer of periods and amplitudes as {@link #of} gives them. */
  public static Unsteadiness unsteadiness(double[] lengths, double[] amplitudes) {
    double periods = 0;
    double peaks = 0;
    double jitter = 0;
    double shimmer = 0;
    int pairs = 0;
    for (int i = 1; i < lengths.length; i++) {
      if (apart(lengths[i], lengths[i - 1]) > MAX_PERIOD_FACTOR) continue;
      if (apart(amplitudes[i], amplitudes[i - 1]) > MAX_AMPLITUDE_FACTOR) continue;
      jitter += Math.abs(lengths[i] - lengths[i - 1]);
      shimmer += Math.abs(amplitudes[i] - amplitudes[i - 1]);
      periods += 0.5 * (lengths[i] + lengths[i - 1]);
      peaks += 0.5 * (amplitudes[i] + amplitudes[i - 1]);
      pairs++;
    }
    if (pairs == 0) return new Unsteadiness(Double.NaN, Double.NaN, 0);
    return new Unsteadiness(jitter / periods, shimmer / Math.max(1e-12, peaks), pairs);
  }

  private static double apart(double a, double b) {
    return Math.max(a, b) / Math.max(1e-12, Math.min(a, b));
  }
}
