package io.medtrust.lab.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against published tables and numbers worked out by hand. */
class FiguresTest {
  @Test
  void the_probit_is_that_of_the_tables() {
    assertEquals(0, Probit.of(0.5), 1e-15);
    assertEquals(1.959963984540054, Probit.of(0.975), 1e-13);
    assertEquals(-2.326347874040841, Probit.of(0.01), 1e-13);
    assertEquals(-4.753424308822899, Probit.of(1e-6), 1e-12);
    // Wichura's own check values.
    assertEquals(-0.6744897501960817, Probit.of(0.25), 1e-15);
    assertEquals(-3.090232306167814, Probit.of(0.001), 1e-13);
    assertEquals(-9.262340089798408, Probit.of(1e-20), 1e-12);
    assertEquals(Double.NEGATIVE_INFINITY, Probit.of(0));
    assertThrows(IllegalArgumentException.class, () -> Probit.of(1.01));
  }

  @Test
  void poisson_bounds_are_those_of_the_tables() {
    // One-sided 95 %: half of the chi-squared quantile with 2 k + 2 degrees of freedom.
    assertEquals(2.9957, Bounds.poissonUpper(0, 1, 0.95), 1e-4);
    assertEquals(4.7439, Bounds.poissonUpper(1, 1, 0.95), 1e-4);
    assertEquals(6.2958, Bounds.poissonUpper(2, 1, 0.95), 1e-4);
    assertEquals(10.5130, Bounds.poissonUpper(5, 1, 0.95), 1e-4);
    assertEquals(16.9622, Bounds.poissonUpper(10, 1, 0.95), 1e-4);
  }

  @Test
  void no_alarm_in_300_hours_is_at_most_one_per_hundred() {
    assertEquals(0.009986, Bounds.poissonUpper(0, 300, 0.95), 1e-6);
    assertEquals(Double.POSITIVE_INFINITY, Bounds.poissonUpper(0, 0, 0.95));
  }

  @Test
  void shares_are_bounded_as_clopper_and_pearson_do() {
    assertEquals(0.2589, Bounds.shareUpper(0, 10, 0.95), 1e-4);
    assertEquals(0.3942, Bounds.shareUpper(1, 10, 0.95), 1e-4);
    assertEquals(0.3085, Bounds.shareUpper(0, 10, 0.975), 1e-4);
    assertEquals(0.4450, Bounds.shareUpper(1, 10, 0.975), 1e-4);
    assertEquals(1, Bounds.shareUpper(10, 10, 0.95));
    assertEquals(1, Bounds.shareUpper(0, 0, 0.95));
    assertEquals(0.7411, Bounds.shareLower(10, 10, 0.95), 1e-4);
    assertThrows(IllegalArgumentException.class, () -> Bounds.shareUpper(3, 2, 0.95));
  }

  @Test
  void the_rule_of_three_holds_for_many_trials() {
    assertEquals(3.0 / 1000, Bounds.shareUpper(0, 1000, 0.95), 1e-5);
  }

  @Test
  void ratios_that_say_nothing_cost_one_bit() {
    assertEquals(1, Cllr.of(new double[] {0, 0}, new double[] {0}), 1e-15);
  }

  @Test
  void cllr_by_hand() {
    // log2(1 + 1/3) = 0.41504 for each trial.
    double three = Math.log(3);
    assertEquals(0.415037, Cllr.of(new double[] {three}, new double[] {-three}), 1e-6);
    // Misled by the same: log2(1 + 3) = 2 bits.
    assertEquals(2, Cllr.of(new double[] {-three}, new double[] {three}), 1e-12);
    // A certain error costs in proportion to how certain it was, and does not overflow.
    assertEquals(500 / Math.log(2), Cllr.of(new double[] {-1000}, new double[] {-1000}), 1e-9);
  }

  @Test
  void min_cllr_forgives_the_scale_and_keeps_the_confusion() {
    assertEquals(0, Cllr.min(new double[] {2, 3}, new double[] {0, 1}), 1e-15);
    assertEquals(1, Cllr.min(new double[] {0, 1}, new double[] {2, 3}), 1e-12);
    // Sorted: attack, genuine, attack, genuine. The middle pair is pooled to 1/2 and costs a bit
    // each, the ends are free: (1/2 + 1/2) / 2.
    assertEquals(0.5, Cllr.min(new double[] {2, 4}, new double[] {1, 3}), 1e-12);
    assertEquals(1, Cllr.min(new double[] {7}, new double[] {7}), 1e-12);
  }

  @Test
  void min_cllr_does_not_change_under_a_rising_function_and_is_never_above_cllr() {
    var random = new Random(11);
    for (int run = 0; run < 50; run++) {
      var g = random.doubles(30).map(_ -> random.nextGaussian() + 1).toArray();
      var a = random.doubles(20).map(_ -> random.nextGaussian()).toArray();
      double min = Cllr.min(g, a);
      var g2 = java.util.Arrays.stream(g).map(x -> Math.exp(2 * x) + 5).toArray();
      var a2 = java.util.Arrays.stream(a).map(x -> Math.exp(2 * x) + 5).toArray();
      assertEquals(min, Cllr.min(g2, a2), 1e-12);
      assertTrue(min <= Cllr.of(g, a) + 1e-12 && min >= 0 && min <= 1);
    }
  }

  @Test
  void pooling_gives_the_nearest_rising_sequence() {
    // The example of Ayer et al.'s method in scikit-learn's documentation of isotonic regression.
    var y = new double[] {4, 0, 4, 9, 0, 8, 10};
    var ones = new double[] {1, 1, 1, 1, 1, 1, 1};
    assertArrayEquals(new double[] {2, 2, 4, 4.5, 4.5, 8, 10}, Pav.fit(y, ones), 1e-12);
    // A heavy value pulls its block: (3·1 + 0·2) / 3.
    assertArrayEquals(
        new double[] {1, 1, 5}, Pav.fit(new double[] {3, 0, 5}, new double[] {1, 2, 1}), 1e-12);
  }

  @Test
  void a_miss_takes_longer_than_anything() {
    var found = new double[] {4, 1, 3, 2};
    assertEquals(2, Percentiles.of(found, 0, 0.5));
    assertEquals(4, Percentiles.of(found, 0, 0.95));
    assertEquals(3, Percentiles.of(found, 1, 0.5));
    assertEquals(Double.POSITIVE_INFINITY, Percentiles.of(found, 1, 0.95));
    assertEquals(Double.POSITIVE_INFINITY, Percentiles.of(new double[0], 3, 0.5));
    assertTrue(Double.isNaN(Percentiles.of(new double[0], 0, 0.5)));
    // 30 runs, one missed: the 95th percentile is the 29th, the last that was found.
    var many = new double[29];
    java.util.Arrays.setAll(many, i -> i + 1);
    assertEquals(29, Percentiles.of(many, 1, 0.95));
    assertEquals(Double.POSITIVE_INFINITY, Percentiles.of(many, 2, 0.95));
  }
}
