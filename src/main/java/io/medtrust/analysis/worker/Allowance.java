package io.medtrust.analysis.worker;

/**
 * What one verification may use of something, as a token bucket: it earns at a steady rate, saves
 * up a little, and may overdraw by one use, because nobody knows a cost before it was paid. A
 * hostile sender of expensive or many pictures gets no more than anybody.
 *
 * <p>Pure; time is a monotonic clock in nanoseconds. Not thread-safe.
 */
final class Allowance {
  private final double perSecond;
  private final double most;
  private double held;
  private long countedAt;

  /**
   * @param perSecond units earned a second
   * @param seconds how long of it can be saved up
   */
  Allowance(double perSecond, double seconds, long nowNanos) {
    this.perSecond = perSecond;
    this.most = perSecond * seconds;
    this.held = most;
    this.countedAt = nowNanos;
  }

  /** Whether something is left. */
  boolean left(long nowNanos) {
    if (nowNanos > countedAt) {
      held = Math.min(most, held + perSecond * (nowNanos - countedAt) / 1e9);
      countedAt = nowNanos;
    }
    return held > 0;
  }

  /** Whether so much was overdrawn that it takes longer than that to earn it back. */
  boolean overdrawn(double seconds) {
    return held < -perSecond * seconds;
  }

  /** Takes a use, whether or not it was left. */
  void spend(double units) {
    held -= units;
  }
}
