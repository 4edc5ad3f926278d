package io.medtrust.gateway.anomaly.forest;

/**
 * SplitMix64 (Steele, Lea, Flood 2014). Own, because its whole state is one number that a model
 * file can keep: a forest that was loaded goes on exactly as the one that was saved.
 */
final class Dice {
  private long state;

  Dice(long seed) {
    state = seed;
  }

  long state() {
    return state;
  }

  private long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** 0 (inclusive) to 1 (exclusive). */
  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** 0 to {@code bound - 1}. */
  int below(int bound) {
    return (int) (unit() * bound);
  }
}
