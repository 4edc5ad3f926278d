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
  // A key frame at a low rate moves block means by up to 5 levels (measured: H.264 at 150 kbit/s).
  private static final float REDRAWN = 0.5f;
  private final long windowMicros;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private double pictureSpan = Double.NaN;
  private double faceSpan = Double.NaN;
  private boolean full;
  private long keyFrames;

  private record Sample(long micros, int width, int height, float[] grid, long keyFrames) {}

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
    if (o.keyFrame()) keyFrames++;
    var f = o.frame();
    var last = samples.peekLast();
    if (last != null) {
      boolean other = last.width != f.gridWidth() || last.height != f.gridHeight();
      // A pause is no evidence of stillness, and neither is what was before another size.
      if (other || now < last.micros || now - last.micros > 1_000_000) clear();
      else if (now - last.micros < STEP_MICROS) return false;
    }
    while (!samples.isEmpty() && now - samples.peekFirst().micros > windowMicros) {
      samples.pollFirst();
    }
    full = !samples.isEmpty() && now - samples.peekFirst().micros >= windowMicros - 2 * STEP_MICROS;
    pictureSpan = 0;
    faceSpan = o.box() == null ? Double.NaN : 0;
    for (var s : samples) {
      float weight = s.keyFrames == keyFrames ? 1 : REDRAWN;
      var changes = new float[f.grid().length];
      for (int i = 0; i < changes.length; i++) {
        changes[i] = weight * Math.abs(f.grid()[i] - s.grid[i]);
      }
      if (o.box() != null) faceSpan = Math.max(faceSpan, top(inside(changes, o), 0.05));
      pictureSpan = Math.max(pictureSpan, top(changes, 0.01));
    }
    samples.addLast(new Sample(now, f.gridWidth(), f.gridHeight(), f.grid(), keyFrames));
    return true;
  }

  /** Forgets everything. */
  public void clear() {
    samples.clear();
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

  private static double top(float[] values, double share) {
    Arrays.sort(values);
    int n = Math.max(3, (int) Math.ceil(values.length * share));
    n = Math.min(n, values.length);
    double sum = 0;
    for (int i = values.length - n; i < values.length; i++) sum += values[i];
    return sum / n;
  }
}
