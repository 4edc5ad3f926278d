package io.medtrust.analysis.detect.injection;

import io.medtrust.analysis.face.FaceObservation;
import java.util.Arrays;

/**
 * Finds hard cuts: from one picture to the next everything is elsewhere, while shortly before and
 * after little changes. A camera that is turned moves through several pictures, and a lamp that is
 * switched leaves edges where they are. Compares block means, so another size of the same scene is
 * no cut. Not thread-safe.
 */
final class CutMeter {
  /** Pictures before and after that are compared for quiet. */
  private static final int AROUND = 3;

  private static final int KEPT = 2 * AROUND + 1;
  private static final long LONGEST_STEP_MICROS = 150_000;
  private static final double STRUCTURE_BELOW = 0.85;
  private static final double EDGES_BELOW = 0.7;
  private static final double JUMP = 10;
  private static final double QUIET_SHARE = 1 / 3.0;

  private final float[][] grids = new float[KEPT][];
  private final long[] times = new long[KEPT];
  private int width;
  private int height;
  private int count;
  private double structure = 1;
  private double edges = 1;
  private double jump;

  /**
   * Takes an undamaged picture.
   *
   * @return whether the picture {@value #AROUND} before it was the first after a cut
   */
  boolean add(FaceObservation o) {
    var f = o.frame();
    boolean other = f.gridWidth() != width || f.gridHeight() != height;
    long now = o.captureTimeMicros();
    if (other || count > 0 && now <= times[(count - 1) % KEPT]) count = 0;
    width = f.gridWidth();
    height = f.gridHeight();
    grids[count % KEPT] = f.grid();
    times[count % KEPT] = now;
    count++;
    return count >= KEPT && cut();
  }

  private float[] back(int n) {
    return grids[(count - 1 - n) % KEPT];
  }

  private boolean cut() {
    var after = back(AROUND);
    var before = back(AROUND + 1);
    long step = times[(count - 1 - AROUND) % KEPT] - times[(count - 2 - AROUND) % KEPT];
    double change = change(before, after);
    if (change < JUMP || step > LONGEST_STEP_MICROS) return false;
    double quiet = change * QUIET_SHARE;
    for (int n = 0; n < KEPT - 1; n++) {
      if (n != AROUND && change(back(n), back(n + 1)) > quiet) return false;
    }
    double r = correlation(before, after);
    double e = correlation(edges(before), edges(after));
    if (r >= STRUCTURE_BELOW || e >= EDGES_BELOW) return false;
    structure = r;
    edges = e;
    jump = change;
    return true;
  }

  /** Correlation of the block means across the last cut, -1..1. */
  double structure() {
    return structure;
  }

  /** Correlation of the edges across the last cut, -1..1. */
  double edges() {
    return edges;
  }

  /** Mean change of the blocks at the last cut, grey levels. */
  double jump() {
    return jump;
  }

  private static double change(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
    return sum / a.length;
  }

  /** Each block against the mean of its four neighbours, held to ±20: no lamp's work. */
  private float[] edges(float[] grid) {
    var out = new float[grid.length];
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int i = y * width + x;
        float around = (grid[i - 1] + grid[i + 1] + grid[i - width] + grid[i + width]) / 4;
        out[i] = Math.clamp(grid[i] - around, -20f, 20f);
      }
    }
    return out;
  }

  private static double correlation(float[] a, float[] b) {
    double ma = 0;
    double mb = 0;
    for (int i = 0; i < a.length; i++) {
      ma += a[i] / a.length;
      mb += b[i] / a.length;
    }
    double ab = 0;
    double aa = 1e-9;
    double bb = 1e-9;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / Math.sqrt(aa * bb);
  }

  void clear() {
    count = 0;
    Arrays.fill(grids, null);
  }
}
