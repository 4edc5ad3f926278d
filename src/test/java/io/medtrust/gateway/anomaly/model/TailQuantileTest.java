package io.medtrust.gateway.anomaly.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Holds the errors that {@link TailQuantile} states. */
class TailQuantileTest {
  private static final DoubleUnaryOperator EXPONENTIAL = p -> -Math.log(1 - p);
  private static final DoubleUnaryOperator PARETO = p -> (Math.pow(1 - p, -0.2) - 1) / 0.2;

  /** Share of runs whose estimate is within a factor of the true quantile. */
  private static double within(
      DoubleUnaryOperator inverse, int values, double quantile, double tolerance, int runs) {
    int good = 0;
    double truth = inverse.applyAsDouble(quantile);
    for (int run = 0; run < runs; run++) {
      var random = new Random(run * 104729L + values);
      var tail = new TailQuantile();
      for (int i = 0; i < values; i++) tail.add(inverse.applyAsDouble(random.nextDouble()));
      if (Math.abs(tail.quantile(quantile) / truth - 1) <= tolerance) good++;
    }
    return good / (double) runs;
  }

  @Test
  void quantiles_of_light_and_heavy_tails_are_met_within_the_stated_error() {
    for (var law : new DoubleUnaryOperator[] {EXPONENTIAL, PARETO}) {
      assertTrue(within(law, 20_000, 0.999, 0.2, 100) >= 0.95);
      assertTrue(within(law, 20_000, 0.9999, 0.35, 100) >= 0.95);
      assertTrue(within(law, 1_000, 0.999, 0.45, 300) >= 0.95);
      assertTrue(within(law, 1_000, 0.9999, 1.0, 300) >= 0.95);
    }
  }

  @Test
  void only_the_newest_values_count() {
    var tail = new TailQuantile();
    for (int i = 0; i < 5_000; i++) tail.add(1_000 + i);
    for (int i = 0; i < TailQuantile.ROOM; i++) tail.add(i % 100 / 100.0);
    assertTrue(tail.quantile(0.9999) < 2);
    assertEquals(TailQuantile.ROOM, tail.size());
  }

  @Test
  void too_few_values_say_nothing_and_equal_values_say_themselves() {
    var tail = new TailQuantile();
    for (int i = 0; i < 10; i++) tail.add(7);
    assertTrue(Double.isNaN(tail.quantile(0.999)));
    for (int i = 0; i < 500; i++) tail.add(7);
    assertEquals(7, tail.quantile(0.999), 1e-6);
  }
}
