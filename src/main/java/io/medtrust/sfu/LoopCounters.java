package io.medtrust.sfu;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one media loop counts. Only the loop's thread writes, so that counting is a plain addition;
 * readers on other threads see each counter grow, a little late.
 */
final class LoopCounters {
  /** Everything counted besides drops. */
  enum Count {
    PACKETS_IN,
    PACKETS_OUT,
    BYTES_IN,
    BYTES_OUT,
    NACKS_IN,
    NACKS_OUT,
    PLIS_IN,
    PLIS_OUT,
    RTX_IN,
    RTX_OUT,
    FEEDBACK_IN,
    FEEDBACK_OUT,
    HANDED_OVER
  }

  private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);
  private final AtomicLongArray drops = new AtomicLongArray(Drop.values().length);
  private volatile int transports;

  void add(Count count, long n) {
    int i = count.ordinal();
    counts.setOpaque(i, counts.getPlain(i) + n);
  }

  void drop(Drop reason) {
    int i = reason.ordinal();
    drops.setOpaque(i, drops.getPlain(i) + 1);
  }

  long get(Count count) {
    return counts.getOpaque(count.ordinal());
  }

  long get(Drop reason) {
    return drops.getOpaque(reason.ordinal());
  }

  int transports() {
    return transports;
  }

  void transports(int n) {
    transports = n;
  }

  /** Exposes the counters of a loop under their public names. */
  void bind(MeterRegistry registry, int loop) {
    var tag = Integer.toString(loop);
    counter(registry, "medtrust_sfu_packets", "direction", "in", tag, Count.PACKETS_IN);
    counter(registry, "medtrust_sfu_packets", "direction", "out", tag, Count.PACKETS_OUT);
    counter(registry, "medtrust_sfu_bytes", "direction", "in", tag, Count.BYTES_IN);
    counter(registry, "medtrust_sfu_bytes", "direction", "out", tag, Count.BYTES_OUT);
    counter(registry, "medtrust_sfu_nacks", "direction", "in", tag, Count.NACKS_IN);
    counter(registry, "medtrust_sfu_nacks", "direction", "out", tag, Count.NACKS_OUT);
    counter(registry, "medtrust_sfu_plis", "direction", "in", tag, Count.PLIS_IN);
    counter(registry, "medtrust_sfu_plis", "direction", "out", tag, Count.PLIS_OUT);
    counter(registry, "medtrust_sfu_rtx", "direction", "in", tag, Count.RTX_IN);
    counter(registry, "medtrust_sfu_rtx", "direction", "out", tag, Count.RTX_OUT);
    counter(registry, "medtrust_sfu_feedback", "direction", "in", tag, Count.FEEDBACK_IN);
    counter(registry, "medtrust_sfu_feedback", "direction", "out", tag, Count.FEEDBACK_OUT);
    counter(registry, "medtrust_sfu_handed_over", "direction", "out", tag, Count.HANDED_OVER);
    for (var reason : Drop.values()) {
      FunctionCounter.builder("medtrust_sfu_dropped", this, c -> c.get(reason))
          .tag("reason", reason.label)
          .tag("loop", tag)
          .register(registry);
    }
    Gauge.builder("medtrust_sfu_transports", this, LoopCounters::transports)
        .tag("loop", tag)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String key, String value, String loop, Count count) {
    FunctionCounter.builder(name, this, c -> c.get(count))
        .tag(key, value)
        .tag("loop", loop)
        .register(registry);
  }
}
