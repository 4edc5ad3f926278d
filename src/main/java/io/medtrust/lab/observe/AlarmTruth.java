package io.medtrust.lab.observe;

import java.util.function.DoublePredicate;

/**
 * Whether an alarm says what was so. By the synthetic person's exact truth, not by what the tracker
 * saw: {@code no_face} is right when the face was out of the picture, {@code silent} when the
 * microphone was off, both for what the alarm must hold before it is raised; any other alarm about
 * a genuine person is false.
 */
final class AlarmTruth {
  private static final double STEP = 0.1;
  // Two readings a second say it, so the first may come so much after it began.
  private static final double LATE = 0.6;
  private static final double SHARE = 0.9;

  private final DoublePredicate away;
  private final DoublePredicate muted;
  private final double presenceSeconds;
  private final double silentSeconds;

  /**
   * @param away whether the face is out of the picture at a time, seconds
   * @param presenceSeconds for which no face must hold
   * @param silentSeconds for which silence must hold
   */
  AlarmTruth(
      DoublePredicate away, DoublePredicate muted, double presenceSeconds, double silentSeconds) {
    this.away = away;
    this.muted = muted;
    this.presenceSeconds = presenceSeconds;
    this.silentSeconds = silentSeconds;
  }

  /** Whether an alarm raised at a time says what was so. */
  boolean fact(String trigger, double seconds) {
    return switch (trigger) {
      case "no_face" -> held(away, seconds, presenceSeconds);
      case "silent" -> held(muted, seconds, silentSeconds);
      default -> false;
    };
  }

  private static boolean held(DoublePredicate so, double until, double length) {
    int n = 0;
    int yes = 0;
    // No reading is later than now, and none that counts is earlier than the alarm's time before.
    for (double t = until - length; t <= until - LATE; t += STEP) {
      n++;
      if (so.test(t)) yes++;
    }
    return yes >= SHARE * n;
  }
}
