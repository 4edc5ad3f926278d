package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.detect.dsp.Statistics;
import io.medtrust.analysis.face.FaceGeometry;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Finds blinks in the eye-aspect ratios of both eyes (Soukupová and Čech 2016). Eyes differ, and
 * the ratio drifts as the head nods, so a blink is a valley against what was just before it: both
 * eyes fall together, by a good share of how far they are usually open, and open again; half-way
 * down to half-way up takes 50 to 500 ms. Looking down and eyes that stay shut come back too late,
 * a wink is one eye only.
 *
 * <p>Needs ten meshes a second; sees a blink about 0.1 s after its end. Keeps the last minute.
 * Pure; not thread-safe.
 */
public final class BlinkMeter {
  /**
   * A blink.
   *
   * @param startMicros half-way down, capture time
   * @param endMicros half-way up
   * @param depth how far the eyes fell, by how far they are usually open, 0..1
   */
  public record Blink(long startMicros, long endMicros, double depth) {
    public double seconds() {
      return (endMicros - startMicros) / 1e6;
    }
  }

  private static final long OPEN_MICROS = 8_000_000;
  private static final long KEPT_MICROS = 60_000_000;
  private static final long MAX_PAUSE_MICROS = 500_000;
  private static final int BEFORE = 6;
  private static final int MIN_SAMPLES = 10;
  // The ratio's fall that begins a valley, and that makes it a blink, by the open one.
  private static final double FALL = 0.08;
  private static final double DEPTH = 0.20;
  // A valley ends when this share of its depth is climbed back.
  private static final double CLIMBED = 0.6;
  private static final long MIN_BLINK_MICROS = 50_000;
  private static final long MAX_BLINK_MICROS = 500_000;

  private record Sample(long micros, double right, double left) {
    double mean() {
      return (right + left) / 2;
    }
  }

  private final ArrayDeque<Sample> window = new ArrayDeque<>();
  private final ArrayDeque<Blink> blinks = new ArrayDeque<>();
  private final ArrayDeque<Sample> valley = new ArrayDeque<>();
  private Sample before;
  private double open = Double.NaN;
  private long openDue = Long.MIN_VALUE;

  /**
   * Takes a fresh mesh.
   *
   * @param micros capture time
   * @param landmarks 468 × (x, y, z)
   */
  public void add(long micros, float[] landmarks) {
    add(micros, FaceGeometry.rightEyeRatio(landmarks), FaceGeometry.leftEyeRatio(landmarks));
  }

  /** As {@link #add(long, float[])}, with the eye-aspect ratios of both eyes. */
  void add(long micros, double right, double left) {
    if (!Double.isFinite(right + left)) return;
    var last = window.peekLast();
    if (last != null && micros <= last.micros) clear();
    else if (last != null && micros - last.micros > MAX_PAUSE_MICROS) restart();
    var sample = new Sample(micros, right, left);
    window.addLast(sample);
    while (micros - window.peekFirst().micros > OPEN_MICROS) window.pollFirst();
    while (!blinks.isEmpty() && micros - blinks.peekFirst().endMicros > KEPT_MICROS) {
      blinks.pollFirst();
    }
    if (window.size() < MIN_SAMPLES) return;
    if (micros >= openDue) {
      var ratios = window.stream().mapToDouble(Sample::mean).toArray();
      open = Statistics.quantile(ratios, 0.7);
      openDue = micros + 250_000;
    }
    if (valley.isEmpty()) enter(sample);
    else descend(sample);
  }

  private void enter(Sample sample) {
    var level = before(sample);
    if (level.mean() - sample.mean() < FALL * open) return;
    before = level;
    valley.addLast(new Sample(previous(sample).micros, level.right, level.left));
    valley.addLast(sample);
  }

  private void descend(Sample sample) {
    valley.addLast(sample);
    double lowest = Double.MAX_VALUE;
    for (var s : valley) lowest = Math.min(lowest, s.mean());
    double depth = before.mean() - lowest;
    boolean climbed = sample.mean() >= lowest + CLIMBED * depth;
    boolean late = sample.micros - valley.peekFirst().micros > 2 * MAX_BLINK_MICROS;
    if (!climbed && !late) return;
    if (climbed) keep(lowest, depth);
    valley.clear();
  }

  private void keep(double lowest, double depth) {
    double half = lowest + depth / 2;
    double right = before.right;
    double left = before.left;
    long start = 0;
    long end = 0;
    Sample last = null;
    for (var s : valley) {
      right = Math.min(right, s.right);
      left = Math.min(left, s.left);
      if (last != null && last.mean() > half && s.mean() <= half && start == 0) {
        start = crossing(last, s, half);
      }
      if (last != null && last.mean() <= half && s.mean() > half) end = crossing(last, s, half);
      last = s;
    }
    long lasted = end - start;
    boolean deep = depth >= DEPTH * open;
    boolean both = before.right - right >= 0.5 * depth && before.left - left >= 0.5 * depth;
    if (deep && both && lasted >= MIN_BLINK_MICROS && lasted <= MAX_BLINK_MICROS) {
      blinks.addLast(new Blink(start, end, Math.min(1, depth / open)));
    }
  }

  private static long crossing(Sample a, Sample b, double level) {
    double share = (a.mean() - level) / (a.mean() - b.mean());
    return a.micros + Math.round(share * (b.micros - a.micros));
  }

  /** Median of each eye over the samples before this one, about 0.4 s. */
  private Sample before(Sample sample) {
    var right = new double[BEFORE];
    var left = new double[BEFORE];
    int n = 0;
    for (var it = window.descendingIterator(); it.hasNext() && n < BEFORE; ) {
      var s = it.next();
      if (s == sample) continue;
      right[n] = s.right;
      left[n++] = s.left;
    }
    return new Sample(sample.micros, Statistics.median(right), Statistics.median(left));
  }

  private Sample previous(Sample sample) {
    for (var it = window.descendingIterator(); it.hasNext(); ) {
      var s = it.next();
      if (s != sample) return s;
    }
    return sample;
  }

  /** Blinks that began at or after a capture time, oldest first, of the last minute. */
  public List<Blink> since(long micros) {
    return blinks.stream().filter(b -> b.startMicros >= micros).toList();
  }

  /** The ratio of the eyes when open, over the last seconds; NaN before it is known. */
  public double open() {
    return open;
  }

  /** Forgets everything, as for another face. */
  public void clear() {
    restart();
    blinks.clear();
  }

  private void restart() {
    window.clear();
    valley.clear();
    open = Double.NaN;
    openDue = Long.MIN_VALUE;
  }
}
