package io.medtrust.analysis.detect.lipsync;

import java.util.Arrays;

/**
 * A value for each 40 ms of the last minute, NaN where there is none, by media time; so that what
 * comes at different times and rates can be compared. Not thread-safe.
 */
final class Slots {
  static final int SLOT_MICROS = 40_000;
  static final int PER_SECOND = 25;
  static final int KEPT = 60 * PER_SECOND;

  private final float[] values = new float[KEPT];
  private long newest = Long.MIN_VALUE;

  Slots() {
    Arrays.fill(values, Float.NaN);
  }

  static long slot(long micros) {
    return Math.floorDiv(micros, SLOT_MICROS);
  }

  void put(long slot, float value) {
    if (newest != Long.MIN_VALUE && slot <= newest - KEPT) {
      // Time jumped back: another publisher.
      newest = Long.MIN_VALUE;
    }
    if (newest == Long.MIN_VALUE || slot - newest >= KEPT) {
      Arrays.fill(values, Float.NaN);
      newest = slot;
    }
    for (; newest < slot; newest++) values[index(newest + 1)] = Float.NaN;
    values[index(slot)] = value;
  }

  private static int index(long slot) {
    return (int) Math.floorMod(slot, (long) KEPT);
  }

  /** NaN for what is too old, not yet there or missing. */
  float at(long slot) {
    return newest == Long.MIN_VALUE || slot > newest || slot <= newest - KEPT
        ? Float.NaN
        : values[index(slot)];
  }

  /** The newest slot; {@code Long.MIN_VALUE} before the first. */
  long newest() {
    return newest;
  }
}
