package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.detect.dsp.Statistics;
import io.medtrust.analysis.face.FaceGeometry;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Openings of the mouth: height between the inner lips by the width of the mouth, against the
 * person's own closed mouth of the last seconds. An opening rises by more than {@value #RISE} of
 * the mouth's width and falls back by half. A mouth that stays open is one opening.
 *
 * <p>Keeps the last minute. Pure; not thread-safe.
 */
public final class MouthMeter {
  /**
   * An opening.
   *
   * @param startMicros when the mouth began to open, capture time
   * @param endMicros when it had half closed again
   * @param height of the opening at the most, by the width of the mouth
   */
  public record Opening(long startMicros, long endMicros, double height) {}

  private static final long CLOSED_MICROS = 10_000_000;
  private static final long KEPT_MICROS = 60_000_000;
  private static final long MAX_PAUSE_MICROS = 500_000;
  private static final double RISE = 0.06;
  private static final double NOISE = 0.02;

  private record Sample(long micros, double ratio) {}

  private final ArrayDeque<Sample> window = new ArrayDeque<>();
  private final ArrayDeque<Opening> openings = new ArrayDeque<>();
  private double closed = Double.NaN;
  private long closedDue = Long.MIN_VALUE;
  private double valley = Double.NaN;
  private long valleyMicros;
  private double peak = Double.NaN;

  /**
   * Takes a fresh mesh.
   *
   * @param micros capture time
   * @param landmarks 468 × (x, y, z)
   */
  public void add(long micros, float[] landmarks) {
    add(micros, FaceGeometry.mouthRatio(landmarks));
  }

  /** As {@link #add(long, float[])}, with the height of the opening by its width. */
  void add(long micros, double ratio) {
    if (!Double.isFinite(ratio)) return;
    var last = window.peekLast();
    if (last != null && micros <= last.micros) clear();
    else if (last != null && micros - last.micros > MAX_PAUSE_MICROS) restart();
    window.addLast(new Sample(micros, ratio));
    while (micros - window.peekFirst().micros > CLOSED_MICROS) window.pollFirst();
    while (!openings.isEmpty() && micros - openings.peekFirst().endMicros > KEPT_MICROS) {
      openings.pollFirst();
    }
    if (micros >= closedDue) {
      closed = Statistics.quantile(window.stream().mapToDouble(Sample::ratio).toArray(), 0.1);
      closedDue = micros + 500_000;
    }
    follow(micros, ratio);
  }

  private void follow(long micros, double ratio) {
    boolean rising = !Double.isNaN(peak);
    if (!rising) {
      if (Double.isNaN(valley) || ratio <= valley + NOISE / 2) {
        valley = Double.isNaN(valley) ? ratio : Math.min(valley, ratio);
        valleyMicros = micros;
        // A valley is left slowly, so that a drift is no opening.
        valley += 0.02 * (ratio - valley);
      }
      if (ratio - valley > RISE) peak = ratio;
      return;
    }
    peak = Math.max(peak, ratio);
    if (ratio > peak - (peak - valley) / 2) return;
    openings.addLast(new Opening(valleyMicros, micros, peak));
    peak = Double.NaN;
    valley = ratio;
    valleyMicros = micros;
  }

  /** Openings that ended at or after a capture time, oldest first, of the last minute. */
  public List<Opening> since(long micros) {
    return openings.stream().filter(o -> o.endMicros >= micros).toList();
  }

  /** How far the mouth is open now beyond the person's closed mouth; 0 closed, NaN unknown. */
  public double openness() {
    return window.isEmpty() ? Double.NaN : Math.max(0, window.peekLast().ratio - closed);
  }

  /** Deviation of the opening over the last ten seconds, by the width of the mouth. */
  public double movement() {
    return Statistics.deviation(window.stream().mapToDouble(Sample::ratio).toArray());
  }

  /** Forgets everything, as for another face. */
  public void clear() {
    restart();
    openings.clear();
  }

  private void restart() {
    window.clear();
    closed = Double.NaN;
    closedDue = Long.MIN_VALUE;
    valley = Double.NaN;
    peak = Double.NaN;
  }
}
