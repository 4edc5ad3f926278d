package io.medtrust.trust;

import static io.medtrust.trust.TrustFixture.SETTINGS;
import static io.medtrust.trust.TrustFixture.T0;
import static io.medtrust.trust.TrustFixture.core;
import static io.medtrust.trust.TrustFixture.failed;
import static io.medtrust.trust.TrustFixture.ok;
import static io.medtrust.trust.TrustFixture.reading;
import static io.medtrust.trust.TrustFixture.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Reading;
import io.medtrust.bus.TrustUpdate;
import io.medtrust.trust.calibration.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class AlarmRulesTest {
  private static final Calibration CALIBRATED = TrustFixture.calibration(40);

  /** When the trigger was raised first, milliseconds after the beginning; -1 for never. */
  private static long raised(
      Calibration calibration, String trigger, long until, LongFunction<List<Reading>> readings) {
    var core = core(calibration);
    for (long now = T0; now < T0 + until; now += 200) {
      for (var r : readings.apply(now)) core.update(r, now);
      for (var alert : core.compute(now).alerts()) {
        if (alert.active() && alert.triggers().contains(trigger)) return now - T0;
      }
    }
    return -1;
  }

  private static long held(Calibration calibration, String trigger, String detector, String code) {
    return raised(calibration, trigger, 60_000, now -> List.of(failed(detector, 5, code, now)));
  }

  @Test
  void facts_raise_alarms_without_any_calibration_and_within_their_time() {
    assertEquals(1_000, held(null, "replayed", "replay", "replayed"));
    assertEquals(1_000, held(null, "looped", "replay", "looped"));
    assertEquals(1_000, held(null, "replayed", "replay", "reused"));
    assertEquals(1_000, held(null, "looped", "replay", "loop"));
    assertEquals(1_000, held(null, "face_changed", "face_identity", "face_changed"));
    assertEquals(5_000, held(null, "not_enrolled_person", "face_identity", "not_enrolled_person"));
    assertEquals(6_000, held(null, "mismatch", "lip_sync", "mismatch"));
    assertEquals(5_000, held(null, "voice_changed", "voice_identity", "voice_changed"));
    assertEquals(5_000, held(null, "not_enrolled_voice", "voice_identity", "not_enrolled_voice"));
    assertEquals(0, held(null, "cut", "injection", "cut"));
    assertEquals(0, held(null, "not_answered", "challenge", "no_answer"));
    assertEquals(1_000, held(null, "voice_replayed", "voice_replay", "replayed"));
    // an answer that is merely missing once is unknown and no alarm
    assertEquals(
        -1,
        raised(
            null, "not_answered", 10_000, now -> List.of(unknown("challenge", "no_answer", now))));
  }

  @Test
  void passive_detectors_raise_theirs_only_once_calibrated() {
    for (var rule : List.of(List.of("screen_or_print", "presentation"))) {
      assertEquals(-1, held(null, rule.get(0), rule.get(1), rule.get(0)), rule.get(0));
      assertEquals(5_000, held(CALIBRATED, rule.get(0), rule.get(1), rule.get(0)), rule.get(0));
    }
  }

  @Test
  void a_code_counts_only_from_its_own_detector() {
    for (var code : List.of("replayed", "looped", "face_changed", "cut", "mismatch")) {
      assertEquals(-1, held(null, code, "voice", code), code);
    }
  }

  @Test
  void one_probe_that_failed_is_no_alarm_and_two_are() {
    assertEquals(
        -1,
        raised(
            null,
            "no_reflection",
            60_000,
            now ->
                List.of(
                    now < T0 + 2_000
                        ? probe(now, "a")
                        : unknown("light_probe", "not_probed", now))));
    assertEquals(
        20_000,
        raised(
            null,
            "no_reflection",
            60_000,
            now ->
                List.of(
                    now < T0 + 2_000
                        ? probe(now, "a")
                        : now < T0 + 20_000
                            ? unknown("light_probe", "not_probed", now)
                            : probe(now, "b"))));
    // Between them one was answered: it begins anew.
    assertEquals(
        -1,
        raised(
            null,
            "no_reflection",
            60_000,
            now ->
                List.of(
                    now < T0 + 2_000
                        ? probe(now, "a")
                        : now < T0 + 20_000 ? ok("light_probe", 90, now) : probe(now, "b"))));
    // Detectors that do not name their probe: by the time between their answers.
    assertEquals(5_000, held(null, "no_reflection", "light_probe", "no_reflection"));
  }

  private static Reading probe(long now, String id) {
    return reading(
        "light_probe", Reading.State.FAILED, 5.0, "no_reflection", now, Map.of("probe", id));
  }

  @Test
  void a_masked_or_turned_face_raises_nothing_and_calls_nothing_off() {
    var core = core(null);
    var changes = new ArrayList<String>();
    for (long now = T0; now < T0 + 20_000; now += 200) {
      var r =
          now < T0 + 8_000
              ? failed("face_identity", 5, "not_enrolled_person", now)
              : unknown("face_identity", "face_turned", now);
      core.update(r, now);
      for (var a : core.compute(now).alerts()) changes.add(a.triggers() + " " + a.active());
    }
    assertEquals(List.of("[not_enrolled_person] true"), changes);
    assertEquals(-1, held(null, "not_enrolled_person", "face_identity", "masked"));
  }

  @Test
  void a_cut_of_one_reading_is_told_for_a_while_and_once() {
    var core = core(null);
    var changes = new ArrayList<String>();
    for (long now = T0; now < T0 + 60_000; now += 200) {
      core.update(
          now == T0 + 1_000 ? failed("injection", 10, "cut", now) : ok("injection", 90, now), now);
      for (var a : core.compute(now).alerts()) changes.add((now - T0) + " " + a.active());
    }
    assertEquals(2, changes.size());
    assertEquals("1000 true", changes.getFirst());
    long ended = Long.parseLong(changes.get(1).split(" ")[0]);
    assertTrue(ended >= 16_000 && ended <= 20_000, "ended at " + ended);
  }

  @Test
  void every_attack_of_the_list_is_told_within_30_s() {
    // What the detectors would say of each; how soon they say so is theirs to measure.
    long worst = 0;
    for (var rule :
        List.of(
            List.of("frozen", "temporal_consistency", "frozen"),
            List.of("replayed", "replay", "replayed"),
            List.of("face_changed", "face_identity", "face_changed"),
            List.of("not_enrolled_person", "face_identity", "not_enrolled_person"),
            List.of("screen_or_print", "presentation", "screen_or_print"),
            List.of("evidence_face_identity", "face_identity", "another"),
            List.of("evidence_source", "replay", "another"))) {
      long after = held(CALIBRATED, rule.get(0), rule.get(1), rule.get(2));
      assertTrue(after >= 0 && after <= 20_000, rule + " after " + after);
      worst = Math.max(worst, after);
    }
    // A weak detector of voices alone takes its time: that is what its weight means.
    long voice = held(CALIBRATED, "evidence_voice", "voice_synthetic", "synthetic");
    assertTrue(voice > 60_000 || voice == -1, "after " + voice);
  }

  @Test
  void evidence_that_adds_up_raises_an_alarm_of_its_family_and_only_once_calibrated() {
    assertEquals(-1, held(null, "evidence_lips", "lip_sync", "doubtful"));
    assertTrue(held(CALIBRATED, "evidence_lips", "lip_sync", "doubtful") > 20_000);
  }

  // --- kill-switch ---

  private static TrustUpdate after(Calibration calibration, Reading... readings) {
    var core = core(calibration);
    for (long now = T0; now < T0 + 3_000; now += 200) {
      for (var r : readings) {
        core.update(reading(r.detector(), r.state(), r.score(), r.code(), now, Map.of()), now);
      }
      core.compute(now);
    }
    return core.compute(T0 + 3_000).update();
  }

  private static final Reading FACE = ok("face_artifact", 10, T0);
  private static final Reading VOICE = ok("voice", 10, T0);
  private static final Reading LIVENESS = ok("liveness", 10, T0);
  private static final Reading TEMPORAL = ok("temporal_consistency", 10, T0);
  private static final Reading OTHER = failed("face_identity", 5, "not_enrolled_person", T0);
  private static final Reading REPLAYED = failed("replay", 5, "replayed", T0);
  private static final Reading CUT = failed("injection", 5, "cut", T0);
  private static final Reading DARK = failed("light_probe", 5, "no_reflection", T0);

  @Test
  void passive_detectors_alone_never_trip_the_kill_switch() {
    var u =
        after(
            CALIBRATED,
            FACE,
            VOICE,
            LIVENESS,
            TEMPORAL,
            ok("face_synthetic", 0, T0),
            ok("voice_synthetic", 0, T0),
            failed("presentation", 0, "screen_or_print", T0));
    assertTrue(u.fusion().risk() < 30);
    assertTrue(u.fusion().failedFamilies().size() >= 3);
    assertFalse(u.fusion().killSwitch());
  }

  @Test
  void three_independent_signals_at_a_risk_below_30_trip_it() {
    assertTrue(after(CALIBRATED, FACE, VOICE, OTHER).fusion().killSwitch());
    assertTrue(after(null, FACE, VOICE, OTHER, REPLAYED, DARK).fusion().killSwitch());
    // uncalibrated opinions do not count
    assertFalse(after(null, FACE, VOICE, LIVENESS, OTHER, REPLAYED).fusion().killSwitch());
  }

  @Test
  void signals_of_one_family_are_one() {
    assertFalse(after(CALIBRATED, LIVENESS, TEMPORAL, OTHER).fusion().killSwitch());
    assertFalse(after(null, FACE, REPLAYED, CUT, OTHER).fusion().killSwitch());
    assertEquals(
        List.of("face_identity", "source"),
        after(null, FACE, REPLAYED, CUT, OTHER).fusion().failedFamilies().stream()
            .sorted()
            .toList());
  }

  @Test
  void at_a_risk_of_30_or_unknown_it_does_not_trip() {
    var face = ok("face_artifact", 30, T0);
    var voice = ok("voice", 30, T0);
    assertEquals(30, after(CALIBRATED, face, voice, OTHER).fusion().risk());
    assertFalse(after(CALIBRATED, face, voice, OTHER).fusion().killSwitch());
    assertNull(after(CALIBRATED, OTHER, REPLAYED, DARK).fusion().risk());
    assertFalse(after(CALIBRATED, OTHER, REPLAYED, DARK).fusion().killSwitch());
  }

  // --- policy ---

  @Test
  void alarms_warn_unless_the_operator_wants_more_for_the_named_ones() {
    var warn = SETTINGS.policy();
    assertNull(warn.of(List.of()));
    assertEquals("warn", warn.of(List.of("kill_switch")));
    var hold = new TrustSettings.Policy("hold", Set.of("kill_switch", "replayed"));
    assertEquals("warn", hold.of(List.of("frozen", "no_face")));
    assertEquals("hold", hold.of(List.of("frozen", "kill_switch")));
    assertEquals(
        "end", new TrustSettings.Policy("end", Set.of("replayed")).of(List.of("replayed")));
  }

  @Test
  void no_policy_can_let_a_passive_detector_hold_or_end_a_call() {
    for (var trigger :
        List.of(
            "voice_flatness",
            "evidence_voice",
            "screen_or_print",
            "trust_below_50",
            "biometric_unstable",
            "no_reflection",
            "no_face")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new TrustSettings.Policy("end", Set.of(trigger)),
          trigger);
    }
    assertThrows(IllegalArgumentException.class, () -> new TrustSettings.Policy("kick", Set.of()));
  }
}
