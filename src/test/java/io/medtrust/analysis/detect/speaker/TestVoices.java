package io.medtrust.analysis.detect.speaker;

import io.medtrust.analysis.detect.VoiceWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Nobody's voices: pulses through four formants that go from one of a few vowels to the next. */
final class TestVoices {
  private TestVoices() {}

  /**
   * @param speaker whose pitch, vowels and tilt
   * @param said seed of the order of the vowels
   */
  static float[] voice(double seconds, int speaker, long said) {
    var person = new Random(speaker * 0x9E3779B97F4A7C15L);
    double pitch = 95 + 140 * person.nextDouble();
    double tilt = 0.3 + 0.6 * person.nextDouble();
    var vowels = new double[5][];
    for (int v = 0; v < vowels.length; v++) {
      vowels[v] =
          new double[] {
            280 + 500 * person.nextDouble(),
            900 + 1300 * person.nextDouble(),
            2300 + 700 * person.nextDouble(),
            3300 + 900 * person.nextDouble()
          };
    }
    var random = new Random(said);
    var x = new float[(int) (seconds * 16_000)];
    var vowel = vowels[0];
    double tilted = 0;
    var state = new double[8];
    double phase = 0;
    for (int i = 0; i < x.length; i++) {
      int inSyllable = i % 4000;
      if (inSyllable == 0) vowel = vowels[random.nextInt(vowels.length)];
      phase += pitch * (1 + 0.15 * Math.sin(i / 9000.0)) / 16_000;
      double in = 0;
      if (phase >= 1) {
        phase -= 1;
        in = 1;
      }
      in += 0.02 * random.nextGaussian();
      double loud =
          i / 16_000 % 4 == 3 ? 0 : Math.min(1, Math.min(inSyllable, 4000 - inSyllable) / 600.0);
      tilted = tilt * tilted + in;
      double y = tilted;
      for (int f = 0; f < 4; f++) {
        double r = Math.exp(-Math.PI * (70 + 40 * f) / 16_000);
        double c = 2 * r * Math.cos(2 * Math.PI * vowel[f] / 16_000);
        double out = y + c * state[2 * f] - r * r * state[2 * f + 1];
        state[2 * f + 1] = state[2 * f];
        state[2 * f] = out;
        y = out * (1 - r);
      }
      x[i] = (float) (loud * y);
    }
    double peak = 0;
    for (float v : x) peak = Math.max(peak, Math.abs(v));
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (0.5 * x[i] / peak + 0.0003 * random.nextGaussian());
    }
    return x;
  }

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

  static float[] together(float[] a, float[] b) {
    var all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
