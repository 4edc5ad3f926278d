package io.medtrust.gateway.limits;

/**
 * One principal's allowance in one window: what was leased from the count that all nodes share, and
 * not used yet. Pure; the caller locks it.
 *
 * <p>A lease is a fiftieth of the limit. The sum over nodes never exceeds the limit; a node may
 * refuse early while others hold leases that they do not use, at most a fiftieth of the limit each.
 */
final class Window {
  private static final int LEASES = 50;

  private final int limit;
  final int lease;
  final long endsMillis;
  private int left;

  /** Of the shared count, at the last lease. */
  private long counted;

  private boolean exhausted;

  Window(int limit, long endsMillis) {
    this.limit = limit;
    this.endsMillis = endsMillis;
    this.lease = Math.max(1, limit / LEASES);
  }

  /** Takes one from what is leased; false when there is nothing left. */
  boolean take() {
    if (left == 0) return false;
    left--;
    return true;
  }

  /** Nothing more can be leased in this window. */
  boolean exhausted() {
    return exhausted;
  }

  /**
   * A lease was counted.
   *
   * @param count what the shared count was raised to by it
   */
  void leased(long count) {
    counted = count;
    long granted = Math.clamp(limit - (count - lease), 0, lease);
    left += (int) granted;
    exhausted = granted < lease;
  }

  /** The shared count as last seen, for going on without it. */
  long countedHere() {
    return counted;
  }

  /** What this node knows of: the requests left in the window. */
  int remaining() {
    return (int) Math.max(0, Math.min(limit, limit - counted + left));
  }

  int limit() {
    return limit;
  }
}
