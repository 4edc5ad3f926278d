package io.medtrust.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition, and fails when it does not come to hold in time. */
public final class Until {
  private Until() {}

  public static void holds(int seconds, BooleanSupplier condition) {
    given(seconds, condition::getAsBoolean, held -> held);
  }

  /**
   * The first value that satisfies the condition; the last one seen is in the failure's message.
   */
  public static <T> T given(int seconds, Supplier<T> value, Predicate<T> condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      T now = value.get();
      if (condition.test(now)) return now;
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + seconds + " s; the last value was " + now);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
