package io.medtrust.lab.person;

/**
 * The heart: its phase at any time, with the variability of real ones. The rate is modulated by
 * breathing (about 0.25 Hz), by the 0.1 Hz wave of blood pressure and by slow wandering, as sines
 * of incommensurate frequencies whose integral is known, so that the phase needs no summing up.
 */
final class HeartBeat {
  private static final int WAVES = 7;
  private final double bpm;
  private final double breathHertz;
  private final double[] hertz = new double[WAVES];
  private final double[] depth = new double[WAVES];
  private final double[] offset = new double[WAVES];

  /**
   * @param bpm mean rate, 42..210
   * @param variability relative deviation of the momentary rate, about 0.03
   */
  HeartBeat(long seed, double bpm, double breathHertz, double variability) {
    if (!(bpm >= 42 && bpm <= 210)) throw new IllegalArgumentException("bpm must be 42..210");
    this.bpm = bpm;
    this.breathHertz = breathHertz;
    long s = Noise.seed(seed, "heart");
    double[] base = {breathHertz, 0.61 * breathHertz, 0.1, 0.083, 0.027, 0.011, 0.0043};
    double[] share = {0.6, 0.2, 0.45, 0.3, 0.35, 0.3, 0.3};
    for (int i = 0; i < WAVES; i++) {
      hertz[i] = base[i] * Noise.between(s, i, 0.93, 1.07);
      depth[i] = Math.sqrt(2) * variability * share[i];
      offset[i] = 2 * Math.PI * Noise.unit(s, 100 + i);
    }
    hertz[0] = breathHertz;
  }

  /** Momentary rate, beats a minute. */
  double bpm(double t) {
    double rate = 1;
    for (int i = 0; i < WAVES; i++)
      rate += depth[i] * Math.cos(2 * Math.PI * hertz[i] * t + offset[i]);
    return bpm * rate;
  }

  /** Beats since time 0 (and some constant). */
  double phase(double t) {
    double beats = t;
    for (int i = 0; i < WAVES; i++) {
      beats +=
          depth[i] / (2 * Math.PI * hertz[i]) * Math.sin(2 * Math.PI * hertz[i] * t + offset[i]);
    }
    return bpm / 60 * beats;
  }

  /** Mean rate over a stretch of time, beats a minute. */
  double meanBpm(double from, double to) {
    return 60 * (phase(to) - phase(from)) / (to - from);
  }

  /**
   * Blood volume in the skin at a phase: steep rise, slow fall with the second hump; mean 0, about
   * -1..1, as the first three harmonics of finger plethysmograms.
   */
  static double volume(double phase) {
    double a = 2 * Math.PI * phase;
    return 0.72 * Math.sin(a) + 0.3 * Math.sin(2 * a - 0.5) + 0.1 * Math.sin(3 * a - 1.1);
  }

  /** Chest, -1 (breathed out) .. 1; breathing out takes longer. */
  double breath(double t) {
    double a = 2 * Math.PI * breathHertz * t + offset[0];
    return Math.sin(a + 0.35 * Math.sin(a));
  }
}
