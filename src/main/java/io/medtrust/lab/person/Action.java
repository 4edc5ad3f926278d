package io.medtrust.lab.person;

/**
 * Something that the person does when told.
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
      case TURN_LEFT -> 32 * held(t, 0.5, holdSeconds, 0.5);
      case TURN_RIGHT -> -32 * held(t, 0.5, holdSeconds, 0.5);
      case LOOK_AWAY -> 18 * held(t, 0.4, holdSeconds, 0.5);
      case WALK_OFF -> {
        // Faces where it goes, and where it comes from.
        double x = t - atSeconds;
        double away = LEAVING + holdSeconds / 2;
        yield x < away
            ? 45 * held(t, 0.4, holdSeconds + 2, 0.2)
            : -25 * Noise.step(LEAVING + holdSeconds + COMING, LEAVING + holdSeconds + 0.4, x);
      }
      case NOD, BLINK_TWICE, CLOSE_EYES, LOOK_DOWN -> 0;
    };
  }

  /** Degrees downwards. */
  double pitch(double t) {
    if (kind == Kind.LOOK_DOWN) return 19 * held(t, 0.5, holdSeconds, 0.5);
    if (kind != Kind.NOD) return 0;
    double x = t - atSeconds;
    return x <= 0 || x >= 1.2 ? 0 : 9 * Math.pow(Math.sin(Math.PI * x / 0.6), 2);
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
