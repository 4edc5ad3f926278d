package io.medtrust.lab.person;

/**
 * Something that the person does when told; by the time when it begins a little faster or slower,
 * farther or less far, since nobody does a thing twice alike.
 *
 * @param atSeconds when the movement begins
 * @param holdSeconds how long it is held; nothing to a nod and to blinks
 */
public record Action(Kind kind, double atSeconds, double holdSeconds) {
  private static final double LEAVING = 1.2;
  private static final double COMING = 1.4;

  /** Left and right are the person's own. */
  public enum Kind {
    TURN_LEFT(0.8),
    TURN_RIGHT(0.8),
    NOD(0),
    BLINK_TWICE(0),
    CLOSE_EYES(1.5),
    LOOK_AWAY(1.5),
    /** As one reads or writes on the table. */
    LOOK_DOWN(4),
    /** Out of the picture, to the person's left; held is the time between leaving and coming. */
    WALK_OFF(10);

    private final double usualHold;

    Kind(double usualHold) {
      this.usualHold = usualHold;
    }
  }

  /** The action, held as long as is usual for it. */
  public Action(Kind kind, double atSeconds) {
    this(kind, atSeconds, kind.usualHold);
  }

  /** Whether it may change anything at that time. */
  boolean during(double t) {
    double x = t - atSeconds;
    return x > 0 && x < holdSeconds + 3;
  }

  // 0 → about 1 within about the rise, stays, falls back.
  private double held(double t, double rise, double hold, double fall) {
    double x = t - atSeconds;
    if (x <= 0) return 0;
    rise *= own(1, 0.75, 1.5);
    fall *= own(2, 0.75, 1.6);
    if (x >= rise + hold + fall) return 0;
    double so =
        x < rise + hold ? Noise.step(0, rise, x) : Noise.step(rise + hold + fall, rise + hold, x);
    // Held, it still wavers.
    return so * own(3, 0.93, 1.1) * (1 + 0.06 * Noise.wander(begin(), 0.7 * x));
  }

  private long begin() {
    return Double.doubleToLongBits(atSeconds);
  }

  private double own(int which, double from, double to) {
    return Noise.between(begin(), which, from, to);
  }

  /** Degrees to the person's left. */
  double yaw(double t) {
    return switch (kind) {
      case TURN_LEFT -> 32 * held(t, 0.5, holdSeconds, 0.5);
      case TURN_RIGHT -> -32 * held(t, 0.5, holdSeconds, 0.5);
      case LOOK_AWAY -> 18 * held(t, 0.4, holdSeconds, 0.5);
      case WALK_OFF -> {
        // Faces where it goes, and the screen when it comes.
        double x = t - atSeconds;
        yield x < LEAVING * 1.5 + holdSeconds / 2 ? 45 * held(t, 0.4, holdSeconds, 0.4) : 0;
      }
      case NOD, BLINK_TWICE, CLOSE_EYES, LOOK_DOWN -> 0;
    };
  }

  /** Degrees downwards. */
  double pitch(double t) {
    if (kind == Kind.LOOK_DOWN) return 19 * held(t, 0.5, holdSeconds, 0.5);
    if (kind != Kind.NOD) return own(4, -0.15, 0.2) * yaw(t);
    double x = (t - atSeconds) / own(5, 0.8, 1.3);
    return x <= 0 || x >= 1.2
        ? 0
        : own(3, 6, 10) * Math.pow(Math.sin(Math.PI * x / 0.6), 2) * (1 - own(6, 0, 0.5) * x);
  }

  /** Centimetres to the picture's right. */
  double right(double t) {
    return kind == Kind.WALK_OFF ? 60 * held(t, LEAVING, holdSeconds, COMING) : 0;
  }

  /** 0 open .. 1 closed. */
  double lid(double t) {
    if (kind == Kind.CLOSE_EYES) return held(t, 0.1, holdSeconds, 0.2);
    if (kind != Kind.BLINK_TWICE) return 0;
    return Math.max(Blinks.shape(t - atSeconds, 0.28), Blinks.shape(t - atSeconds - 0.55, 0.28));
  }

  /** How far the eyes go to the person's left, radians. */
  double gaze(double t) {
    return kind == Kind.LOOK_AWAY ? 0.5 * held(t, 0.15, holdSeconds + 0.5, 0.2) : 0;
  }
}
