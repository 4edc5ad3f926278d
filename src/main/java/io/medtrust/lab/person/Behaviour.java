package io.medtrust.lab.person;

/**
 * What one person's body does by itself, at any time. Angles in degrees, lengths in centimetres.
 */
final class Behaviour {
  private final long seed;
  private final double motion;
  final Blinks blinks;
  final HeartBeat heart;

  /** A moment. */
  record Moment(
      double yaw,
      double pitch,
      double roll,
      double x,
      double y,
      double z,
      double shoulder,
      double gazeX,
      double gazeY,
      Expression expression) {}

  Behaviour(long seed, PersonSettings settings) {
    this.seed = Noise.seed(seed, "behaviour");
    motion = settings.motion();
    double perMinute =
        Double.isNaN(settings.blinksPerMinute())
            ? Noise.between(this.seed, 1, 9, 26)
            : settings.blinksPerMinute();
    blinks = new Blinks(seed, perMinute);
    double bpm =
        Double.isNaN(settings.bpm()) ? Noise.between(this.seed, 2, 55, 95) : settings.bpm();
    heart = new HeartBeat(seed, bpm, Noise.between(this.seed, 3, 0.2, 0.31), 0.025);
  }

  Moment at(double t, Scene scene) {
    double yaw =
        motion * (4.5 * Noise.wander(seed + 10, 0.09 * t) + 1.2 * Noise.wander(seed + 11, 0.5 * t));
    double pitch =
        motion * (2.5 * Noise.wander(seed + 12, 0.08 * t) + 0.9 * Noise.wander(seed + 13, 0.6 * t));
    double roll =
        motion * (2.2 * Noise.wander(seed + 14, 0.07 * t) + 0.5 * Noise.wander(seed + 15, 0.4 * t));
    var mouth = new float[2];
    scene.mouth().at(t, mouth);
    // Who speaks nods along.
    pitch += motion * 1.6 * mouth[0] * Noise.wander(seed + 16, 1.3 * t);
    double lid = blinks.lid(t);
    double gazeX = gaze(seed + 20, t);
    double gazeY = 0.7 * gaze(seed + 21, t);
    double right = 0;
    for (var action : scene.actions()) {
      if (!action.during(t)) continue;
      right += action.right(t);
      yaw += action.yaw(t);
      pitch += action.pitch(t);
      lid = Math.max(lid, action.lid(t));
      gazeX += action.gaze(t);
    }
    double breath = heart.breath(t);
    double uneven = 0.02 * Noise.smooth(seed + 30, t);
    double droop = 0.06 + 0.05 * Noise.wander(seed + 31, 0.1 * t) + Math.max(0, -0.5 * gazeY);
    double lids = Math.clamp(droop + (1 - droop) * lid, 0, 1);
    var expression =
        new Expression(
            Math.clamp(lids + uneven, 0, 1),
            Math.clamp(lids - uneven, 0, 1),
            Math.max(0, mouth[0] * 0.8 + 0.006 + 0.006 * Noise.smooth(seed + 32, 0.4 * t)),
            mouth[1] * 0.7 + 0.15 * Noise.wander(seed + 33, 0.11 * t),
            0.5 * Noise.wander(seed + 34, 0.13 * t)
                - 0.3 * lid
                + 0.3 * mouth[0] * Noise.smooth(seed + 35, t));
    var framing = scene.framing();
    return new Moment(
        framing.yaw() + yaw,
        framing.pitch() + pitch,
        roll,
        framing.right()
            + right
            + motion
                * (1.1 * Noise.wander(seed + 40, 0.06 * t) + 0.03 * Noise.smooth(seed + 41, 3 * t)),
        framing.up()
            + motion
                * (0.5 * Noise.wander(seed + 42, 0.05 * t)
                    + 0.06 * breath
                    + 0.03 * Noise.smooth(seed + 43, 3 * t)),
        motion * (1.5 * Noise.wander(seed + 44, 0.05 * t)),
        0.25 * breath,
        gazeX,
        gazeY,
        expression);
  }

  // Rests for one to three seconds, then jumps within 40 ms; mostly near the screen. Radians.
  private static double gaze(long s, double t) {
    double slot = 1.7;
    long k = (long) Math.floor(t / slot);
    double jump = slot * (k + 0.7 * Noise.unit(s, k));
    double before = target(s, k - 1);
    double after = target(s, k);
    return before
        + (after - before) * Noise.step(jump, jump + 0.04, t)
        + 0.004 * Noise.smooth(s + 1, 5 * t);
  }

  private static double target(long s, long k) {
    double wide = Noise.unit(s + 2, k) < 0.75 ? 0.07 : 0.28;
    return wide * Math.clamp(Noise.normal(s + 3, k), -2, 2) * 0.6;
  }
}
