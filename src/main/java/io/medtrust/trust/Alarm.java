package io.medtrust.trust;

/**
 * One alarm with de-bounce: its condition must hold for a while before it is raised, and be gone
 * for a while before it ends. When nothing can be known of the condition, an alarm that is not
 * raised begins to wait anew, and one that is raised stays, until it is forgotten.
 */
final class Alarm {
  /** What is known of the condition now. */
  enum Seen {
    YES,
    NO,
    UNKNOWN
  }

  enum Change {
    NONE,
    RAISED,
    ENDED
  }

  private static final long NEVER = Long.MIN_VALUE;

  private final long raiseMillis;
  private final long releaseMillis;
  private final long forgetMillis;
  private long since = NEVER;
  private long goneSince = NEVER;
  private long unknownSince = NEVER;
  private long raisedAt = NEVER;

  Alarm(long raiseMillis, long releaseMillis, long forgetMillis) {
    this.raiseMillis = raiseMillis;
    this.releaseMillis = releaseMillis;
    this.forgetMillis = forgetMillis;
  }

  boolean active() {
    return raisedAt != NEVER;
  }

  /** Epoch milliseconds; only while active. */
  long raisedAt() {
    return raisedAt;
  }

  Change step(Seen seen, long now) {
    since = seen == Seen.YES ? first(since, now) : NEVER;
    goneSince = seen == Seen.NO ? first(goneSince, now) : NEVER;
    unknownSince = seen == Seen.UNKNOWN ? first(unknownSince, now) : NEVER;
    if (!active()) {
      if (since == NEVER || now - since < raiseMillis) return Change.NONE;
      raisedAt = now;
      return Change.RAISED;
    }
    boolean over =
        goneSince != NEVER && now - goneSince >= releaseMillis
            || unknownSince != NEVER && now - unknownSince >= forgetMillis;
    if (!over) return Change.NONE;
    raisedAt = NEVER;
    return Change.ENDED;
  }

  private static long first(long before, long now) {
    return before == NEVER ? now : before;
  }
}
