package io.medtrust.analysis.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.worker.LoadGovernor.Step;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final long SECOND = 1_000_000_000L;

  /** Whatever is asked for, and however it is spread: the long-run rate is the allowance's. */
  @Test
  void a_hostile_sender_of_many_or_expensive_pictures_gets_no_more_than_its_share() {
    for (int seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      var allowance = new Allowance(0.3, 2, 0);
      double used = 0;
      long now = 0;
      double dearest = 0;
      while (now < 600 * SECOND) {
        now += random.nextLong(SECOND / 20);
        if (!allowance.left(now)) continue;
        double cost = random.nextDouble() * 0.2;
        dearest = Math.max(dearest, cost);
        allowance.spend(cost);
        used += cost;
      }
      assertTrue(used <= 0.3 * 602 + dearest, used + " s in 600 s");
      assertTrue(used >= 0.3 * 590, used + " s in 600 s: what is allowed is given");
    }
  }

  @Test
  void one_use_may_overdraw_and_is_earned_back() {
    var allowance = new Allowance(1, 1, 0);
    allowance.spend(4);
    assertFalse(allowance.left(0));
    assertTrue(allowance.overdrawn(1));
    assertFalse(allowance.left(2 * SECOND));
    assertFalse(allowance.overdrawn(1));
    assertTrue(allowance.left(3 * SECOND + 1));
    assertTrue(allowance.left(2 * SECOND), "a clock that goes back takes nothing away");
  }

  @Test
  void a_thread_at_its_limit_leaves_out_advice_first_and_facts_never() {
    var governor = new LoadGovernor();
    assertEquals(Step.ALL, governor.second(0.9));
    assertEquals(Step.NO_ADVICE, governor.second(0.95));
    assertEquals(Step.HALF_RATE, governor.second(1));
    assertEquals(Step.FACTS, governor.second(1));
    assertEquals(Step.FACTS, governor.second(1));
    for (int i = 0; i < 4; i++) assertEquals(Step.FACTS, governor.second(0.3));
    assertEquals(Step.HALF_RATE, governor.second(0.3));
    assertEquals(Step.HALF_RATE, governor.second(0.8), "between both limits nothing changes");
    for (int i = 0; i < 10; i++) governor.second(0.3);
    assertEquals(Step.ALL, governor.step());
  }
}
