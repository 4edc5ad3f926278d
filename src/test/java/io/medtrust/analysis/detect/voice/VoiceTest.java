package io.medtrust.analysis.detect.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VoiceTest {
  private static List<Verdict> listen(float[] sound, boolean[] missing) {
    // The synthetic voice is no speech to the model, which knows only people.
    var detector = new Voice(Map.of("speech.activity", "energy"));
    var verdicts = new ArrayList<Verdict>();
    for (int at = 0; at + VoiceWindow.SAMPLES <= sound.length; at += VoiceWindow.HOP) {
      var samples = Arrays.copyOfRange(sound, at, at + VoiceWindow.SAMPLES);
      var window = new VoiceWindow(samples, missing.clone(), 9_000_000 + at * 1000L / 16);
      for (var output : detector.hear(window)) verdicts.add((Verdict) output);
    }
    return verdicts;
  }

  private static List<Verdict> listen(float[] sound) {
    return listen(sound, new boolean[VoiceWindow.SLOTS]);
  }

  /** Harmonics under two formants, in syllables, with breath; melody in semitones. */
  static float[] voice(double seconds, double pitch, double melody) {
    var random = new Random(3);
    var x = new float[(int) (seconds * 16_000)];
    double phase = 0;
    for (int i = 0; i < x.length; i++) {
      double t = i / 16_000.0;
      double f0 = pitch * Math.pow(2, melody * Math.sin(2 * Math.PI * 0.4 * t) / 12);
      phase += 2 * Math.PI * f0 / 16_000;
      double syllable = Math.max(0, Math.sin(2 * Math.PI * 2 * t)) * (t % 4 < 3 ? 1 : 0);
      double sum = 0;
      for (int k = 1; k * f0 < 7000; k++) {
        double gain = 0.02;
        for (double formant : new double[] {600 + 200 * Math.sin(5 * t), 1500, 2600}) {
          gain += 1 / (1 + Math.pow((k * f0 - formant) / 100, 2));
        }
        sum += gain * Math.sin(k * phase) / k;
      }
      x[i] = (float) (0.1 * syllable * sum + 0.0008 * random.nextGaussian());
    }
    return x;
  }

  @Test
  void aVoiceIsHeardWithItsPitchAndMelody() {
    var last = listen(voice(12, 140, 4)).getLast();
    assertEquals(Verdict.State.OK, last.state());
    var e = last.evidence();
    assertEquals(140, ((Number) e.get("pitch_hz")).doubleValue(), 25);
    // A sine of 4 semitones has a deviation of 2.8.
    assertEquals(2.8, ((Number) e.get("pitch_semitones")).doubleValue(), 0.8);
    assertEquals(92, ((Number) e.get("pitch_score")).intValue());
    assertTrue(last.score() > 70, last.toString());
  }

  @Test
  void aMonotoneVoiceScoresLowerOnPitch() {
    var last = listen(voice(12, 140, 0)).getLast();
    assertTrue(((Number) last.evidence().get("pitch_score")).intValue() <= 40, last.toString());
  }

  @Test
  void nothingButSilenceIsSilentWithinFiveSeconds() {
    var verdicts = listen(new float[16_000 * 9]);
    for (int n = 0; n < verdicts.size(); n++) {
      double heard = 1 + n / 2.0;
      var v = verdicts.get(n);
      assertEquals(Verdict.State.UNKNOWN, v.state());
      if (heard < 3.5) assertTrue(!v.code().equals("silent"), "after " + heard);
      if (heard > 4) assertEquals("silent", v.code(), "after " + heard);
    }
    var sound = Arrays.copyOf(new float[0], 16_000 * 9);
    System.arraycopy(voice(2, 120, 3), 0, sound, 16_000 * 7, 32_000);
    assertTrue(!listen(sound).getLast().code().equals("silent"), "the first sound ends it");
  }

  @Test
  void aRoomWithoutSpeechIsUnknownAndNotSilent() {
    var random = new Random(4);
    var noise = new float[16_000 * 9];
    for (int i = 0; i < noise.length; i++) noise[i] = (float) (0.05 * random.nextGaussian());
    var last = listen(noise).getLast();
    assertEquals("no_speech", last.code());
    assertEquals(Verdict.State.UNKNOWN, last.state());
  }

  @Test
  void lostSoundIsNotJudged() {
    var lost = new boolean[VoiceWindow.SLOTS];
    Arrays.fill(lost, true);
    for (var v : listen(new float[16_000 * 9], lost)) assertEquals("damaged", v.code());
    // A tenth missing: the rest is judged, the hole is not silence.
    Arrays.fill(lost, false);
    for (int i = 20; i < 25; i++) lost[i] = true;
    var sound = voice(12, 140, 4);
    assertEquals(Verdict.State.OK, listen(sound, lost).getLast().state());
  }

  @Test
  void eachMomentIsMeasuredOnceThoughWindowsOverlap() {
    var frames = new SpeechFrames();
    var sound = voice(2, 140, 2);
    var none = new boolean[VoiceWindow.SLOTS];
    var first = frames.of(new VoiceWindow(Arrays.copyOf(sound, 16_000), none, 0), 0);
    long next = first.getLast().micros() + 1;
    var second =
        frames.of(new VoiceWindow(Arrays.copyOfRange(sound, 8000, 24_000), none, 500_000), next);
    assertEquals(98, first.size());
    assertEquals(50, second.size(), 1);
    assertEquals(first.getLast().micros() + 10_000, second.getFirst().micros(), 1);
  }

  @Test
  void theTotalSharesTheWeightOfTheMissingChallenge() {
    assertEquals(90, VoiceScores.total(90, 90, 90, 90));
    assertEquals(Math.round((27 + 22.5 + 3 + 13.8) / 0.9), VoiceScores.total(90, 90, 15, 92));
  }

  @Test
  void seededNoiseOfAnyLoudnessNeverThrows() {
    var random = new Random(11);
    for (int round = 0; round < 20; round++) {
      var sound = new float[16_000 * 3];
      double gain = Math.pow(10, random.nextInt(8) - 6);
      for (int i = 0; i < sound.length; i++) sound[i] = (float) (gain * random.nextGaussian());
      assertEquals(5, listen(sound).size());
    }
  }
}
