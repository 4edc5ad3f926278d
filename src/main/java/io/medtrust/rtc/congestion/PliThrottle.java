package io.medtrust.rtc.congestion;

/**
 * Lets at most one key-frame request per interval through to a source, whatever many subscribers
 * ask, and remembers one that came too early. Not thread-safe.
 */
public final class PliThrottle {
  /** Half a second: a key frame costs about ten ordinary frames. */
  public static final long DEFAULT_INTERVAL_NANOS = 500_000_000;

  private final long intervalNanos;
  private boolean sent;
  private long sentNanos;
  private boolean pending;

  public PliThrottle() {
    this(DEFAULT_INTERVAL_NANOS);
  }

  /**
   * @param intervalNanos least time between two requests
   */
  public PliThrottle(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  /**
   * Somebody needs a key frame.
   *
   * @return true when the request is to be sent now; else it is remembered for {@link #poll}
   */
  public boolean request(long nowNanos) {
    if (!sent || nowNanos - sentNanos >= intervalNanos) {
      sent = true;
      sentNanos = nowNanos;
      pending = false;
      return true;
    }
    pending = true;
    return false;
  }

  /**
   * @return true when a remembered request is to be sent now
   */
  public boolean poll(long nowNanos) {
    return pending && request(nowNanos);
  }

  /** A key frame came: what was remembered is answered. */
  public void keyFrameArrived() {
    pending = false;
  }

  /** When {@link #poll} is to be called, or {@link Long#MAX_VALUE}. */
  public long nextNanos() {
    return pending ? sentNanos + intervalNanos : Long.MAX_VALUE;
  }
}
