package io.medtrust.trust;

import io.medtrust.bus.Alert;
import io.medtrust.bus.Reading;
import java.util.List;

/**
 * Trust of one verification as {@link TrustVerticle} computes it, without bus, clock and records:
 * for measurements that go faster than time does. Pure; times are epoch milliseconds. Not
 * thread-safe.
 */
public final class OfflineTrust {
  private final TrustCore core;

  public OfflineTrust(String session, String verification, TrustSettings settings) {
    core = new TrustCore(session, verification, settings);
  }

  /** A reading that arrives now. */
  public void update(Reading reading, long now) {
    core.update(reading, now);
  }

  /**
   * One computation; the node makes {@link TrustSettings#rateHz} a second.
   *
   * @return alarms that were raised or ended by it
   */
  public List<Alert> compute(long now) {
    return core.compute(now).alerts();
  }
}
