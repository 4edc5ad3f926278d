package io.medtrust.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CusumTest {
  private static final double DECISION = 4_000;

  @Test
  void the_threshold_is_the_logarithm_of_the_decisions_between_two_false_alarms() {
    // 1,000 h are 900,000 decisions of 4 s
    assertEquals(Math.log(900_000), Cusum.threshold(1, 1, DECISION), 1e-12);
    assertEquals(Math.log(5 * 900_000 / 2.0), Cusum.threshold(2, 5, DECISION), 1e-12);
  }

  @Test
  void strong_evidence_of_one_family_raises_it_well_within_30_s() {
    // The most that 30 and 20 subjects allow, of six families: about 18 and 21 s.
    for (int subjects : new int[] {30, 20}) {
      double h = Cusum.threshold(1, 6, DECISION);
      var cusum = new Cusum(h, DECISION, 30_000);
      long now = 0;
      while (!cusum.step(-Math.log(subjects), now)) now += 200;
      assertEquals(h / Math.log(subjects) * DECISION, now, 400);
      assertTrue(now <= 25_000, "after " + now);
    }
  }

  @Test
  void evidence_for_the_person_is_not_saved_up_against_later_doubt() {
    var cusum = new Cusum(10, DECISION, 30_000);
    for (long now = 0; now < 3_600_000; now += 200) cusum.step(3.0, now);
    assertEquals(0, cusum.sum());
    boolean on = false;
    for (long now = 3_600_000; now < 3_616_000; now += 200) on = cusum.step(-3.0, now);
    assertTrue(on);
  }

  @Test
  void it_ends_when_evidence_turns_and_fades_when_nothing_is_known() {
    var cusum = new Cusum(10, DECISION, 30_000);
    long now = 0;
    for (; now < 60_000; now += 200) cusum.step(-3.0, now);
    assertEquals(15, cusum.sum(), 1e-9, "it stays within reach of the way back");
    assertTrue(cusum.step(null, now));
    for (long end = now + 60_000; now < end; now += 200) cusum.step(null, now);
    assertFalse(cusum.step(null, now));
  }

  @Test
  void a_pause_is_no_evidence() {
    var cusum = new Cusum(10, DECISION, 30_000);
    cusum.step(-3.0, 0);
    assertFalse(cusum.step(-3.0, 10_000_000));
    assertTrue(cusum.sum() <= 0.75 + 1e-9);
  }

  /** Independent decisions with true ratios: normal scores, mean +-d/2 in units of their spread. */
  @Test
  void false_alarms_are_rarer_than_the_allowance() {
    var random = new Random(21);
    double distance = 2;
    // One false alarm in 500 decisions accepted; Lorden's bound is conservative.
    double h = Math.log(500);
    int alarms = 0;
    int decisions = 400_000;
    var cusum = new Cusum(h, 1_000, 30_000);
    long now = 0;
    cusum.step(0.0, now);
    for (int i = 0; i < decisions; i++) {
      double x = distance / 2 + random.nextGaussian();
      now += 1_000;
      if (cusum.step(distance * x, now)) {
        alarms++;
        cusum = new Cusum(h, 1_000, 30_000);
        cusum.step(0.0, now);
      }
    }
    assertTrue(alarms <= decisions / 500, alarms + " alarms");
    assertTrue(alarms > 0, "the test sees alarms at all");
  }
}
