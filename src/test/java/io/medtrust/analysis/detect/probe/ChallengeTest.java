package io.medtrust.analysis.detect.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.lab.Observations;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  private static final double ASKED = 5;
  private static final double RATE = 15;
  private final Challenge detector = new Challenge(Map.of());
  private double clock;
  private int number;

  private void ask(String kind, double seconds, String... words) {
    long issued = Math.round(seconds * 1e6);
    detector.know(
        new Knowledge.Challenge("c" + number++, kind, List.of(words), issued, issued + 15_000_000));
  }

  /** Plays a head until {@code until}; yaw and openness of the eyes over time. */
  private Verdict play(double until, DoubleUnaryOperator yaw, DoubleUnaryOperator open) {
    Verdict last = null;
    for (; clock < until; clock += 1 / RATE) {
      var o = new Observations().at(clock);
      o.landmarks = landmarks(yaw.applyAsDouble(clock), open.applyAsDouble(clock));
      o.fresh = true;
      for (Output output : detector.observe(o.build())) if (output instanceof Verdict v) last = v;
    }
    return last;
  }

  private static float[] landmarks(double yawDegrees, double openness) {
    var m = new float[468 * 3];
    double depth = 100 * Math.tan(Math.toRadians(yawDegrees));
    put(m, 33, 250, 200, 0);
    put(m, 263, 350, 200, depth);
    put(m, 133, 285, 200, 0);
    put(m, 362, 315, 200, 0);
    double half = 0.3 * openness * 35 / 2;
    for (int top : new int[] {160, 158, 385, 387}) put(m, top, 300, 200 - half, 0);
    for (int low : new int[] {144, 153, 380, 373}) put(m, low, 300, 200 + half, 0);
    return m;
  }

  private static void put(float[] m, int point, double x, double y, double z) {
    m[3 * point] = (float) x;
    m[3 * point + 1] = (float) y;
    m[3 * point + 2] = (float) z;
  }

  private static final DoubleUnaryOperator STILL = t -> 2 * Math.sin(t);
  private static final DoubleUnaryOperator OPEN = t -> 1;

  private static DoubleUnaryOperator turnAt(double begin, double degrees) {
    return t -> STILL.applyAsDouble(t) + (t > begin && t < begin + 1.5 ? degrees : 0);
  }

  private static DoubleUnaryOperator blinksAt(double... times) {
    return t -> {
      for (double at : times) if (t >= at && t < at + 0.2) return 0.2;
      return 1;
    };
  }

  @Test
  void a_turn_to_the_side_that_was_asked_for_is_an_answer_with_its_delay() {
    ask("turn_left", ASKED);
    var verdict = play(9, turnAt(6.2, 25), OPEN);
    assertEquals("answered", verdict.code(), verdict.toString());
    assertEquals(1200, (int) verdict.evidence().get("onset_ms"), 150);
  }

  @Test
  void left_is_the_persons_own_left_and_a_mirrored_turn_is_none() {
    ask("turn_left", ASKED);
    var verdict = play(22, turnAt(6.2, -25), OPEN);
    assertEquals("no_answer", verdict.code(), verdict.toString());
    assertTrue((double) verdict.evidence().get("wrong_way_degrees") > 20);
    ask("turn_right", 23);
    assertEquals("answered", play(28, turnAt(24, -25), OPEN).code());
  }

  @Test
  void a_turn_that_was_under_way_when_it_was_asked_for_is_none() {
    ask("turn_left", ASKED);
    assertEquals("no_answer", play(22, turnAt(4.9, 25), OPEN).code());
  }

  @Test
  void one_missed_prompt_is_unknown_and_the_second_a_failure() {
    ask("turn_left", ASKED);
    assertEquals(Verdict.State.UNKNOWN, play(22, STILL, OPEN).state());
    ask("turn_right", 23);
    var second = play(40, STILL, OPEN);
    assertEquals(Verdict.State.FAILED, second.state(), second.toString());
    ask("turn_left", 41);
    assertEquals("answered", play(45, turnAt(42, 25), OPEN).code());
  }

  @Test
  void two_quick_blinks_are_an_answer_and_two_slow_ones_are_not() {
    ask("blink", ASKED);
    assertEquals("no_answer", play(22, STILL, blinksAt(7, 11, 15)).code());
    ask("blink", 23);
    var verdict = play(28, STILL, blinksAt(24.5, 25.2));
    assertEquals("answered", verdict.code(), verdict.toString());
  }

  @Test
  void a_prompt_that_was_declined_is_no_failure_however_often() {
    for (int i = 0; i < 4; i++) {
      double at = clock + 1;
      ask("turn_left", at);
      play(at + 1, STILL, OPEN);
      long issued = Math.round(at * 1e6);
      detector.know(
          new Knowledge.Challenge("c" + (number - 1), "turn_left", List.of(), issued, issued));
      var verdict = play(at + 3, STILL, OPEN);
      assertEquals("declined", verdict.code());
    }
  }

  @Test
  void a_face_that_is_away_is_no_failure() {
    ask("turn_left", ASKED);
    play(7, STILL, OPEN);
    clock = 21.5;
    assertEquals("face_lost", play(23, STILL, OPEN).code());
    ask("turn_left", 24);
    assertEquals("no_answer", play(41, STILL, OPEN).code());
  }

  @Test
  void an_answer_counts_for_the_face_that_gave_it() {
    ask("turn_left", ASKED);
    assertEquals("answered", play(9, turnAt(6, 25), OPEN).code());
    clock = 20;
    assertEquals("not_asked", play(23, STILL, OPEN).code());
  }

  private static VoiceWindow window(double start, DoubleUnaryOperator loudness, Random random) {
    var samples = new float[VoiceWindow.SAMPLES];
    for (int i = 0; i < samples.length; i++) {
      double t = start + i / 16_000.0;
      double noise = 0.001 * random.nextGaussian();
      samples[i] = (float) (noise + loudness.applyAsDouble(t) * Math.sin(2 * Math.PI * 180 * t));
    }
    return new VoiceWindow(samples, new boolean[VoiceWindow.SLOTS], Math.round(start * 1e6));
  }

  /** Speaks {@code syllables} bursts of 150 ms every 250 ms from {@code begin}. */
  private static DoubleUnaryOperator speech(double begin, int syllables) {
    return t -> {
      double in = t - begin;
      if (in < 0 || in >= 0.25 * syllables) return 0;
      double phase = in % 0.25;
      return phase < 0.15 ? 0.3 * Math.sin(Math.PI * phase / 0.15) : 0.0;
    };
  }

  private Verdict hear(double until, DoubleUnaryOperator loudness) {
    var random = new Random(4);
    Verdict last = null;
    for (; clock < until; clock += 0.5) {
      for (Output output : detector.hear(window(clock, loudness, random))) {
        if (output instanceof Verdict v) last = v;
      }
    }
    return last;
  }

  @Test
  void words_are_heard_as_speech_with_onset_and_bursts_and_never_pass() {
    ask("words", ASKED, "river", "candle", "stone");
    var verdict = hear(12, speech(6.5, 5));
    assertEquals("words_not_checked", verdict.code(), verdict.toString());
    assertEquals(Verdict.State.UNKNOWN, verdict.state());
    assertEquals(true, verdict.evidence().get("words_not_checked"));
    assertEquals(5, verdict.evidence().get("bursts"));
    assertEquals(1500, (int) verdict.evidence().get("onset_ms"), 100);
    assertEquals(true, verdict.evidence().get("bursts_plausible"));
  }

  @Test
  void silence_and_speech_that_went_on_before_are_no_answer() {
    ask("words", ASKED, "river", "candle", "stone");
    assertEquals("no_answer", hear(22, t -> 0).code());
    ask("words", 25, "river", "candle", "stone");
    assertEquals("no_answer", hear(43, speech(22, 80)).code());
  }

  @Test
  void syllables_are_counted_by_groups_of_vowels() {
    assertEquals(2, SpokenAnswer.syllables(List.of("river")));
    assertEquals(2, SpokenAnswer.syllables(List.of("candle")));
    assertEquals(1, SpokenAnswer.syllables(List.of("stone")));
    assertEquals(3, SpokenAnswer.syllables(List.of("potato")));
    assertEquals(1, SpokenAnswer.syllables(List.of("tree")));
  }
}
