package io.medtrust.analysis.detect.replay;

import java.util.Arrays;

/**
 * Turns pictures, given as block means at whatever times they come, into ten signatures of motion a
 * second. A signature is the change of each block over half a second (means of 0.3 s each), without
 * what all blocks share, compressed by {@code d / (|d| + softness)} so that a still wall's noise
 * counts little and a nod does not outweigh all else, and projected by a fixed matrix of ±1
 * (Johnson and Lindenstrauss; Achlioptas 2003) to {@value #SIZE} bytes.
 *
 * <p>Differences in space and time are what video fingerprints keep (Oostveen, Kalker and Haitsma
 * 2002); that they are kept with their size and not only with their sign lets stillness be told
 * from motion. Not thread-safe.
 */
final class MotionTicks {
  /** Components of a signature. */
  static final int SIZE = 24;

  static final int TICK_MICROS = 100_000;

  private static final int BOX = 3;
  private static final int GAP = 5;
  private static final int KEPT = BOX + GAP;
  private static final long PAUSE_MICROS = 1_000_000;
  static final float SCALE = 14;

  /** Takes signatures as they come. */
  interface Sink {
    /** A signature; zero where there is nothing to say. Valid during the call. */
    void tick(byte[] signature);

    /** The series is interrupted. */
    void pause();
  }

  private final int cells;
  private final float softness;
  private final float[] matrix;
  private final float[][] sums;
  private final int[] counts = new int[KEPT];
  private final float[] change;
  private final float[] sorted;
  private final byte[] signature = new byte[SIZE];
  private long start = Long.MIN_VALUE;
  private long tick;
  private long newest;
  private long ticksSince;
  private long quietUntil;

  /**
   * @param cells blocks of a picture
   * @param softness change that counts half, grey levels
   */
  MotionTicks(int cells, double softness) {
    this.cells = cells;
    this.softness = (float) softness;
    matrix = signs(cells * SIZE);
    sums = new float[KEPT][cells];
    change = new float[cells];
    sorted = new float[cells];
  }

  /** ±1 / √{@value #SIZE}, the same for all time: remembered signatures depend on it. */
  private static float[] signs(int n) {
    var signs = new float[n];
    long state = 0x9E3779B97F4A7C15L;
    for (int i = 0; i < n; i++) {
      // xorshift64 (Marsaglia 2003).
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      signs[i] = (float) ((state >>> 40 & 1) == 0 ? -1 : 1) / (float) Math.sqrt(SIZE);
    }
    return signs;
  }

  /** Signatures that follow are zero for a while: something moved that was not the scene. */
  void quiet(long untilMicros) {
    quietUntil = Math.max(quietUntil, untilMicros);
  }

  /**
   * Takes a picture.
   *
   * @param micros its capture time
   * @param blocks its block means, or null when there is only the time to tell
   */
  void add(long micros, float[] blocks, Sink sink) {
    if (start == Long.MIN_VALUE || micros < newest || micros - newest > PAUSE_MICROS) {
      if (start != Long.MIN_VALUE) sink.pause();
      start = micros;
      tick = 0;
      ticksSince = 0;
      quietUntil = 0;
      Arrays.fill(counts, 0);
      clear(0);
    }
    newest = micros;
    for (long now = (micros - start) / TICK_MICROS; tick < now; ) {
      close(sink);
      clear(++tick);
    }
    if (blocks == null) return;
    int slot = (int) (tick % KEPT);
    for (int i = 0; i < cells; i++) sums[slot][i] += blocks[i];
    counts[slot]++;
  }

  private void clear(long tick) {
    int slot = (int) (tick % KEPT);
    Arrays.fill(sums[slot], 0);
    counts[slot] = 0;
  }

  private void close(Sink sink) {
    ticksSince++;
    Arrays.fill(signature, (byte) 0);
    boolean quiet = start + (tick + 1) * TICK_MICROS <= quietUntil;
    if (!quiet && ticksSince >= KEPT && mean(tick, 1)) {
      if (mean(tick - GAP, -1)) sign();
    }
    sink.tick(signature);
  }

  /** Adds the mean of the ticks up to one to the change, or takes it away; false without any. */
  private boolean mean(long upTo, int weight) {
    int n = 0;
    for (int k = 0; k < BOX; k++) n += counts[(int) ((upTo - k) % KEPT)];
    if (n == 0) return false;
    float scale = (float) weight / n;
    for (int i = 0; i < cells; i++) {
      float sum = 0;
      for (int k = 0; k < BOX; k++) sum += sums[(int) ((upTo - k) % KEPT)][i];
      change[i] = weight > 0 ? sum * scale : change[i] + sum * scale;
    }
    return true;
  }

  private void sign() {
    System.arraycopy(change, 0, sorted, 0, cells);
    Arrays.sort(sorted);
    float shared = sorted[cells / 2];
    for (int i = 0; i < cells; i++) {
      float d = change[i] - shared;
      change[i] = d / (Math.abs(d) + softness);
    }
    for (int k = 0; k < SIZE; k++) {
      float sum = 0;
      for (int i = 0; i < cells; i++) sum += change[i] * matrix[k * cells + i];
      signature[k] = (byte) Math.clamp(Math.round(sum * SCALE), -127, 127);
    }
  }
}
