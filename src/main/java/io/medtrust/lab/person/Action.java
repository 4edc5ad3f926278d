package io.medtrust.lab.person;

/**
 * Something that the person does when told.
 *
 * @param atSeconds when the movement begins
 */
public record Action(Kind kind, double atSeconds) {
  /** Left and right are the person's own. */
  public enum Kind {
    TURN_LEFT,
    TURN_RIGHT,
    NOD,
    BLINK_TWICE,
    CLOSE_EYES,
    LOOK_AWAY
  }

  // 0 → 1 within the rise, stays, falls back.
  private double held(double t, double rise, double hold, double fall) {
    double x = t - atSeconds;
    if (x <= 0 || x >= rise + hold + fall) return 0;
    return x < rise + hold
        ? Noise.step(0, rise, x)
        : Noise.step(rise + hold + fall, rise + hold, x);
  }

  /** Degrees to the person's left. */
  double yaw(double t) {
    return switch (kind) {
      case TURN_LEFT -> 32 * held(t, 0.5, 0.8, 0.5);
      case TURN_RIGHT -> -32 * held(t, 0.5, 0.8, 0.5);
      case LOOK_AWAY -> 18 * held(t, 0.4, 1.5, 0.5);
      case NOD, BLINK_TWICE, CLOSE_EYES -> 0;
    };
  }

  /** Degrees downwards. */
  double pitch(double t) {
    if (kind != Kind.NOD) return 0;
    double x = t - atSeconds;
    return x <= 0 || x >= 1.2 ? 0 : 9 * Math.pow(Math.sin(Math.PI * x / 0.6), 2);
  }

  /** 0 open .. 1 closed. */
  double lid(double t) {
    if (kind == Kind.CLOSE_EYES) return held(t, 0.1, 1.5, 0.2);
    if (kind != Kind.BLINK_TWICE) return 0;
    return Math.max(Blinks.shape(t - atSeconds, 0.28), Blinks.shape(t - atSeconds - 0.55, 0.28));
  }

  /** How far the eyes go to the person's left, radians. */
  double gaze(double t) {
    return kind == Kind.LOOK_AWAY ? 0.5 * held(t, 0.15, 2.0, 0.2) : 0;
  }
}
