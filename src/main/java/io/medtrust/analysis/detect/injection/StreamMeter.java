package io.medtrust.analysis.detect.injection;

import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * How the stream looks from outside, over the last ten seconds: intervals by the sender's clock and
 * by arrival, pictures that repeat their predecessor, sizes and key frames. Not thread-safe.
 */
final class StreamMeter {
  private static final long WINDOW_MICROS = 10_000_000;
  private static final double MOVING = 0.3;
  private static final double REPEATED = 0.15;

  /**
   * @param interval to the picture before by the RTP clock, milliseconds
   * @param lateness change of arrival against the RTP clock, milliseconds; NaN when not known
   * @param change mean change of pixels, grey levels
   */
  private record Step(
      long micros, double interval, double lateness, double change, int bytes, boolean key) {}

  private final ArrayDeque<Step> steps = new ArrayDeque<>();
  private FaceObservation last;
  private int sizeChanges;

  void add(FaceObservation o) {
    long now = o.captureTimeMicros();
    if (last != null
        && (now <= last.captureTimeMicros() || now - last.captureTimeMicros() > 2_000_000)) {
      clear();
    }
    if (last != null) {
      if (last.width() != o.width() || last.height() != o.height()) sizeChanges++;
      double interval = (o.rtpTimestamp() - last.rtpTimestamp()) / 90.0;
      boolean arrived = o.arrivalMicros() > 0 && last.arrivalMicros() > 0;
      double lateness =
          arrived ? (o.arrivalMicros() - last.arrivalMicros()) / 1000.0 - interval : Double.NaN;
      double change = o.damaged() || last.damaged() ? Double.NaN : o.frame().difference();
      steps.addLast(new Step(now, interval, lateness, change, o.encodedBytes(), o.keyFrame()));
    }
    last = o;
    while (!steps.isEmpty() && now - steps.peekFirst().micros > WINDOW_MICROS) steps.pollFirst();
  }

  void clear() {
    steps.clear();
    last = null;
  }

  int pictures() {
    return steps.size();
  }

  private double[] sorted(ToDoubleFunction<Step> value) {
    var all = steps.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).toArray();
    Arrays.sort(all);
    return all;
  }

  private static double quantile(double[] sorted, double share) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))];
  }

  /** Median interval by the sender's clock, milliseconds. */
  double interval() {
    return quantile(sorted(Step::interval), 0.5);
  }

  /** From the tenth to the ninetieth percentile of these intervals, milliseconds. */
  double intervalSpread() {
    var all = sorted(Step::interval);
    return quantile(all, 0.9) - quantile(all, 0.1);
  }

  /** Interquartile range of arrival against the sender's clock, milliseconds. */
  double arrivalSpread() {
    var all = sorted(Step::lateness);
    return quantile(all, 0.75) - quantile(all, 0.25);
  }

  /**
   * Share of pictures that repeat the one before while the scene moves: a source of 25 in a stream
   * of 30 repeats each sixth. NaN when the scene does not move.
   */
  double repeatedShare() {
    var all = sorted(Step::change);
    double usual = quantile(all, 0.75);
    if (!(usual >= MOVING)) return Double.NaN;
    int repeated = 0;
    for (double change : all) if (change < REPEATED * usual) repeated++;
    return (double) repeated / all.length;
  }

  int keyFrames() {
    return (int) steps.stream().filter(Step::key).count();
  }

  /** Since the beginning. */
  int sizeChanges() {
    return sizeChanges;
  }

  double kilobitsPerSecond() {
    if (steps.size() < 2) return Double.NaN;
    double seconds = (steps.peekLast().micros - steps.peekFirst().micros) / 1e6;
    return steps.stream().mapToDouble(Step::bytes).sum() * 8 / 1000 / Math.max(0.1, seconds);
  }
}
