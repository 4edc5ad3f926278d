package io.medtrust.analysis.detect.frame;

import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Tells a frozen picture from a person who sits still.
 *
 * <p>A frozen source is not an exact repeat after a codec: the encoder goes on refining it, and
 * each key frame draws it anew. But the refinement leaves the means of 16 × 16 pixels where they
 * are, while a living person moves an edge of the face, an eyelid or a lip within seconds. So:
 * block means five times a second, and the largest change between now and any moment of the last
 * seconds ("span"), taken where a face is, else over the whole picture. Of the blocks the most
 * changed 5 % (of the face; 1 % of the picture) are averaged, so that one block's noise does not
 * decide.
 *
 * <p>Not thread-safe.
 */
public final class StillMeter {
  private static final long STEP_MICROS = 200_000;
  // After a key frame at a low rate the encoder needs this long to draw the picture well again.
  private static final long SETTLING_MICROS = 600_000;
  // Were each of many key frames forgiven, a living person would look still between them.
  private static final long FORGIVEN_MICROS = 5_000_000;
  private final long windowMicros;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private double pictureSpan = Double.NaN;
  private double faceSpan = Double.NaN;
  private boolean full;
  private long forgiven = Long.MIN_VALUE;
  private float[] beforeKeyFrame;

  private record Sample(long micros, int width, int height, float[] grid) {}

  /**
   * @param windowSeconds how long nothing may have moved
   */
  public StillMeter(double windowSeconds) {
    windowMicros = Math.round(windowSeconds * 1e6);
  }

  /**
   * Takes an undamaged observation.
   *
   * @return whether the spans were computed anew
   */
  public boolean add(FaceObservation o) {
    long now = o.captureTimeMicros();
    var f = o.frame();
    var last = samples.peekLast();
    if (last != null) {
      boolean other = last.width != f.gridWidth() || last.height != f.gridHeight();
      // A pause is no evidence of stillness, and neither is what was before another size.
      if (other || now < last.micros || now - last.micros > 1_000_000) clear();
      else if (redrawn(o, last)) return false;
      else if (now - last.micros < STEP_MICROS) return false;
    }
    while (!samples.isEmpty() && now - samples.peekFirst().micros > windowMicros) {
      samples.pollFirst();
    }
    // What was left out after a key frame may lie at the window's beginning.
    long needed = windowMicros - SETTLING_MICROS - STEP_MICROS;
    full = !samples.isEmpty() && now - samples.peekFirst().micros >= needed;
    pictureSpan = 0;
    faceSpan = o.box() == null ? Double.NaN : 0;
    for (var s : samples) {
      var changes = new float[f.grid().length];
      for (int i = 0; i < changes.length; i++) {
        changes[i] = Math.abs(f.grid()[i] - s.grid[i]);
      }
      if (o.box() != null) faceSpan = Math.max(faceSpan, top(inside(changes, o), 0.05));
      pictureSpan = Math.max(pictureSpan, top(changes, 0.01));
    }
    samples.addLast(new Sample(now, f.gridWidth(), f.gridHeight(), f.grid().clone()));
    return true;
  }

  /**
   * Takes the redrawing by a key frame out of what is remembered.
   *
   * @return whether the encoder is still at it, so that nothing should be measured
   */
  private boolean redrawn(FaceObservation o, Sample last) {
    long now = o.captureTimeMicros();
    if (beforeKeyFrame == null) {
      boolean due = forgiven == Long.MIN_VALUE || now - forgiven > FORGIVEN_MICROS;
      if (!o.keyFrame() || !due) return false;
      forgiven = now;
      beforeKeyFrame = last.grid.clone();
    }
    if (now - forgiven < SETTLING_MICROS) return true;
    var grid = o.frame().grid();
    for (var s : samples) {
      for (int i = 0; i < grid.length; i++) s.grid[i] += grid[i] - beforeKeyFrame[i];
    }
    beforeKeyFrame = null;
    return false;
  }

  /** Forgets everything. */
  public void clear() {
    samples.clear();
    beforeKeyFrame = null;
    forgiven = Long.MIN_VALUE;
    full = false;
    pictureSpan = Double.NaN;
    faceSpan = Double.NaN;
  }

  /** Whether the window is full. */
  public boolean full() {
    return full;
  }

  /** Largest change in the picture within the window, grey levels 0..255. */
  public double pictureSpan() {
    return pictureSpan;
  }

  /** Largest change where the face is; NaN without a face. */
  public double faceSpan() {
    return faceSpan;
  }

  /** The span that decides: of the face when there is one. */
  public double span() {
    return Double.isNaN(faceSpan) ? pictureSpan : faceSpan;
  }

  /**
   * Whether a face has stood still for the whole window. Without a face nothing is said: an empty
   * room stands still too, and after a codec looks like a frozen picture.
   */
  public boolean faceStill(double limit) {
    return full && faceSpan < limit;
  }

  private static float[] inside(float[] changes, FaceObservation o) {
    int w = o.frame().gridWidth();
    int h = o.frame().gridHeight();
    double sx = (double) w / o.width();
    double sy = (double) h / o.height();
    var box = o.box();
    int x0 = Math.clamp((int) (box.x() * sx), 0, w - 1);
    int x1 = Math.clamp((int) ((box.x() + box.width()) * sx), x0, w - 1);
    int y0 = Math.clamp((int) (box.y() * sy), 0, h - 1);
    int y1 = Math.clamp((int) ((box.y() + box.height()) * sy), y0, h - 1);
    var out = new float[(x1 - x0 + 1) * (y1 - y0 + 1)];
    int at = 0;
    for (int y = y0; y <= y1; y++) {
      for (int x = x0; x <= x1; x++) out[at++] = changes[y * w + x];
    }
    return out;
  }

  /** Mean of the largest values: this share of them, and three at least. */
  static double top(float[] values, double share) {
    int n = Math.max(3, (int) Math.ceil(values.length * share));
    n = Math.min(n, values.length);
    // The few largest so far, ascending: sorting all of them was most of this meter's cost.
    var largest = new float[n];
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    for (float value : values) {
      if (!(value > largest[0])) continue;
      int at = 0;
      for (; at + 1 < n && largest[at + 1] < value; at++) largest[at] = largest[at + 1];
      largest[at] = value;
    }
    double sum = 0;
    for (float value : largest) sum += value;
    return sum / n;
  }
}
