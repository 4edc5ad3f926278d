package io.medtrust.analysis.detect.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.model.ModelFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VoiceActivityTest {
  private static final Map<String, String> ENERGY = Map.of("speech.activity", "energy");

  static List<VoiceWindow> windows(float[] sound, long start) {
    var windows = new ArrayList<VoiceWindow>();
    for (int at = 0; at + VoiceWindow.SAMPLES <= sound.length; at += VoiceWindow.HOP) {
      windows.add(
          new VoiceWindow(
              Arrays.copyOfRange(sound, at, at + VoiceWindow.SAMPLES),
              new boolean[VoiceWindow.SLOTS],
              start + at * 1000L / 16));
    }
    return windows;
  }

  /** Two seconds of a faint room, then two of a harmonic sound, then the room again. */
  private static float[] burst() {
    var random = new Random(1);
    var x = new float[16_000 * 6];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (0.001 * random.nextGaussian());
      if (i < 32_000 || i >= 64_000) continue;
      for (int h = 1; h < 8; h++) x[i] += (float) (0.1 / h * Math.sin(i * h * 0.05));
    }
    return x;
  }

  @Test
  void eachSampleIsHeardOnceAlsoWhenAWindowIsLeftOut() {
    var fresh = new FreshSound();
    var windows = windows(new float[16_000 * 6], 7_000_000);
    assertEquals(0, fresh.from(windows.get(0)));
    assertFalse(fresh.continues());
    assertEquals(VoiceWindow.HOP, fresh.from(windows.get(1)));
    assertTrue(fresh.continues());
    assertEquals(VoiceWindow.SAMPLES, fresh.from(windows.get(1)), "the same one again");
    assertEquals(0, fresh.from(windows.get(3)), "one was left out: all of it is new");
    assertTrue(fresh.continues());
    assertEquals(0, fresh.from(windows.get(8)));
    assertFalse(fresh.continues(), "a hole");
  }

  @Test
  void inProductionAModelThatNobodyAcceptedIsNotUsedAndSpeechIsStillHeard() {
    try (var activity = VoiceActivity.of(Map.of("app_mode", "production"))) {
      assertEquals("energy", activity.model());
    }
  }

  @Test
  void soundAboveTheRoomIsFoundAtItsTime() {
    try (var activity = VoiceActivity.of(ENERGY)) {
      int wrong = 0;
      int asked = 0;
      for (var w : windows(burst(), 50_000_000)) {
        activity.hear(w);
        for (long t = activity.knownUntil() - 400_000; t < activity.knownUntil(); t += 10_000) {
          double second = (t - 50_000_000) / 1e6;
          if (second < 0 || Math.abs(second - 2) < 0.05 || Math.abs(second - 4) < 0.05) continue;
          asked++;
          if (activity.speech(t) != (second > 2 && second < 4)) wrong++;
        }
      }
      assertEquals(0, wrong, "of " + asked);
    }
  }

  @Test
  void lostSoundIsNeitherSpeechNorSilence() {
    try (var activity = VoiceActivity.of(ENERGY)) {
      var lost = new boolean[VoiceWindow.SLOTS];
      Arrays.fill(lost, 10, 20, true);
      activity.hear(new VoiceWindow(new float[VoiceWindow.SAMPLES], lost, 1_000_000));
      assertTrue(Float.isNaN(activity.probability(1_300_000)));
      assertEquals(0, activity.probability(1_100_000));
      assertTrue(Float.isNaN(activity.probability(900_000)), "before the first");
      assertTrue(Float.isNaN(activity.probability(2_100_000)), "not heard yet");
    }
  }

  @Test
  void theModelCallsNoiseAndTonesNoSpeech() {
    try (var activity = VoiceActivity.of(Map.of())) {
      var random = new Random(2);
      var x = new float[16_000 * 4];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) (0.05 * random.nextGaussian() + 0.2 * Math.sin(i * 0.17));
      }
      int speech = 0;
      for (var w : windows(x, 0)) {
        activity.hear(w);
        for (long t = activity.knownUntil() - 400_000; t < activity.knownUntil(); t += 32_000) {
          if (activity.speech(t)) speech++;
        }
      }
      assertEquals(0, speech);
    }
  }

  @Test
  void whatOneListenerToldIsWhatEachWouldHaveFoundAndNoSecondModelIsOpened() {
    var settings = Map.of("model.voice_activity.file", "/nowhere/broken.onnx");
    try (var shared = VoiceActivity.of(Map.of());
        var alone = VoiceActivity.of(Map.of());
        var told = VoiceActivity.of(settings)) {
      var random = new Random(4);
      var x = burst();
      for (int i = 0; i < x.length; i++) x[i] *= (float) (1 + 0.3 * random.nextGaussian());
      var windows = windows(x, 50_000_000);
      for (int n = 0; n < windows.size(); n++) {
        var w = windows.get(n);
        shared.hear(w);
        // A slow detector is not given every window.
        if (n == 4) continue;
        alone.hear(w);
        told.hear(w.with(shared.map()));
        assertEquals(alone.knownUntil(), told.knownUntil());
        assertEquals(alone.model(), told.model());
        for (long t = w.startMicros() - 500_000; t < w.endMicros(); t += 10_000) {
          assertEquals(alone.probability(t), told.probability(t));
        }
      }
      var e = assertThrows(IllegalStateException.class, () -> told.hear(windows.getFirst()));
      assertTrue(e.getMessage().startsWith("/nowhere/broken.onnx"), e.getMessage());
    }
  }

  @Test
  void aListenerWhoIsNoLongerToldBeginsAnewByItself() {
    try (var shared = VoiceActivity.of(ENERGY);
        var told = VoiceActivity.of(ENERGY)) {
      var windows = windows(burst(), 50_000_000);
      for (int n = 0; n < windows.size(); n++) {
        var w = windows.get(n);
        shared.hear(w);
        assertEquals(n > 0, told.hear(n < 3 ? w.with(shared.map()) : w));
      }
      long last = Math.min(shared.knownUntil(), told.knownUntil()) - 1;
      assertEquals(shared.probability(last), told.probability(last));
      assertTrue(Float.isNaN(told.probability(51_000_000)), "told long ago, and not by itself");
    }
  }

  @Test
  void aFileThatIsNoModelIsRefusedWithASentence() {
    var file = new ModelFile("broken@00000000", new byte[] {1, 2, 3}, "00");
    var e = assertThrows(IllegalStateException.class, () -> new Silero(file));
    assertTrue(e.getMessage().startsWith("broken@00000000 does not load"), e.getMessage());
  }
}
