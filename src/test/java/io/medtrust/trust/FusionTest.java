package io.medtrust.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers are those that the reference system answered, where not said otherwise. */
class FusionTest {
  @Test
  void risk_is_the_weighted_sum_of_four_scores() {
    assertEquals(52, fuse(39.0, 42.0, 70.0, 80.0).risk());
    assertEquals("MEDIUM", fuse(39.0, 42.0, 70.0, 80.0).level());
    assertEquals(68, fuse(65.0, 65.0, 70.0, 75.0).risk());
    assertEquals(100, fuse(100.0, 100.0, 100.0, 100.0).risk());
    assertEquals(0, fuse(0.0, 0.0, 0.0, 0.0).risk());
  }

  @Test
  void levels_begin_at_65_50_and_30() {
    assertEquals("LOW", Fusion.level(65));
    assertEquals("MEDIUM", Fusion.level(64));
    assertEquals("MEDIUM", Fusion.level(50));
    assertEquals("HIGH", Fusion.level(49));
    assertEquals("HIGH", Fusion.level(30));
    assertEquals("CRITICAL", Fusion.level(29));
  }

  @Test
  void penalties_are_those_of_the_reference_and_never_less_for_a_lower_risk() {
    assertEquals(16, Fusion.facePenalty(30));
    assertEquals(14, Fusion.voicePenalty(30));
    assertEquals(40, Fusion.facePenalty(0));
    assertEquals(35, Fusion.voicePenalty(0));
    assertEquals(2, Fusion.facePenalty(50));
    assertEquals(0, Fusion.facePenalty(65));
    for (int risk = 1; risk <= 100; risk++) {
      assertTrue(Fusion.facePenalty(risk) <= Fusion.facePenalty(risk - 1), "face at " + risk);
      assertTrue(Fusion.voicePenalty(risk) <= Fusion.voicePenalty(risk - 1), "voice at " + risk);
    }
  }

  @Test
  void unknown_inputs_are_left_out_and_the_weights_renormalised() {
    // (0.35 * 80 + 0.20 * 50) / 0.55
    assertEquals(69, fuse(80.0, null, 50.0, null).risk());
    assertEquals(40, fuse(null, null, null, 40.0).risk());
    assertNull(fuse(null, null, null, null).risk());
    assertEquals("UNKNOWN", fuse(null, null, null, null).level());
  }

  @Test
  void failed_inputs_are_counted_as_the_reference_counts_them() {
    assertEquals(3, fuse(20.0, 20.0, 34.9, 35.0).failed());
    assertEquals(4, fuse(30.0, 30.0, 30.0, 30.0).failed());
    var shifted =
        Fusion.of(
            Score.of(10.0),
            Score.of(10.0),
            Score.of(50.0),
            Score.of(50.0),
            true,
            Thresholds.DEFAULT);
    assertEquals(3, shifted.failed());
  }

  @Test
  void an_input_that_goes_silent_never_raises_the_risk_nor_lightens_the_penalty() {
    var random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      var scores = new Score[4];
      for (int i = 0; i < 4; i++) {
        var last = random.nextInt(5) == 0 ? null : Double.valueOf(random.nextInt(1001) / 10.0);
        scores[i] = new Score(random.nextInt(3) == 0 ? null : last, last);
      }
      var before = fuse(scores);
      int silent = random.nextInt(4);
      scores[silent] = new Score(null, scores[silent].last());
      var after = fuse(scores);
      if (after.risk() != null && before.risk() != null) {
        assertTrue(after.risk() <= before.risk(), before + " then " + after);
      }
      assertTrue(after.facePenalty() >= before.facePenalty(), before + " then " + after);
      assertTrue(after.voicePenalty() >= before.voicePenalty());
    }
  }

  private static Fusion.Result fuse(Double face, Double voice, Double liveness, Double temporal) {
    return fuse(Score.of(face), Score.of(voice), Score.of(liveness), Score.of(temporal));
  }

  private static Fusion.Result fuse(Score... s) {
    return Fusion.of(s[0], s[1], s[2], s[3], false, Thresholds.DEFAULT);
  }
}
