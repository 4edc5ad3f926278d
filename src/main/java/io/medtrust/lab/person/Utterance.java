package io.medtrust.lab.person;

import java.util.ArrayList;
import java.util.List;

/**
 * What is said, as courses of a synthesiser's parameters, one column each five milliseconds. Begins
 * with a breath, when it is long.
 */
final class Utterance {
  static final double STEP = 0.005;

  // Rows of the courses.
  static final int F1 = 0;
  static final int F2 = 1;
  static final int F3 = 2;
  static final int VOICE = 3;
  static final int FRICTION = 4;
  static final int FRICTION_HERTZ = 5;
  static final int BREATH = 6;
  static final int PITCH = 7;
  static final int JAW = 8;
  static final int WIDE = 9;
  private static final int ROWS = 10;

  final float[][] courses;

  private record Sound(Phone phone, double seconds, double stress) {}

  private Utterance(float[][] courses) {
    this.courses = courses;
  }

  int columns() {
    return courses[0].length;
  }

  double seconds() {
    return columns() * STEP;
  }

  /**
   * These words by this speaker; two of the same words differ by the seed, as two tries of a person
   * do.
   *
   * @param limit no word begins that would end after so many seconds
   */
  static Utterance of(Speaker speaker, List<String> words, long seed, double limit) {
    var sounds = new ArrayList<Sound>();
    double length = 0.12;
    int count = 0;
    for (var word : words) {
      var next = sounds(speaker, word, Noise.mix(seed + count++));
      double seconds = next.stream().mapToDouble(Sound::seconds).sum();
      if (length + seconds > limit && !sounds.isEmpty()) break;
      length += seconds;
      sounds.addAll(next);
    }
    return lay(speaker, sounds, length + 0.1, seed);
  }

  private static List<Sound> sounds(Speaker speaker, String word, long seed) {
    var out = new ArrayList<Sound>();
    boolean stressed = true;
    int i = 0;
    for (var phone : Phone.of(word)) {
      double stress = phone.vowel() && stressed ? 1 : 0.6;
      if (phone.vowel()) stressed = false;
      double length = phone.seconds() * (phone.vowel() ? 0.75 + 0.4 * stress : 1);
      length *= Math.exp(0.13 * Noise.normal(seed, i++)) / speaker.tempo();
      out.add(new Sound(phone, length, stress));
    }
    // Words run into each other, mostly.
    if (Noise.unit(seed, 99) < 0.3) out.add(new Sound(null, 0.04 + 0.1 * Noise.unit(seed, 98), 0));
    return out;
  }

  private static Utterance lay(Speaker speaker, List<Sound> sounds, double length, long seed) {
    int n = (int) Math.ceil(length / STEP) + 1;
    var c = new float[ROWS][n];
    double at = 0.12;
    double end = length - 0.1;
    java.util.Arrays.fill(c[F1], 500);
    java.util.Arrays.fill(c[F2], 1500);
    java.util.Arrays.fill(c[F3], 2500);
    java.util.Arrays.fill(c[FRICTION_HERTZ], 3000);
    var accents = new float[n];
    for (var sound : sounds) {
      int from = (int) (at / STEP);
      at += sound.seconds;
      int to = Math.min(n, (int) (at / STEP));
      if (sound.phone != null) paint(c, sound, from, to, speaker, accents);
    }
    for (int row : new int[] {F1, F2, F3}) smooth(c[row], 7);
    smooth(c[VOICE], 3);
    smooth(c[BREATH], 3);
    smooth(c[JAW], 9);
    smooth(c[WIDE], 11);
    smooth(accents, 16);
    for (int i = 0; i < n; i++) {
      double t = i * STEP;
      double fall = 1.1 - 0.22 * Math.clamp(t / end, 0.0, 1.0);
      double semitones =
          speaker.lively() * (accents[i] - 0.4 + 0.35 * Noise.smooth(seed + 7, 1.9 * t));
      c[PITCH][i] = (float) (speaker.pitch() * fall * Math.pow(2, semitones / 12));
    }
    breathe(c, seed, length);
    return new Utterance(c);
  }

  private static void paint(
      float[][] c, Sound sound, int from, int to, Speaker speaker, float[] accents) {
    var p = sound.phone;
    int closed = p.burst() ? from + (to - from) * 6 / 10 : from;
    for (int i = from; i < to; i++) {
      boolean silent = i < closed;
      c[F1][i] = (float) (p.f1() * speaker.tract() * speaker.formants()[0]);
      c[F2][i] = (float) (p.f2() * speaker.tract() * speaker.formants()[1]);
      c[F3][i] = (float) (p.f3() * speaker.tract() * speaker.formants()[2]);
      c[VOICE][i] = (float) (p.voice() * (0.75 + 0.25 * sound.stress) * (silent ? 0.6 : 1));
      double burst = p.burst() && !silent ? Math.exp(-(i - closed) * STEP / 0.012) : 1;
      c[FRICTION][i] = (float) (silent ? 0 : p.friction() * burst);
      c[FRICTION_HERTZ][i] =
          (float) (p.frictionHertz() > 0 ? p.frictionHertz() * Math.sqrt(speaker.tract()) : 3000);
      c[BREATH][i] = (float) (silent ? 0 : p.breath());
      c[JAW][i] = (float) (p.jaw() * (0.6 + 0.4 * sound.stress));
      c[WIDE][i] = (float) p.wide();
      if (p.vowel()) accents[i] = (float) sound.stress;
    }
  }

  // Air is drawn in before the first sound.
  private static void breathe(float[][] c, long seed, double length) {
    if (length < 1.5) return;
    double loud = 0.05 + 0.06 * Noise.unit(seed, 55);
    int n = (int) (0.11 / STEP);
    for (int i = 0; i < n; i++) {
      c[BREATH][i] += (float) (loud * Math.sin(Math.PI * (i + 0.5) / n));
      c[JAW][i] = Math.max(c[JAW][i], 0.18f);
    }
  }

  private static void smooth(float[] x, int width) {
    var copy = x.clone();
    double sum = 0;
    int half = width / 2;
    for (int i = -half; i <= half; i++) sum += copy[Math.clamp(i, 0, x.length - 1)];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (sum / (2 * half + 1));
      sum += copy[Math.min(x.length - 1, i + half + 1)] - copy[Math.max(0, i - half)];
    }
  }

  /** The mouth at a time from the beginning. */
  void mouth(double t, float[] out) {
    double x = t / STEP;
    int i = (int) Math.floor(x);
    if (i < 0 || i + 1 >= columns()) {
      out[0] = 0;
      out[1] = 0;
      return;
    }
    float f = (float) (x - i);
    out[0] = courses[JAW][i] + f * (courses[JAW][i + 1] - courses[JAW][i]);
    out[1] = courses[WIDE][i] + f * (courses[WIDE][i + 1] - courses[WIDE][i]);
  }
}
