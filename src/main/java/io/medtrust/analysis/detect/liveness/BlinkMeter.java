package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.detect.dsp.Statistics;
import java.util.ArrayDeque;

/**
 * Counts blinks in the eye-aspect ratio (Soukupová and Čech 2016). Eyes differ: a blink is a fall
 * below a share of the person's own median of the last seconds that ends within the time a blink
 * takes. Not thread-safe.
 */
public final class BlinkMeter {
  private static final long MEDIAN_MICROS = 6_000_000;
  private static final int MIN_SAMPLES = 20;
  private static final double CLOSED_SHARE = 0.72;
  private static final double OPEN_SHARE = 0.85;
  // Shorter than one sample at 15/s cannot be seen; longer is closing the eyes or looking down.
  private static final long MAX_BLINK_MICROS = 700_000;

  private final ArrayDeque<double[]> window = new ArrayDeque<>();
  private final ArrayDeque<Long> blinks = new ArrayDeque<>();
  private long closedSince = -1;
  private double lowest;

  /**
   * @param micros capture time
   * @param ratio eye-aspect ratio of this picture
   */
  public void add(long micros, double ratio) {
    var last = window.peekLast();
    if (last != null && (micros < last[0] || micros - last[0] > 1_000_000)) {
      window.clear();
      closedSince = -1;
    }
    window.addLast(new double[] {micros, ratio});
    while (micros - window.peekFirst()[0] > MEDIAN_MICROS) window.pollFirst();
    if (window.size() < MIN_SAMPLES) return;
    double median = median();
    if (closedSince < 0) {
      if (ratio < CLOSED_SHARE * median) {
        closedSince = micros;
        lowest = ratio;
      }
      return;
    }
    lowest = Math.min(lowest, ratio);
    if (ratio < OPEN_SHARE * median) return;
    if (micros - closedSince <= MAX_BLINK_MICROS) blinks.addLast(micros);
    closedSince = -1;
  }

  double median() {
    return Statistics.median(window.stream().mapToDouble(s -> s[1]).toArray());
  }

  /** Blinks since the given time; forgets older ones. */
  public int since(long micros) {
    while (!blinks.isEmpty() && blinks.peekFirst() < micros) blinks.pollFirst();
    return blinks.size();
  }

  public void clear() {
    window.clear();
    blinks.clear();
    closedSince = -1;
  }
}
