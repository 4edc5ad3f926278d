package io.medtrust.trust;

import static io.medtrust.trust.TrustFixture.SETTINGS;
import static io.medtrust.trust.TrustFixture.T0;
import static io.medtrust.trust.TrustFixture.VERIFICATION;
import static io.medtrust.trust.TrustFixture.core;
import static io.medtrust.trust.TrustFixture.failed;
import static io.medtrust.trust.TrustFixture.ok;
import static io.medtrust.trust.TrustFixture.reading;
import static io.medtrust.trust.TrustFixture.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Alert;
import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Reading;
import io.medtrust.bus.TrustUpdate;
import io.medtrust.trust.calibration.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrustCoreTest {
  private static final Calibration CALIBRATED = TrustFixture.calibration(40);

  @Test
  void before_any_reading_everything_is_unknown() {
    var computed = core(null).compute(T0);
    var u = computed.update();
    assertNull(u.trustScore());
    assertEquals("unknown", u.status());
    assertEquals("uncalibrated", u.calibration());
    assertEquals(0.0, u.coverage());
    assertNull(u.mediaTime());
    assertNull(u.chainIntact());
    assertEquals(SignalName.ALL.size(), u.signals().size());
    assertTrue(u.signals().stream().allMatch(s -> s.state().equals("unknown")));
    assertEquals("2026-11-22T14:48:07.529Z:unknown", computed.hashed());
  }

  @Test
  void a_good_call_has_a_score_but_no_verdict_while_uncalibrated() {
    var core = core(null);
    allGood(core, T0);
    var u = core.compute(T0).update();
    assertEquals(90, u.trustScore());
    assertEquals(1.0, u.coverage());
    assertEquals("unknown", u.status());
    assertTrue(u.reasons().contains("The score is uncalibrated: not yet measured"));
    assertEquals(T0 - 100, u.mediaTime());
    assertTrue(core.compute(T0 + 200).hashed().endsWith("Z:90"));
  }

  @Test
  void a_good_call_is_safe_once_calibrated_and_only_with_enough_known() {
    var core = core(CALIBRATED);
    allGood(core, T0);
    core.update(ok("face_identity", 90, T0), T0);
    core.update(ok("replay", 90, T0), T0);
    var safe = core.compute(T0).update();
    assertEquals("suspicious", safe.status(), "a probe and a voice are not known");
    for (var detector : List.of("light_probe", "challenge", "voice_identity", "lip_sync")) {
      core.update(ok(detector, 90, T0), T0);
    }
    safe = core.compute(T0).update();
    assertEquals("safe", safe.status());
    assertEquals("probability", safe.kind());
    assertEquals(40, safe.subjects());
    assertEquals(0.01, safe.impostorPrior());
    assertTrue(safe.probability() > 0.99);
    assertTrue(safe.evidenceCoverage() > 0.6);

    var passive = core(CALIBRATED);
    allGood(passive, T0);
    var u = passive.compute(T0).update();
    assertEquals(90, u.trustScore());
    assertEquals("suspicious", u.status(), "opinions alone are not enough");
    assertTrue(u.reasons().contains("Too little is known to call it safe"));
  }

  @Test
  void with_too_few_people_it_is_a_score_and_never_safe() {
    var core = core(TrustFixture.calibration(29));
    everythingGood(core, T0);
    var u = core.compute(T0).update();
    assertEquals("score", u.kind());
    assertEquals("unknown", u.status());
    assertNull(u.probability());
    assertTrue(u.calibratedScore() > 90);
    assertEquals(29, u.subjects());
    assertTrue(u.reasons().contains("A score and not a probability: it was measured on 29 people"));
  }

  @Test
  void with_no_known_biometric_signal_trust_is_null_and_unknown() {
    for (var calibration : new Calibration[] {null, CALIBRATED}) {
      var core = core(calibration);
      // What is known says nothing about a person: the picture, its quality, the log.
      core.update(ok(SignalName.FRAME_INTEGRITY, 92, T0), T0);
      core.update(ok("capture_quality", 100, T0), T0);
      core.update(ok(SignalName.PULSE, 95, T0), T0);
      core.update(ok("something_new", 100, T0), T0);
      core.chain(new LedgerEntry.Appended(VERIFICATION, 1, 5, "a", "b", true));
      for (var role : SignalRole.all()) {
        if (role.person()) core.update(unknown(role.detector(), "warming_up", T0), T0);
      }
      var u = core.compute(T0).update();
      assertNull(u.trustScore());
      assertEquals("unknown", u.status());
      assertNull(u.probability());
      assertNull(u.calibratedScore());
      assertNull(u.llr());
    }
  }

  @Test
  void a_signal_that_failed_and_fell_silent_does_not_become_safe() {
    var core = core(CALIBRATED);
    everythingGood(core, T0);
    core.update(failed("lip_sync", 30, "mismatch", T0), T0);
    assertEquals("suspicious", core.compute(T0).update().status());
    for (long now = T0 + 200; now < T0 + 300_000; now += 200) {
      everythingGood(core, now, "lip_sync");
      core.update(unknown("lip_sync", "no_speech", now), now);
      assertNotEquals("safe", core.compute(now).update().status());
    }
    everythingGood(core, T0 + 300_000);
    assertEquals("safe", core.compute(T0 + 300_000).update().status());
  }

  @Test
  void a_detector_that_hangs_or_is_killed_is_unknown_within_5_s_and_trust_goes_on() {
    for (int how = 0; how < 3; how++) {
      var core = core(CALIBRATED);
      Long unknownAfter = null;
      for (long now = T0; now < T0 + 20_000; now += 200) {
        everythingGood(core, now, "face_identity");
        boolean alive = now < T0 + 5_000;
        if (alive) core.update(ok("face_identity", 90, now), now);
        // killed: it never speaks again; hung: it is late and then hung; threw: it says so
        else if (how == 1) {
          core.update(unknown("face_identity", now < T0 + 11_000 ? "late" : "hung", now), now);
        } else if (how == 2) core.update(unknown("face_identity", "failed_internally", now), now);
        var u = core.compute(now).update();
        var s = signal(u, "face_identity");
        if (!alive && s.state().equals("unknown") && unknownAfter == null) {
          unknownAfter = now - T0 - 5_000;
        }
        assertEquals(90, u.trustScore(), "trust goes on");
        assertTrue(u.probability() > 0.5);
      }
      assertTrue(unknownAfter != null && unknownAfter <= 5_000, how + ": " + unknownAfter);
      assertEquals("unknown", core.compute(T0 + 20_000).update().identity().state());
    }
  }

  @Test
  void a_late_signal_is_stale_and_then_unknown() {
    var core = core(CALIBRATED);
    allGood(core, T0);
    assertFalse(signal(core, SignalName.VOICE, T0 + SETTINGS.lateMillis()).stale());
    var late = signal(core, SignalName.VOICE, T0 + SETTINGS.lateMillis() + 1);
    assertTrue(late.stale());
    assertEquals(90, late.score());
    assertEquals("ok", late.state());
    assertTrue(signal(core, SignalName.VOICE, T0 + SETTINGS.stalenessMillis()).stale());
    var gone = signal(core, SignalName.VOICE, T0 + SETTINGS.stalenessMillis() + 1);
    assertEquals("unknown", gone.state());
    assertEquals("late", gone.code());
    assertNull(gone.score());
    assertEquals("unknown", core.compute(T0 + 4001).update().status());
    core.update(ok(SignalName.VOICE, 80, T0 + 4100), T0 + 4200);
    assertEquals("ok", signal(core, SignalName.VOICE, T0 + 4200).state());
  }

  @Test
  void a_reading_that_comes_long_after_its_media_counts_as_old() {
    var core = core(null);
    core.update(ok(SignalName.VOICE, 80, T0 - 5_500), T0);
    assertTrue(signal(core, SignalName.VOICE, T0).stale());
    core.update(ok(SignalName.VOICE, 80, T0 - 8_000), T0);
    assertEquals("unknown", signal(core, SignalName.VOICE, T0).state());
  }

  @Test
  void a_detector_that_is_late_for_a_moment_keeps_its_last_good_value() {
    var core = core(null);
    allGood(core, T0);
    core.update(unknown(SignalName.VOICE, "late", T0 + 500), T0 + 500);
    var s = signal(core, SignalName.VOICE, T0 + 500);
    assertTrue(s.stale());
    assertEquals(90, s.score());
    assertEquals("unknown", signal(core, SignalName.VOICE, T0 + 4001).state());
  }

  @Test
  void a_fault_is_unknown_at_once() {
    for (var code : List.of("failed_internally", "unavailable", "no_face", "warming_up")) {
      var core = core(null);
      allGood(core, T0);
      core.update(unknown(SignalName.FACE_ARTIFACT, code, T0 + 1), T0 + 1);
      var s = signal(core, SignalName.FACE_ARTIFACT, T0 + 1);
      assertEquals("unknown", s.state());
      assertEquals(code, s.code());
      assertNull(s.score());
    }
  }

  @Test
  void a_reading_that_makes_no_sense_is_a_fault() {
    for (var score : new Double[] {null, Double.NaN, -1.0, 100.5}) {
      var core = core(null);
      allGood(core, T0);
      core.update(
          reading(SignalName.VOICE, Reading.State.OK, score, "ok", T0 + 1, Map.of()), T0 + 1);
      assertEquals("failed_internally", signal(core, SignalName.VOICE, T0 + 1).code());
    }
    var core = core(null);
    core.update(
        new Reading(null, null, "new_one", null, 5.0, null, null, null, null, 0, null, null), T0);
    assertEquals("unknown", signal(core, "new_one", T0).state());
  }

  @Test
  void lost_analysis_makes_everything_unknown_at_once() {
    var core = core(CALIBRATED);
    allGood(core, T0);
    core.compute(T0);
    core.unavailable("Analysis was interrupted", T0 + 200);
    var u = core.compute(T0 + 200).update();
    assertNull(u.trustScore());
    assertEquals("unknown", u.status());
    assertEquals(0.0, u.coverage());
    assertEquals("Analysis was interrupted", u.reasons().getFirst());
  }

  @Test
  void a_bad_voice_that_goes_silent_does_not_raise_trust() {
    var core = core(null);
    allGood(core, T0);
    core.update(failed(SignalName.VOICE, 10, "spoof", T0), T0);
    int before = core.compute(T0).update().trustScore();
    core.update(unknown(SignalName.VOICE, "no_audio", T0 + 200), T0 + 200);
    var after = core.compute(T0 + 200).update();
    assertTrue(after.trustScore() <= before);
    assertNull(after.voiceScore());
    assertTrue(after.coverage() < 1);
  }

  @Test
  void no_signal_raises_trust_by_becoming_unknown() {
    var random = new Random(99);
    var all = new ArrayList<String>();
    for (var role : SignalRole.all()) all.add(role.detector());
    for (int round = 0; round < 3_000; round++) {
      var core = core(random.nextBoolean() ? CALIBRATED : null);
      long now = T0;
      for (int step = 0; step < 12; step++) {
        now += 200;
        var detector = all.get(random.nextInt(all.size()));
        var before = core.compute(now).update();
        now += 1;
        if (random.nextInt(3) == 0) {
          core.update(unknown(detector, "no_face", now), now);
          var after = core.compute(now).update();
          if (before.trustScore() != null && after.trustScore() != null) {
            assertTrue(after.trustScore() <= before.trustScore(), detector);
          }
          assertTrue(after.coverage() <= before.coverage());
          if (before.llr() != null && after.llr() != null) {
            // what spoke against fades by age, in the millisecond between
            assertTrue(after.llr() <= before.llr() + 0.002, detector);
            assertTrue(after.evidenceCoverage() <= before.evidenceCoverage());
          }
          assertFalse(after.status().equals("safe") && !before.status().equals("safe"));
        } else if (random.nextInt(4) == 0) {
          core.update(failed(detector, random.nextInt(50), "bad", now), now);
        } else {
          core.update(ok(detector, random.nextInt(101), now), now);
        }
      }
    }
  }

  @Test
  void a_frozen_picture_is_one_alarm_raised_once_and_ended_once() {
    var core = core(null);
    var seen = new ArrayList<Alert>();
    long now = T0;
    for (; now < T0 + 10_000; now += 200) {
      core.update(failed(SignalName.TEMPORAL_CONSISTENCY, 10, "frozen", now), now);
      core.update(failed(SignalName.FRAME_INTEGRITY, 30, "frozen", now), now);
      var computed = core.compute(now);
      seen.addAll(computed.alerts());
      boolean due = now - T0 >= SETTINGS.alarms().picture();
      assertEquals(due ? "alert" : "unknown", computed.update().status());
      assertEquals(due ? List.of("frozen") : List.of(), computed.update().triggers());
    }
    for (; now < T0 + 20_000; now += 200) {
      core.update(ok(SignalName.TEMPORAL_CONSISTENCY, 90, now), now);
      core.update(ok(SignalName.FRAME_INTEGRITY, 90, now), now);
      seen.addAll(core.compute(now).alerts());
    }
    assertEquals(2, seen.size());
    assertTrue(seen.get(0).active());
    assertEquals("critical", seen.get(0).severity());
    assertEquals(VERIFICATION, seen.get(0).verification());
    assertFalse(seen.get(1).active());
    assertEquals(seen.get(0).alertId(), seen.get(1).alertId());
    assertEquals("unknown", core.compute(now).update().status());
  }

  @Test
  void a_flickering_condition_raises_nothing() {
    var core = core(null);
    for (int i = 0; i < 200; i++) {
      long now = T0 + i * 200L;
      core.update(
          i % 9 == 8
              ? ok(SignalName.FACE_PRESENCE, 100, now)
              : unknown(SignalName.FACE_PRESENCE, "no_face", now),
          now);
      assertTrue(core.compute(now).alerts().isEmpty());
    }
  }

  @Test
  void an_alarm_survives_the_loss_of_analysis_and_is_forgotten_in_the_end() {
    var core = core(null);
    long now = T0;
    var seen = new ArrayList<Alert>();
    for (; now <= T0 + 4_000; now += 200) {
      core.update(unknown(SignalName.FACE_PRESENCE, "no_face", now), now);
      seen.addAll(core.compute(now).alerts());
    }
    assertEquals("warning", seen.getFirst().severity());
    core.unavailable("Analysis was interrupted", now);
    for (; now < T0 + 30_000; now += 200) {
      seen.addAll(core.compute(now).alerts());
      assertEquals("alert", core.compute(now).update().status());
    }
    assertEquals(1, seen.size());
    for (; now < T0 + 40_000; now += 200) seen.addAll(core.compute(now).alerts());
    assertEquals(2, seen.size());
  }

  @Test
  void a_black_picture_is_one_alarm_and_not_three() {
    var core = core(null);
    var seen = new ArrayList<Alert>();
    for (long now = T0; now < T0 + 10_000; now += 200) {
      core.update(failed(SignalName.FRAME_INTEGRITY, 10, "black", now), now);
      core.update(failed(SignalName.TEMPORAL_CONSISTENCY, 10, "frozen", now), now);
      core.update(unknown(SignalName.FACE_PRESENCE, "no_face", now), now);
      seen.addAll(core.compute(now).alerts());
    }
    assertEquals(1, seen.size());
    assertEquals(List.of("black"), seen.getFirst().triggers());
  }

  @Test
  void silence_and_several_faces_need_their_time() {
    assertEquals(SETTINGS.alarms().silent(), raisedAfter(unknown(SignalName.VOICE, "silent", 0)));
    assertEquals(
        SETTINGS.alarms().presence(),
        raisedAfter(unknown(SignalName.FACE_PRESENCE, "several_faces", 0)));
  }

  @Test
  void scores_raise_alarms_only_once_calibrated() {
    for (var calibration : new Calibration[] {null, CALIBRATED}) {
      var core = core(calibration);
      var raised = new ArrayList<String>();
      TrustUpdate u = null;
      for (long now = T0; now < T0 + 4_000; now += 200) {
        core.update(ok(SignalName.FRAME_INTEGRITY, now < T0 + 1_000 ? 92 : 20, now), now);
        core.update(ok(SignalName.VOICE, 20, now), now);
        core.update(ok(SignalName.FACE_ARTIFACT, 10, now), now);
        core.update(ok(SignalName.LIVENESS, 10, now), now);
        core.update(ok(SignalName.PULSE, 30, now), now);
        core.update(failed("face_identity", 5, "not_enrolled_person", now), now);
        var computed = core.compute(now);
        u = computed.update();
        for (var a : computed.alerts()) if (a.active()) raised.addAll(a.triggers());
      }
      assertEquals(calibration != null, u.fusion().killSwitch());
      if (calibration == null) {
        assertEquals(List.of(), raised);
        assertEquals(List.of("face_identity"), u.fusion().failedFamilies());
      } else {
        assertEquals(
            List.of(
                "biometric_unstable",
                "kill_switch",
                "trust_below_50",
                "video_drop_30",
                "voice_flatness"),
            raised.stream().sorted().toList());
      }
    }
  }

  @Test
  void a_changed_log_lowers_trust_and_is_told() {
    var core = core(CALIBRATED);
    allGood(core, T0);
    core.chain(new LedgerEntry.Appended(VERIFICATION, 1, 5, "a", "b", true));
    var u = core.compute(T0).update();
    assertEquals(90, u.trustScore());
    assertEquals(100, u.blockchainScore());
    assertEquals("a", u.chainHash());
    assertEquals(5, u.chainBlock());
    assertTrue(u.chainIntact());
    core.chain(new LedgerEntry.Appended(VERIFICATION, 2, 10, "c", "d", false));
    u = core.compute(T0 + 1).update();
    assertEquals(86, u.trustScore());
    assertEquals(50, u.blockchainScore());
    assertFalse(u.chainIntact());
    assertTrue(u.reasons().contains("The log of this verification was changed"));
    // once changed, always changed
    core.chain(new LedgerEntry.Appended(VERIFICATION, 3, 15, "e", "f", true));
    assertFalse(core.compute(T0 + 2).update().chainIntact());
  }

  @Test
  void times_rise_also_when_the_clock_is_set_back() {
    var core = core(null);
    var first = core.compute(T0);
    var second = core.compute(T0 - 5_000);
    assertTrue(second.millis() > first.millis());
    assertNotEquals(first.update().timestamp(), second.update().timestamp());
  }

  @Test
  void behaviour_and_environment_come_with_frame_integrity() {
    var core = core(null);
    core.update(
        reading(
            SignalName.FRAME_INTEGRITY,
            Reading.State.OK,
            80.0,
            "ok",
            T0,
            Map.of("behavioral_score", 20, "env_score", 90.0)),
        T0);
    core.update(ok(SignalName.LIVENESS, 80, T0), T0);
    var u = core.compute(T0).update();
    assertEquals(20, u.behavioralScore());
    assertEquals(90, u.envScore());
    assertEquals(80, u.trustScore());
  }

  @Test
  void the_worst_reason_comes_first() {
    var core = core(null);
    allGood(core, T0);
    core.update(failed(SignalName.VOICE, 30, "flat", T0), T0);
    core.update(failed(SignalName.LIVENESS, 15, "still", T0), T0);
    var reasons = core.compute(T0).update().reasons();
    assertEquals(
        "liveness says still (since 14:48:07); this alone does not mean fraud", reasons.get(0));
    assertEquals(
        "voice says flat (since 14:48:07); this alone does not mean fraud", reasons.get(1));
  }

  private static long raisedAfter(Reading reading) {
    var core = core(null);
    for (long now = T0; now < T0 + 20_000; now += 100) {
      core.update(
          reading(reading.detector(), reading.state(), null, reading.code(), now, Map.of()), now);
      if (!core.compute(now).alerts().isEmpty()) return now - T0;
    }
    return -1;
  }

  /** Every signal that there is, but those left out. */
  private static void everythingGood(TrustCore core, long now, String... without) {
    for (var role : SignalRole.all()) {
      if (!List.of(without).contains(role.detector()))
        core.update(ok(role.detector(), 90, now), now);
    }
  }

  private static void allGood(TrustCore core, long now) {
    for (var detector : SignalName.ALL) core.update(ok(detector, 90, now - 100), now);
  }

  private static TrustUpdate.Signal signal(TrustCore core, String detector, long now) {
    return signal(core.compute(now).update(), detector);
  }

  private static TrustUpdate.Signal signal(TrustUpdate update, String detector) {
    return update.signals().stream()
        .filter(s -> s.detector().equals(detector))
        .findFirst()
        .orElseThrow();
  }
}
