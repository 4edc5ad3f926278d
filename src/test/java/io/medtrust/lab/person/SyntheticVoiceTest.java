package io.medtrust.lab.person;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.lab.Pipeline;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyntheticVoiceTest {
  @Test
  void the_same_place_sounds_the_same_in_whatever_order_it_is_asked_for() {
    var a = new SyntheticVoice(4, 16_000, 0.8);
    var whole = a.samples(100_000, 64_000);
    var b = new SyntheticVoice(4, 16_000, 0.8);
    b.samples(9_000_000, 1000);
    var late = b.samples(140_000, 24_000);
    var early = b.samples(100_000, 40_000);
    assertArrayEquals(Arrays.copyOfRange(whole, 0, 40_000), early, 1e-7f);
    assertArrayEquals(Arrays.copyOfRange(whole, 40_000, 64_000), late, 1e-7f);
  }

  @Test
  void it_is_heard_as_speech_neither_too_loud_nor_too_low() {
    for (long seed : new long[] {1, 2, 3}) {
      var voice = new SyntheticVoice(seed, 16_000, 1);
      var x = voice.samples(0, 16 * 16_000);
      for (float v : x) assertTrue(Math.abs(v) < 1);
      try (var pipeline = new Pipeline(Map.of(), List.of("voice"))) {
        for (int i = 0; i < 31; i++) {
          var samples = Arrays.copyOfRange(x, i * 8000, i * 8000 + 16_000);
          pipeline.hear(new VoiceWindow(samples, new boolean[50], i * 500_000L));
        }
        assertTrue(pipeline.ever("voice", "ok"), "seed " + seed + " " + pipeline.codes("voice"));
      }
    }
  }

  @Test
  void the_mouth_opens_with_the_sound() {
    var voice = new SyntheticVoice(6, 16_000, 1);
    int n = 3000;
    double[] jaw = new double[n];
    double[] loud = new double[n];
    var x = voice.samples(0, n * 160);
    var mouth = new float[2];
    for (int i = 0; i < n; i++) {
      voice.mouth().at((i + 0.5) / 100, mouth);
      jaw[i] = mouth[0];
      for (int k = i * 160; k < (i + 1) * 160; k++) loud[i] += x[k] * x[k] / 160;
      loud[i] = Math.sqrt(loud[i]);
    }
    assertTrue(TrackReport.correlation(jaw, loud) > 0.5, "" + TrackReport.correlation(jaw, loud));
  }

  @Test
  void a_mouth_can_follow_any_sound() {
    var x = new SyntheticVoice(8, 16_000, 1).samples(0, 30 * 16_000);
    var mouth = MouthSource.following(x, 2);
    var at = new float[2];
    double most = 0;
    for (double t = 2; t < 31; t += 0.01) {
      mouth.at(t, at);
      assertTrue(at[0] >= 0 && at[0] <= 1);
      most = Math.max(most, at[0]);
    }
    assertTrue(most > 0.6);
    mouth.at(1, at);
    assertEquals(0, at[0]);
  }

  @Test
  void words_differ_takes_differ_a_little_and_the_same_take_is_the_same() {
    var voice = new SyntheticVoice(9, 16_000, 1);
    var words = List.of("river", "candle", "monday");
    var first = voice.speak(words, 1);
    assertArrayEquals(first.samples(), voice.speak(words, 1).samples());
    assertFalse(Arrays.equals(first.samples(), voice.speak(words, 2).samples()));
    assertFalse(
        Arrays.equals(first.samples(), voice.speak(List.of("paper", "stone"), 1).samples()));
    assertEquals(3, first.onsets().length);
    // Quiet before the first word, loud after its onset.
    assertTrue(
        energy(first.samples(), 0, 0.09) < 0.05 * energy(first.samples(), first.onsets()[0], 0.3));
  }

  private static double energy(float[] x, double from, double seconds) {
    double sum = 0;
    int start = (int) (from * 16_000);
    int n = (int) (seconds * 16_000);
    for (int i = start; i < start + n; i++) sum += x[i] * x[i];
    return sum / n;
  }
}
