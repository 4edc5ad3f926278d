package io.medtrust.trust;

import io.medtrust.bus.Alert;
import io.medtrust.bus.Reading;
import io.medtrust.bus.TrustUpdate;
import java.util.List;

/**
 * Trust of one verification outside of a node, for measuring: the node's own core with the default
 * thresholds, on the caller's clock, without records and chain. Not thread-safe.
 */
public final class TrustTrace {
  /** One computation, and the alerts that it raised or ended. */
  public record Step(TrustUpdate update, List<Alert> alerts) {}

  private final TrustCore core;

  public TrustTrace(String session, String verification, TrustSettings settings) {
    core = new TrustCore(session, verification, settings);
  }

  /**
   * @param nowMillis epoch milliseconds at which it arrived
   */
  public void reading(Reading reading, long nowMillis) {
    core.update(reading, nowMillis);
  }

  /** Analysis is gone. */
  public void unavailable(String why, long nowMillis) {
    core.unavailable(why, nowMillis);
  }

  public Step compute(long nowMillis) {
    var computed = core.compute(nowMillis);
    return new Step(computed.update(), computed.alerts());
  }
}
