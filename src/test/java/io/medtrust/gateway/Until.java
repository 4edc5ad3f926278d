package io.medtrust.gateway;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what becomes true by the work of others. */
final class Until {
  private static final long DEADLINE_NANOS = 15_000_000_000L;

  private Until() {}

  static void isTrue(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) throw new AssertionError("never: " + what);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
