package io.medtrust.trust;

import static io.medtrust.trust.TrustFixture.T0;
import static io.medtrust.trust.TrustFixture.failed;
import static io.medtrust.trust.TrustFixture.ok;
import static io.medtrust.trust.TrustFixture.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Reading;
import io.medtrust.trust.calibration.Calibration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvidenceBoardTest {
  private static final Calibration CALIBRATION = TrustFixture.calibration(40);
  private static final double EPSILON = 1e-9;

  private static final List<String> COUNTING = new ArrayList<>();

  static {
    for (var role : SignalRole.all()) if (role.weight() > 0) COUNTING.add(role.detector());
  }

  private final SignalBoard board = new SignalBoard(2_000, 4_000, 3_000);
  private final EvidenceBoard evidence =
      new EvidenceBoard(CALIBRATION, TrustFixture.SETTINGS.belief(), 2_000);

  @Test
  void one_signal_gives_what_bayes_rule_says() {
    board.update(ok("face_identity", 70, T0), T0);
    var result = evidence.step(board, T0);
    assertEquals(2.0, result.llr(), EPSILON);
    // odds 99:1 times e^2
    double odds = 99 * Math.exp(2);
    assertEquals(odds / (1 + odds), result.probability(), EPSILON);
    assertEquals(1, result.known());
    assertTrue(result.measuredKnown());
  }

  @Test
  void no_signal_claims_more_than_its_number_of_people() {
    board.update(ok("face_identity", 100, T0), T0);
    assertEquals(Math.log(40), evidence.step(board, T0).llr(), EPSILON);
    board.update(failed("face_identity", 0, "not_enrolled_person", T0), T0);
    assertEquals(-Math.log(40), evidence.step(board, T0).llr(), EPSILON);
  }

  @Test
  void pulse_and_picture_quality_weigh_nothing() {
    for (var detector :
        List.of("pulse", "frame_integrity", "face_presence", "capture_quality", "new")) {
      board.update(ok(detector, 100, T0), T0);
    }
    var result = evidence.step(board, T0);
    assertEquals(0, result.llr());
    assertNull(result.probability());
    assertEquals(0, result.coverage());
  }

  @Test
  void signals_of_one_family_do_not_add_up_fully() {
    board.update(ok("liveness", 70, T0), T0);
    board.update(ok("temporal_consistency", 60, T0), T0);
    // weights 0.25; the weaker one counts half
    assertEquals(0.25 * 2 + 0.5 * 0.25 * 1, evidence.step(board, T0).llr(), EPSILON);
    board.update(ok("face_identity", 60, T0), T0);
    assertEquals(0.625 + 1, evidence.step(board, T0).llr(), EPSILON);
  }

  @Test
  void another_model_or_configuration_is_not_calibrated() {
    for (var other : List.of(reading("net@2", "1"), reading("signal", "2"), reading(null, null))) {
      board.update(other, T0);
      assertNull(evidence.step(board, T0).probability());
    }
  }

  private static Reading reading(String model, String config) {
    var r = ok("face_identity", 90, T0);
    return new Reading(
        r.session(),
        r.verification(),
        r.detector(),
        r.state(),
        r.score(),
        99.0,
        r.code(),
        r.reason(),
        Map.of(),
        r.mediaTimeMillis(),
        model,
        config);
  }

  @Test
  void evidence_fades_to_the_prior() {
    board.update(failed("face_identity", 10, "not_enrolled_person", T0), T0);
    board.update(failed("replay", 10, "replayed", T0), T0);
    double before = evidence.step(board, T0).llr();
    assertEquals(-2 * Math.log(40), before, EPSILON);
    double last = before;
    for (long now = T0; now <= T0 + 600_000; now += 200) {
      double llr = evidence.step(board, now).llr();
      assertTrue(llr >= last - EPSILON && llr <= 0);
      last = llr;
    }
    // 598 s are 20 half-lives
    assertEquals(0, last, 1e-4);
    // half-life 30 s after the 2 s for which a reading is of now
    var anew = new EvidenceBoard(CALIBRATION, TrustFixture.SETTINGS.belief(), 2_000);
    var fresh = new SignalBoard(2_000, 4_000, 3_000);
    fresh.update(failed("replay", 10, "replayed", T0), T0);
    anew.step(fresh, T0);
    assertEquals(-Math.log(40) / 2, anew.step(fresh, T0 + 32_000).llr(), EPSILON);
  }

  @Test
  void a_good_answer_fades_while_nothing_is_asked_and_is_lost_with_the_face() {
    board.update(ok("light_probe", 80, T0), T0);
    double first = evidence.step(board, T0).llr();
    assertEquals(3.0, first, EPSILON);
    board.update(unknown("light_probe", "not_probed", T0 + 1_000), T0 + 1_000);
    assertEquals(first / 2, evidence.step(board, T0 + 32_000).llr(), EPSILON);
    board.update(unknown("light_probe", "no_face", T0 + 33_000), T0 + 33_000);
    assertEquals(0, evidence.step(board, T0 + 33_000).llr(), EPSILON);
    board.update(unknown("light_probe", "not_probed", T0 + 34_000), T0 + 34_000);
    assertEquals(0, evidence.step(board, T0 + 34_000).llr(), EPSILON);
    // whatever judges all the time is lost at once
    board.update(ok("replay", 80, T0 + 35_000), T0 + 35_000);
    assertTrue(evidence.step(board, T0 + 35_000).llr() > 2.9);
    board.update(unknown("replay", "not_probed", T0 + 35_100), T0 + 35_100);
    assertEquals(0, evidence.step(board, T0 + 35_100).llr(), EPSILON);
  }

  @Test
  void an_answer_that_is_told_again_and_again_fades_all_the_same() {
    for (int seconds = 0; seconds <= 62; seconds++) {
      long now = T0 + 1_000L * seconds;
      board.update(
          TrustFixture.reading(
              "light_probe", Reading.State.OK, 80.0, "ok", now, Map.of("age_seconds", seconds)),
          now);
      evidence.step(board, now);
    }
    assertEquals(3.0 / 4, evidence.step(board, T0 + 62_000).llr(), EPSILON);
  }

  /** A state of a call at random. */
  private static Map<String, Reading> random(Random random) {
    var state = new HashMap<String, Reading>();
    for (var detector : COUNTING) {
      if (random.nextInt(3) == 0) continue;
      double score = random.nextInt(101);
      state.put(
          detector,
          random.nextInt(4) == 0 ? failed(detector, score, "bad", T0) : ok(detector, score, T0));
    }
    return state;
  }

  private static EvidenceBoard.Result of(Map<String, Reading> state, Reading then) {
    var board = new SignalBoard(2_000, 4_000, 3_000);
    var evidence = new EvidenceBoard(CALIBRATION, TrustFixture.SETTINGS.belief(), 2_000);
    state.values().forEach(r -> board.update(r, T0));
    var result = evidence.step(board, T0);
    if (then == null) return result;
    board.update(then, T0);
    return evidence.step(board, T0);
  }

  @Test
  void a_signal_that_becomes_unknown_never_raises_the_probability_nor_the_coverage() {
    var random = new Random(11);
    for (int round = 0; round < 5_000; round++) {
      var state = random(random);
      var detector = COUNTING.get(random.nextInt(COUNTING.size()));
      var code = List.of("no_face", "not_probed", "warming_up", "hung", "x").get(random.nextInt(5));
      var before = of(state, null);
      var after = of(state, unknown(detector, code, T0));
      assertTrue(after.llr() <= before.llr() + EPSILON, detector + " " + state);
      assertTrue(after.coverage() <= before.coverage() + EPSILON);
      assertTrue(after.known() <= before.known());
    }
  }

  @Test
  void a_better_score_of_any_signal_never_lowers_the_probability() {
    var random = new Random(12);
    for (int round = 0; round < 5_000; round++) {
      var state = random(random);
      var detector = COUNTING.get(random.nextInt(COUNTING.size()));
      int score = random.nextInt(100);
      state.put(detector, ok(detector, score, T0));
      double lower = of(state, null).llr();
      state.put(detector, ok(detector, score + 1 + random.nextInt(100 - score), T0));
      assertTrue(of(state, null).llr() >= lower - EPSILON, detector + " " + state);
    }
  }

  @Test
  void the_sum_stays_within_the_sum_of_the_sizes() {
    var random = new Random(13);
    for (int round = 0; round < 5_000; round++) {
      var state = random(random);
      double sizes = 0;
      for (var reading : state.values()) {
        var curve = CALIBRATION.find(reading.detector(), "signal", "1");
        sizes += SignalRole.of(reading.detector()).weight() * Math.abs(curve.llr(reading.score()));
      }
      var result = of(state, null);
      assertTrue(Math.abs(result.llr()) <= sizes + EPSILON);
      if (result.probability() != null) {
        assertTrue(result.probability() > 0 && result.probability() < 1);
      }
    }
  }

  @Test
  void without_a_calibration_nothing_counts() {
    var none = new EvidenceBoard(Calibration.NONE, TrustFixture.SETTINGS.belief(), 2_000);
    board.update(ok("face_identity", 100, T0), T0);
    assertFalse(none.calibrated());
    assertNull(none.step(board, T0).probability());
    assertEquals(0, none.subjects());
  }
}
