package io.medtrust.analysis.detect.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.lab.Clips;
import io.medtrust.analysis.lab.Speech;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VoiceReplayTest {
  private final List<Knowledge.Fingerprint> fingerprints = new ArrayList<>();

  private record Said(double seconds, Verdict verdict) {}

  private List<Said> listen(VoiceReplay detector, float[] sound, int bits) {
    var said = new ArrayList<Said>();
    Speech.play(
        sound,
        bits,
        1_000_000,
        window -> {
          for (var o : detector.hear(window)) {
            if (o instanceof Verdict v) said.add(new Said(window.endMicros() / 1e6 - 1, v));
            if (o instanceof Output.FingerprintSample s) fingerprints.add(s.fingerprint());
          }
        });
    return said;
  }

  private static boolean failed(List<Said> said) {
    return said.stream().anyMatch(s -> s.verdict().state() == Verdict.State.FAILED);
  }

  /** Words that never come again: each a glide between two random spectra, at random times. */
  private static float[] babble(long seed, double seconds) {
    var random = new Random(seed);
    var out = new float[(int) (seconds * 48_000)];
    int at = 0;
    while (at < out.length) {
      int length = (int) (48_000 * (0.08 + 0.25 * random.nextDouble()));
      double pitch = 90 + 130 * random.nextDouble();
      double bend = 0.8 + 0.4 * random.nextDouble();
      var from = random.doubles(4, 300, 4500).toArray();
      var to = random.doubles(4, 300, 4500).toArray();
      double phase = 0;
      for (int i = 0; i < length && at + i < out.length; i++) {
        double part = (double) i / length;
        double hertz = pitch * (1 + (bend - 1) * part);
        phase += 2 * Math.PI * hertz / 48_000;
        double sum = 0;
        for (int k = 1; k * hertz < 3800; k++) {
          double gain = 0;
          for (int f = 0; f < 4; f++) {
            double formant = from[f] + (to[f] - from[f]) * part;
            gain += 1 / (1 + Math.pow((k * hertz - formant) / 150, 2));
          }
          sum += gain * Math.sin(k * phase);
        }
        out[at + i] = (float) (0.05 * Math.sin(Math.PI * part) * sum);
      }
      at += length + (int) (48_000 * 0.12 * random.nextDouble());
    }
    return out;
  }

  private static float[] louder(float[] sound, double gain, long seed) {
    var random = new Random(seed);
    var out = sound.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (gain * out[i] + 0.0005 * random.nextGaussian());
    }
    return out;
  }

  @Test
  void speech_that_is_new_for_two_minutes_is_ok() {
    var said = listen(new VoiceReplay(Map.of()), babble(1, 120), 24_000);
    assertFalse(failed(said));
    assertEquals("ok", said.getLast().verdict().code());
  }

  @Test
  void speech_that_comes_again_is_found_within_five_seconds_at_another_loudness_and_alignment() {
    var first = babble(2, 20);
    var pause = new float[48_000 / 10 + 347];
    var sound = Speech.join(first, babble(3, 20), pause, louder(first, 0.4, 4));
    var said = listen(new VoiceReplay(Map.of()), sound, 16_000);
    for (var s : said) {
      if (s.seconds() < 40) assertTrue(s.verdict().state() != Verdict.State.FAILED);
      if (s.seconds() > 45.2) assertEquals("loop", s.verdict().code(), "at " + s.seconds());
    }
    double back = (Double) said.getLast().verdict().evidence().get("seconds_back");
    assertEquals(40.1, back, 0.15);
  }

  @Test
  void speech_of_an_earlier_call_is_found() {
    var sound = babble(5, 30);
    listen(new VoiceReplay(Map.of()), sound, 24_000);
    assertTrue(fingerprints.size() >= 5, fingerprints.size() + " fingerprints");
    assertTrue(fingerprints.stream().allMatch(f -> f.data().length == 801));
    var later = new VoiceReplay(Map.of());
    later.know(new Knowledge.Memory(fingerprints));
    var said = listen(later, Speech.join(babble(6, 8), louder(sound, 0.5, 7)), 16_000);
    var found = said.stream().filter(s -> s.verdict().code().equals("reused")).toList();
    assertTrue(found.size() > 20, found.size() + " readings");
    double first = found.getFirst().seconds();
    assertTrue(first > 8 && first < 13, "found at " + first);
  }

  @Test
  void a_monitor_that_beeps_all_the_time_is_no_replay() {
    var sound = babble(8, 80);
    var random = new Random(9);
    for (int i = 0; i < sound.length; i++) {
      double t = i / 48_000.0;
      // A melody of three notes every four seconds, and the heart's beep.
      double melody =
          t % 4 < 0.6 ? Math.sin(2 * Math.PI * (660 + 220 * Math.floor(t % 4 / 0.2)) * t) : 0;
      double beat = t % 0.8 < 0.08 ? Math.sin(2 * Math.PI * 960 * t) : 0;
      boolean speaks = t % 40 < 20;
      sound[i] =
          (float)
              ((speaks ? sound[i] : 0) + 0.1 * melody + 0.1 * beat + 0.001 * random.nextGaussian());
    }
    assertFalse(failed(listen(new VoiceReplay(Map.of()), sound, 24_000)));
  }

  @Test
  void silence_and_noise_are_not_judged() {
    var random = new Random(10);
    var sound = new float[48_000 * 20];
    for (int i = sound.length / 2; i < sound.length; i++) {
      sound[i] = (float) (0.001 * random.nextGaussian());
    }
    var said = listen(new VoiceReplay(Map.of()), sound, 24_000);
    assertFalse(failed(said));
  }

  @Test
  void lost_sound_is_not_judged() {
    var detector = new VoiceReplay(Map.of());
    var missing = new boolean[VoiceWindow.SLOTS];
    java.util.Arrays.fill(missing, true);
    for (int n = 0; n < 30; n++) {
      var window = new VoiceWindow(new float[VoiceWindow.SAMPLES], missing, n * 500_000L);
      var said = detector.hear(window);
      assertEquals("damaged", ((Verdict) said.getLast()).code());
    }
  }

  @Test
  void real_speech_is_found_again_and_other_sentences_of_the_speaker_are_not() throws Exception {
    var folder = Clips.folder();
    assumeTrue(folder.isPresent(), "needs the media folder");
    Path human = folder.get().resolve("speech/human");
    var live = new ArrayList<float[]>();
    for (int n = 0; n < 8; n++)
      live.add(Speech.of(human.resolve("ls-2033-164914-000" + n + ".flac")));
    var all = Speech.join(live.toArray(float[][]::new));
    double length = all.length / 48_000.0;
    var again = louder(Speech.join(live.get(6)), 0.6, 1);
    var said = listen(new VoiceReplay(Map.of()), Speech.join(all, again), 16_000);
    for (var s : said) {
      if (s.seconds() < length) assertTrue(s.verdict().state() != Verdict.State.FAILED);
      if (s.seconds() > length + 6) assertEquals("loop", s.verdict().code());
    }
  }
}
