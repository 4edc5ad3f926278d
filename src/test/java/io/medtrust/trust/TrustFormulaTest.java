package io.medtrust.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrustFormulaTest {
  @Test
  void trust_is_the_weighted_mean_of_video_voice_and_biometric() {
    // (0.4 * 71 + 0.3 * 50 + 0.2 * 50) / 0.9 = 59.3; the reference adds 10 for its log and says 63
    var r = trust(71.0, 50.0, 50.0, 100, null, null);
    assertEquals(59, r.trust());
    assertEquals(1.0, r.coverage());
    assertEquals(0.4444, r.weights().get("video"));
    assertEquals(0.3333, r.weights().get("voice"));
    assertEquals(0.2222, r.weights().get("biometric"));
    assertEquals(0.0, r.weights().get("blockchain"));
    assertEquals(6, r.weights().size());
  }

  @Test
  void weights_are_renormalised_over_what_is_known_and_coverage_says_how_much_that_is() {
    var r = trust(90.0, null, 60.0, null, null, null);
    assertEquals(80, r.trust());
    assertEquals(0.6667, r.coverage());
    assertEquals(1.0, r.weights().values().stream().mapToDouble(w -> w).sum(), 1e-3);
  }

  @Test
  void without_video_voice_and_biometric_there_is_no_trust_whatever_else_is_known() {
    var r = trust(null, null, null, 100, 100.0, 100.0);
    assertNull(r.trust());
    assertEquals(0.0, r.coverage());
  }

  @Test
  void a_broken_log_lowers_and_an_intact_one_does_not_raise() {
    assertEquals(86, trust(90.0, 90.0, 90.0, 50, null, null).trust());
    assertEquals(90, trust(90.0, 90.0, 90.0, 100, null, null).trust());
    assertEquals(90, trust(90.0, 90.0, 90.0, null, null, null).trust());
  }

  @Test
  void behaviour_and_environment_can_only_lower() {
    var weights =
        Thresholds.of(
            Map.of(
                "video_weight", .35,
                "voice_weight", .25,
                "biometric_weight", .20,
                "blockchain_weight", .10,
                "behavioral_weight", .05,
                "env_weight", .05));
    assertEquals(60, TrustFormula.of(v(60), v(60), v(60), 100, 90.0, 90.0, weights).trust());
    // (0.8 * 60 + 0.05 * 20) / 0.85
    assertEquals(58, TrustFormula.of(v(60), v(60), v(60), 100, 20.0, 90.0, weights).trust());
  }

  @Test
  void the_faces_score_can_only_lower_the_video_score() {
    assertEquals(92, TrustFormula.video(92, 100.0));
    assertEquals(92, TrustFormula.video(92, null));
    // round(0.65 * 92 + 0.35 * 40) = round(73.8)
    assertEquals(74, TrustFormula.video(92, 40.0));
    assertEquals(10, TrustFormula.video(10, 95.0));
  }

  @Test
  void status_follows_the_limits() {
    assertEquals("safe", TrustFormula.status(75, Thresholds.DEFAULT));
    assertEquals("suspicious", TrustFormula.status(74, Thresholds.DEFAULT));
    assertEquals("suspicious", TrustFormula.status(50, Thresholds.DEFAULT));
    assertEquals("alert", TrustFormula.status(49, Thresholds.DEFAULT));
  }

  @Test
  void what_is_unknown_never_raises_trust_and_better_scores_never_lower_it() {
    var random = new Random(42);
    for (int round = 0; round < 50_000; round++) {
      var s = new Score[3];
      for (int i = 0; i < 3; i++) {
        var last = random.nextInt(6) == 0 ? null : Double.valueOf(random.nextInt(101));
        s[i] = new Score(random.nextInt(4) == 0 ? null : last, last);
      }
      Integer chain =
          random.nextBoolean() ? null : Integer.valueOf(random.nextBoolean() ? 50 : 100);
      var limits = random(random);
      var before = TrustFormula.of(s[0], s[1], s[2], chain, null, null, limits);
      assertTrue(before.coverage() >= 0 && before.coverage() <= 1);
      if (before.trust() != null) assertTrue(before.trust() >= 0 && before.trust() <= 100);

      int i = random.nextInt(3);
      var was = s[i];
      s[i] = new Score(null, was.last());
      var silent = TrustFormula.of(s[0], s[1], s[2], chain, null, null, limits);
      assertTrue(silent.coverage() <= before.coverage());
      if (silent.trust() != null && before.trust() != null) {
        assertTrue(silent.trust() <= before.trust(), "a silent signal raised trust");
      }
      if (was.known()) {
        s[i] = Score.of(Math.min(100, was.now() + random.nextInt(30)));
        var better = TrustFormula.of(s[0], s[1], s[2], chain, null, null, limits);
        if (before.trust() != null) assertTrue(better.trust() >= before.trust());
      }
      s[i] = was;
      for (Integer log : new Integer[] {null, 100, 50}) {
        var with = TrustFormula.of(s[0], s[1], s[2], log, null, null, limits);
        var without = TrustFormula.of(s[0], s[1], s[2], null, null, null, limits);
        assertEquals(without.coverage(), with.coverage());
        if (without.trust() != null) assertTrue(with.trust() <= without.trust());
      }
    }
  }

  @Test
  void thresholds_that_make_no_sense_are_refused() {
    for (var wrong :
        java.util.List.of(
            Map.of("video_weight", 0.9),
            Map.of("video_weight", -0.1),
            Map.of("video_weight", Double.NaN),
            Map.of("min_safe_score", 101.0),
            Map.of("min_safe_score", 40.0),
            Map.of("kill_min_failed", 0.0),
            Map.of("video_weight", 0.0, "voice_weight", 0.0, "biometric_weight", 0.0))) {
      assertThrows(IllegalArgumentException.class, () -> Thresholds.of(wrong), wrong.toString());
    }
    assertEquals(Thresholds.DEFAULT, Thresholds.of(Map.of("gate_threshold", 70.0)));
  }

  private static Thresholds random(Random random) {
    double a = 0.05 + random.nextDouble() * 0.4;
    double b = random.nextDouble() * (0.9 - a);
    double c = (0.95 - a - b) * random.nextDouble();
    return Thresholds.of(
        Map.of(
            "video_weight", a, "voice_weight", b, "biometric_weight", c, "blockchain_weight", .05));
  }

  private static Score v(double score) {
    return Score.of(score);
  }

  private static TrustFormula.Result trust(
      Double video, Double voice, Double bio, Integer chain, Double behavioral, Double env) {
    return TrustFormula.of(
        Score.of(video),
        Score.of(voice),
        Score.of(bio),
        chain,
        behavioral,
        env,
        Thresholds.DEFAULT);
  }

  @Test
  void the_pre_session_score_is_that_of_the_reference_over_what_is_known() {
    assertEquals(
        74, // 0.3*90 + 0.2*80 + 0.2*70 + 0.15*60 + 0.15*50 = 73.5
        TrustFormula.preSession(
            Score.of(90.0), Score.of(80.0), Score.of(70.0), Score.of(60.0), Score.of(50.0)));
    assertEquals(
        86, // (0.3*90 + 0.2*80) / 0.5
        TrustFormula.preSession(
            Score.of(90.0), Score.of(80.0), Score.NEVER, Score.NEVER, Score.NEVER));
    // What was known last can lower it and not raise it.
    assertEquals(
        49, // (0.3*90 + 0.2*10 + 0.15*20) / 0.65
        TrustFormula.preSession(
            Score.of(90.0),
            new Score(null, 10.0),
            Score.NEVER,
            new Score(null, 20.0),
            Score.NEVER));
    assertNull(
        TrustFormula.preSession(
            Score.NEVER, Score.NEVER, Score.NEVER, Score.of(90.0), Score.of(90.0)));
  }
}
