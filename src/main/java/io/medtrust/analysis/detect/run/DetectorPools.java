package io.medtrust.analysis.detect.run;

import java.util.HashMap;
import java.util.Map;

/** A pool of threads for each family of detectors; one of it serves the whole worker. */
public final class DetectorPools implements AutoCloseable {
  private final DetectorSettings settings;
  private final Map<String, DetectorPool> pools = new HashMap<>();

  public DetectorPools(DetectorSettings settings) {
    this.settings = settings;
  }

  DetectorSettings settings() {
    return settings;
  }

  synchronized DetectorPool of(String family) {
    return pools.computeIfAbsent(
        family, name -> new DetectorPool(name, settings.threads(), settings.hungLimit()));
  }

  /**
   * Looks for threads that hang for a verification that has ended; call it once a second.
   *
   * @param nowNanos as {@code System.nanoTime()}
   */
  public synchronized void sweep(long nowNanos) {
    for (var pool : pools.values()) pool.sweep(nowNanos, settings.hangNanos() * 2);
  }

  /** Threads given up and not come back, over all families. */
  public synchronized int givenUp() {
    return pools.values().stream().mapToInt(DetectorPool::givenUp).sum();
  }

  @Override
  public synchronized void close() {
    pools.values().forEach(DetectorPool::close);
    pools.clear();
  }
}
