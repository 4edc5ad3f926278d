package io.medtrust.analysis.detect.lipsync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.lab.Observations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LipSyncTest {
  private final List<Verdict> verdicts = new ArrayList<>();
  private final Observations picture = new Observations();

  /** Loudness of syllables at random times, 0..1; the same seed gives the same speech. */
  private static double[] speech(long seed, int millis) {
    var random = new Random(seed);
    var out = new double[millis / 10];
    int at = 0;
    while (at < out.length) {
      int length = 10 + random.nextInt(25);
      double loud = random.nextInt(5) == 0 ? 0 : 0.3 + 0.7 * random.nextDouble();
      for (int i = 0; i < length && at + i < out.length; i++) {
        out[at + i] = loud * Math.sin(Math.PI * i / length);
      }
      at += length;
    }
    return out;
  }

  private static double at(double[] course, double seconds) {
    int i = (int) (seconds * 100);
    return i < 0 || i >= course.length ? 0 : course[i];
  }

  /**
   * @param voiceLater seconds by which the voice comes after the mouth
   * @param opens how far the mouth opens, distances of the eyes
   */
  private void talk(
      Map<String, String> settings,
      long mouthSeed,
      long voiceSeed,
      double voiceLater,
      double opens,
      int seconds) {
    var detector = new LipSync(settings);
    var mouth = speech(mouthSeed, seconds * 1000);
    var voice = speech(voiceSeed, seconds * 1000);
    var random = new Random(mouthSeed + 100);
    int nextWindow = 0;
    for (int i = 0; i < seconds * 15; i++) {
      double t = i / 15.0;
      while ((nextWindow + 2) * 0.5 <= t) {
        keep(detector.hear(window(voice, nextWindow * 0.5, voiceLater, random)));
        nextWindow++;
      }
      picture.at(1000 + t);
      picture.fresh = true;
      picture.landmarks = face(0.5 + opens * at(mouth, t) + 0.004 * random.nextGaussian());
      keep(detector.observe(picture.build()));
    }
  }

  private void keep(List<Output> outputs) {
    for (var o : outputs) if (o instanceof Verdict v) verdicts.add(v);
  }

  private static VoiceWindow window(double[] course, double start, double later, Random random) {
    var samples = new float[VoiceWindow.SAMPLES];
    for (int i = 0; i < samples.length; i++) {
      double loud = at(course, start + i / 16_000.0 - later);
      samples[i] = (float) ((0.001 + 0.2 * loud) * random.nextGaussian());
    }
    return new VoiceWindow(
        samples, new boolean[VoiceWindow.SLOTS], Math.round((1000 + start) * 1e6));
  }

  private static float[] face(double lipBelowNose) {
    var l = new float[468 * 3];
    l[3 * 33] = 280;
    l[3 * 33 + 1] = 200;
    l[3 * 263] = 380;
    l[3 * 263 + 1] = 200;
    l[3] = 330;
    l[4] = 240;
    l[3 * 14] = 330;
    l[3 * 14 + 1] = (float) (240 + 100 * lipBelowNose);
    return l;
  }

  private Verdict last() {
    return verdicts.getLast();
  }

  @Test
  void a_mouth_that_moves_with_its_voice_is_ok() {
    talk(Map.of(), 1, 1, 0.06, 0.1, 30);
    assertEquals("ok", last().code());
    assertTrue((Double) last().evidence().get("deviations") > 4, last().toString());
  }

  @Test
  void a_voice_that_comes_half_a_second_late_is_out_of_sync() {
    talk(Map.of(), 2, 2, 0.6, 0.1, 30);
    assertEquals("out_of_sync", last().code());
    assertEquals(600, (Integer) last().evidence().get("other_lag_ms"), 80);
  }

  @Test
  void another_voice_is_a_mismatch_that_fails_only_where_it_is_asked_for() {
    int ok = 0;
    for (int n = 0; n < 5; n++) {
      verdicts.clear();
      talk(Map.of(), 10 + n, 20 + n, 0, 0.1, 60);
      assertTrue(verdicts.stream().noneMatch(v -> v.state() == Verdict.State.FAILED));
      if (last().code().equals("ok")) ok++;
    }
    assertTrue(ok <= 1, ok + " of 5 found to agree");
    verdicts.clear();
    talk(Map.of("lip_sync.may_fail", "1"), 10, 20, 0, 0.1, 60);
    assertTrue(verdicts.stream().anyMatch(v -> v.code().equals("mismatch")));
    assertTrue(verdicts.stream().anyMatch(v -> v.state() == Verdict.State.FAILED));
  }

  @Test
  void a_mouth_that_does_not_move_is_not_judged() {
    talk(Map.of("lip_sync.may_fail", "1"), 3, 3, 0, 0.0, 60);
    assertEquals("mouth_still", last().code());
  }

  @Test
  void silence_is_not_judged() {
    var detector = new LipSync(Map.of());
    var random = new Random(4);
    var silent = new double[10];
    for (int i = 0; i < 300; i++) {
      if (i % 8 == 7) keep(detector.hear(window(silent, i / 15.0 - 1, 0, random)));
      picture.at(1000 + i / 15.0);
      picture.fresh = true;
      picture.landmarks = face(0.5 + 0.1 * Math.sin(i * 0.9));
      keep(detector.observe(picture.build()));
    }
    assertEquals("no_speech", last().code());
  }

  @Test
  void a_turned_face_is_not_judged() {
    picture.state = FaceState.PROFILE;
    talk(Map.of(), 5, 5, 0, 0.1, 20);
    assertEquals("face_turned", last().code());
  }

  @Test
  void unrelated_series_seldom_seem_to_agree() {
    var random = new Random(6);
    int high = 0;
    for (int n = 0; n < 400; n++) {
      var a = new float[500];
      var b = new float[500];
      for (int i = 1; i < 500; i++) {
        a[i] = (float) (0.8 * a[i - 1] + random.nextGaussian());
        b[i] = (float) (0.8 * b[i - 1] + random.nextGaussian());
      }
      if (Agreement.of(a, b).deviations() >= 3) high++;
    }
    assertTrue(high < 20, high + " of 400");
  }
}
