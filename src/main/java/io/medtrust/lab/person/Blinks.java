package io.medtrust.lab.person;

/**
 * When the eyes close. Intervals are skewed as in people: time is cut into slots of 0.7 s, each
 * begins a blink with the same chance unless the one before did, so that most follow within seconds
 * and few after long. A closing takes a third of the blink, the opening the rest.
 */
final class Blinks {
  private static final double SLOT = 0.7;
  private final long seed;
  private final double chance;

  /**
   * @param perMinute blinks a minute on average, below 60
   */
  Blinks(long seed, double perMinute) {
    this.seed = Noise.seed(seed, "blinks");
    // A slot blinks when it draws one and the slot before drew none: p(1-p) = slots' share.
    double share = Math.min(0.24, perMinute * SLOT / 60);
    chance = (1 - Math.sqrt(1 - 4 * share)) / 2;
  }

  private boolean begins(long slot) {
    return Noise.unit(seed, slot) < chance && Noise.unit(seed, slot - 1) >= chance;
  }

  /** Lids at a time: 0 open .. 1 closed. */
  double lid(double t) {
    long slot = (long) Math.floor(t / SLOT);
    double lid = 0;
    for (long k = slot - 1; k <= slot; k++) {
      if (!begins(k)) continue;
      double start = SLOT * (k + 0.6 * Noise.unit(seed + 1, k));
      lid = Math.max(lid, depth(k) * shape(t - start, length(k)));
    }
    return lid;
  }

  // Most blinks take 180..320 ms, all 120..400 ms.
  private double length(long slot) {
    double n = Noise.normal(seed + 2, slot);
    return Math.clamp(0.24 * Math.exp(0.25 * n), 0.12, 0.4);
  }

  private double depth(long slot) {
    return Noise.unit(seed + 3, slot) < 0.08 ? 0.7 : 1;
  }

  /** One blink of this length that begins at 0: fast down, slower up. */
  static double shape(double t, double length) {
    if (t <= 0 || t >= length) return 0;
    double x = t / length;
    if (x < 0.33) return Noise.step(0, 0.33, x);
    return x < 0.5 ? 1 : Noise.step(1, 0.5, x);
  }

  /** Number of blinks that begin in a stretch of time. */
  int count(double from, double to) {
    int n = 0;
    for (long k = (long) Math.floor(from / SLOT) - 1; k * SLOT < to; k++) {
      double start = SLOT * (k + 0.6 * Noise.unit(seed + 1, k));
      if (begins(k) && start >= from && start < to) n++;
    }
    return n;
  }
}
