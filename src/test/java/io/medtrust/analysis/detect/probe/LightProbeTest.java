package io.medtrust.analysis.detect.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LightProbeTest {
  private static final double PROBE = 13.4;
  private final LightProbe detector = new LightProbe(Map.of());
  private double clock = 2;
  private int number;

  /** Runs one probe; the person is lit by {@code shown}. */
  private Verdict probe(LightProbe d, LitFace face, LightSequence asked, LightSequence shown) {
    double begun = clock;
    d.know(knowledge("p" + number++, begun, asked));
    Verdict last = null;
    for (; clock < begun + PROBE; clock += 1 / face.fps) {
      last = last(d.observe(face.at(clock, shown, clock - begun)), last);
    }
    clock += 0.5;
    return last;
  }

  private static Knowledge.LightProbe knowledge(String id, double seconds, LightSequence asked) {
    return new Knowledge.LightProbe(
        id,
        LightProbeClips.ORIGIN + Math.round(seconds * 1e6),
        LightSequence.STEP_MILLIS * 1000L,
        asked == null ? new float[0][] : asked.colours());
  }

  private static Verdict last(List<Output> outputs, Verdict before) {
    for (var output : outputs) if (output instanceof Verdict v) before = v;
    return before;
  }

  private Verdict probe(LitFace face, long asked, long shown) {
    return probe(detector, face, LightProbeClips.sequence(asked), LightProbeClips.sequence(shown));
  }

  @Test
  void light_on_the_face_is_seen_at_any_delay() {
    for (double lag : new double[] {0, 0.7, 1.5, 2.9}) {
      var face = new LitFace(1);
      face.lagSeconds = lag;
      var verdict = probe(face, 10, 10);
      assertEquals("reflection", verdict.code(), verdict.toString());
      double seen = ((Number) verdict.evidence().get("delay_ms")).doubleValue() / 1000;
      assertEquals(lag, seen, 0.15);
    }
  }

  @Test
  void the_strength_is_measured_on_light_and_dark_skin_alike() {
    double[][] skins = {{225, 190, 170}, {190, 140, 115}, {110, 75, 58}, {70, 48, 38}};
    for (var skin : skins) {
      var face = new LitFace(2);
      face.skin = skin;
      face.strength = 0.02;
      var verdict = probe(face, 11, 11);
      assertEquals("reflection", verdict.code(), verdict.toString());
      assertEquals(2, (double) verdict.evidence().get("change_percent"), 0.7);
    }
  }

  @Test
  void nothing_is_said_before_a_probe_and_while_it_runs() {
    var face = new LitFace(3);
    Verdict verdict = null;
    for (; clock < 5; clock += 1 / face.fps) {
      verdict = last(detector.observe(face.at(clock, null, 0)), verdict);
    }
    assertEquals("not_probed", verdict.code());
    detector.know(knowledge("p", clock, LightProbeClips.sequence(1)));
    for (; clock < 9; clock += 1 / face.fps) {
      verdict = last(detector.observe(face.at(clock, null, 0)), verdict);
    }
    assertEquals("probing", verdict.code());
    assertEquals(Verdict.State.UNKNOWN, verdict.state());
  }

  @Test
  void no_reflection_is_no_failure_while_none_was_ever_seen() {
    var verdict = probe(new LitFace(4), 12, 13);
    assertEquals(Verdict.State.UNKNOWN, verdict.state());
    assertEquals("not_seen", verdict.code());
  }

  @Test
  void a_replay_of_a_lit_face_under_another_nonce_fails() {
    assertEquals("reflection", probe(new LitFace(5), 14, 14).code());
    var replay = probe(new LitFace(5), 15, 14);
    assertEquals(Verdict.State.FAILED, replay.state(), replay.toString());
    assertEquals("stale_reflection", replay.code());
  }

  @Test
  void unlit_media_fail_once_a_reflection_was_seen() {
    probe(new LitFace(5), 14, 14);
    var verdict = probe(unlit(19), 15, 15);
    assertEquals("no_reflection", verdict.code(), verdict.toString());
  }

  @Test
  void a_frozen_face_fails_once_a_reflection_was_seen() {
    probe(new LitFace(6), 16, 16);
    var still = new LitFace(6);
    still.strength = 0;
    still.noise = 0;
    still.drift = 0;
    assertEquals("no_reflection", probe(still, 17, 17).code());
  }

  @Test
  void where_the_operator_vouches_for_the_light_the_first_probe_may_fail() {
    var strict = new LightProbe(Map.of("probe.assumed_change_percent", "0.6"));
    assertEquals(
        "no_reflection",
        probe(strict, unlit(7), LightProbeClips.sequence(18), LightProbeClips.sequence(19)).code());
  }

  private static LitFace unlit(long seed) {
    var face = new LitFace(seed);
    face.strength = 0;
    return face;
  }

  @Test
  void unsteady_pictures_are_no_failure() {
    probe(new LitFace(8), 20, 20);
    var noisy = new LitFace(8);
    noisy.noise = 6;
    var verdict = probe(noisy, 21, 22);
    assertEquals("too_weak", verdict.code(), verdict.toString());
  }

  @Test
  void a_failure_is_not_made_good_by_a_probe_that_saw_nothing_but_by_one_that_did() {
    probe(new LitFace(9), 23, 23);
    assertEquals("no_reflection", probe(unlit(9), 24, 25).code());
    var noisy = new LitFace(9);
    noisy.noise = 6;
    assertEquals("no_reflection", probe(noisy, 26, 27).code());
    assertEquals("reflection", probe(new LitFace(9), 28, 28).code());
  }

  @Test
  void colours_over_the_whole_picture_alike_do_not_pass() {
    var filter = new LitFace(10);
    filter.back = 1;
    filter.strength = 0.03;
    var verdict = probe(filter, 29, 29);
    assertEquals("whole_picture", verdict.code(), verdict.toString());
    assertEquals(Verdict.State.UNKNOWN, verdict.state());
  }

  @Test
  void a_wall_that_is_lit_less_than_the_face_passes() {
    var dark = new LitFace(11);
    dark.back = 0.6;
    dark.strength = 0.03;
    assertEquals("reflection", probe(dark, 30, 30).code());
  }

  @Test
  void hunting_white_balance_neither_hides_the_light_nor_looks_like_it() {
    var hunting = new LitFace(12);
    // A camera that takes its gains back and forth, faster than what counts as drift.
    hunting.balance = t -> 0.02 * Math.sin(2 * Math.PI * 0.6 * t) * Math.signum(Math.sin(t));
    assertEquals("reflection", probe(hunting, 31, 31).code());
    assertNotEquals("reflection", probe(hunting, 32, 33).code());
  }

  @Test
  void pictures_made_without_the_sequence_pass_by_chance_alone() {
    var face = new LitFace(13);
    var series = new ChromaSeries();
    var shown = LightProbeClips.sequence(34);
    for (double t = 0; t < PROBE; t += 1 / face.fps) series.add(face.at(t, shown, t));
    int below = 0;
    int passed = 0;
    int n = 400;
    for (int i = 0; i < n; i++) {
      var r =
          Reflection.of(series, LightProbeClips.ORIGIN, LightProbeClips.sequence(1000 + i), 199, i);
      if (r.chance() <= 0.1) below++;
      if (r.chance() <= 0.005) passed++;
    }
    // Binomial: 40 ± 6 and 2 ± 1.4 are expected.
    assertTrue(below >= 15 && below <= 65, "p-values below 0.1: " + below);
    assertTrue(passed <= 9, "p-values below 0.005: " + passed);
  }

  @Test
  void a_face_that_is_lost_during_the_probe_is_no_failure() {
    probe(new LitFace(14), 35, 35);
    var face = new LitFace(14);
    double begun = clock;
    detector.know(knowledge("lost", begun, LightProbeClips.sequence(36)));
    Verdict verdict = null;
    for (; clock < begun + PROBE; clock += 1 / face.fps) {
      if (clock > begun + 4 && clock < begun + 8) continue;
      verdict = last(detector.observe(face.at(clock, null, 0)), verdict);
    }
    assertEquals("face_lost", verdict.code(), verdict.toString());
  }

  @Test
  void a_face_that_was_away_must_be_probed_anew() {
    var face = new LitFace(15);
    assertEquals("reflection", probe(face, 37, 37).code());
    clock += 10;
    Verdict verdict = null;
    for (double until = clock + 2; clock < until; clock += 1 / face.fps) {
      verdict = last(detector.observe(face.at(clock, null, 0)), verdict);
    }
    assertEquals("not_probed", verdict.code());
  }

  @Test
  void a_probe_that_the_page_did_not_show_is_unknown() {
    var face = new LitFace(16);
    double begun = clock;
    detector.know(knowledge("x", begun, LightProbeClips.sequence(38)));
    detector.observe(face.at(clock, null, 0));
    detector.know(knowledge("x", begun, null));
    Verdict verdict = null;
    for (double until = clock + 2; clock < until; clock += 1 / face.fps) {
      verdict = last(detector.observe(face.at(clock, null, 0)), verdict);
    }
    assertEquals("not_shown", verdict.code());
  }

  @Test
  void other_colours_and_too_few_pictures_are_unknown() {
    var face = new LitFace(17);
    double begun = clock;
    detector.know(
        new Knowledge.LightProbe(
            "y", LightProbeClips.ORIGIN + Math.round(begun * 1e6), 400_000, new float[25][3]));
    Verdict verdict = null;
    for (; clock < begun + PROBE; clock += 1 / face.fps) {
      verdict = last(detector.observe(face.at(clock, null, 0)), verdict);
    }
    assertEquals("bad_sequence", verdict.code());
    face.fps = 5;
    assertEquals("frame_rate", probe(face, 39, 39).code());
  }

  @Test
  void an_old_result_expires_and_another_publisher_begins_anew() {
    var brief = new LightProbe(Map.of("probe.valid_seconds", "30"));
    var face = new LitFace(18);
    var sequence = LightProbeClips.sequence(40);
    assertEquals("reflection", probe(brief, face, sequence, sequence).code());
    Verdict verdict = null;
    for (double until = clock + 32; clock < until; clock += 1 / face.fps) {
      verdict = last(brief.observe(face.at(clock, null, 0)), verdict);
    }
    assertEquals("expired", verdict.code());
    assertEquals("reflection", probe(brief, face, sequence, sequence).code());
    var outputs = new ArrayList<Output>();
    FaceObservation before = face.at(1, null, 0);
    outputs.addAll(brief.observe(before));
    assertFalse(outputs.isEmpty());
    assertEquals("not_probed", last(outputs, null).code());
  }
}
