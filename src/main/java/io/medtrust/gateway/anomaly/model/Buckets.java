package io.medtrust.gateway.anomaly.model;

/**
 * Sums over a sliding window in steps: the window of {@code n} steps holds the running step and the
 * {@code n - 1} before it.
 */
final class Buckets {
  private final int steps;
  private final int fields;
  private final long stepMillis;
  private final float[] values;
  private final float[] sums;
  private long step = Long.MIN_VALUE;

  Buckets(int steps, long stepMillis, int fields) {
    this.steps = steps;
    this.stepMillis = stepMillis;
    this.fields = fields;
    this.values = new float[steps * fields];
    this.sums = new float[fields];
  }

  void advance(long nowMillis) {
    long now = Math.floorDiv(nowMillis, stepMillis);
    if (now <= step) return;
    long gone = step == Long.MIN_VALUE ? steps : Math.min(steps, now - step);
    for (long s = now - gone + 1; s <= now; s++) {
      int at = (int) Math.floorMod(s, (long) steps) * fields;
      for (int f = 0; f < fields; f++) values[at + f] = 0;
    }
    step = now;
    // added up anew, so that rounding does not add up
    for (int f = 0; f < fields; f++) {
      float sum = 0;
      for (int s = 0; s < steps; s++) sum += values[s * fields + f];
      sums[f] = sum;
    }
  }

  void add(int field, float value) {
    values[(int) Math.floorMod(step, (long) steps) * fields + field] += value;
    sums[field] += value;
  }

  float sum(int field) {
    return sums[field];
  }
}
