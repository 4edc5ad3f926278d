package io.medtrust.lab.person;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * A voice that nobody has, talking without end and without repeating itself; nobody understands it.
 * Time 0 is the person's time 0: {@link #mouth} belongs to the sound. The same seed and place give
 * the same samples, in whatever order they are asked for.
 *
 * <p>Reads no clock. Not thread-safe: it keeps the last stretches that it made.
 */
public final class SyntheticVoice {
  private static final double STRETCH = 5;
  private static final int KEPT = 4;
  private final long seed;
  private final int rate;
  private final DoubleUnaryOperator talk;
  private final Speaker speaker;
  private final Vocoder vocoder;
  private final Map<Long, Utterance> said = recent();
  private final Map<Long, float[]> sounds = recent();

  /**
   * @param rate samples a second, 16,000 or 48,000
   * @param talk share of the stretches of about five seconds in which something is said, 0..1
   */
  public SyntheticVoice(long seed, int rate, double talk) {
    this(seed, rate, _ -> talk);
  }

  /**
   * @param rate samples a second, 16,000 or 48,000
   * @param talk as above, at a time in seconds; the same time must give the same share
   */
  public SyntheticVoice(long seed, int rate, DoubleUnaryOperator talk) {
    if (rate != 16_000 && rate != 48_000) throw new IllegalArgumentException("16 or 48 kHz");
    this.seed = Noise.seed(seed, "voice");
    this.rate = rate;
    this.talk = talk;
    speaker = Speaker.of(seed);
    vocoder = new Vocoder(speaker, rate);
  }

  private static <T> Map<Long, T> recent() {
    return new java.util.LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Long, T> eldest) {
        return size() > KEPT;
      }
    };
  }

  // Stretches begin unevenly, so that pauses have no beat.
  private double begin(long k) {
    return STRETCH * k + 2.2 * Noise.unit(seed, k);
  }

  private long stretch(double t) {
    long k = (long) Math.floor(t / STRETCH);
    return begin(k) <= t ? k : k - 1;
  }

  private boolean talks(long k) {
    return Noise.unit(seed + 1, k) < talk.applyAsDouble(begin(k));
  }

  private Utterance utterance(long k) {
    var known = said.get(k);
    if (known != null) return known;
    double room = begin(k + 1) - begin(k) - pause(k) - 0.1;
    var words = new ArrayList<String>();
    long s = Noise.mix(seed + 3 * k);
    int n = (int) (room * 4);
    for (int i = 0; i < n; i++) words.add(Phone.word(s, i));
    var made = Utterance.of(speaker, words, s, Math.max(0.5, room));
    said.put(k, made);
    return made;
  }

  // Silence before the words of a stretch.
  private double pause(long k) {
    return 0.12 + 0.9 * Math.pow(Noise.unit(seed + 2, k), 2);
  }

  /**
   * Sound.
   *
   * @param from number of the first sample from time 0
   * @return samples, -1..1
   */
  public float[] samples(long from, int count) {
    var out = new float[count];
    long first = stretch((double) from / rate);
    long last = stretch((double) (from + count) / rate);
    for (long k = first - 1; k <= last; k++) {
      if (!talks(k)) continue;
      long start = Math.round((begin(k) + pause(k)) * rate);
      if (start >= from + count) continue;
      var sound = sounds.get(k);
      if (sound == null) {
        sound = vocoder.sound(utterance(k), Noise.mix(seed - k));
        sounds.put(k, sound);
      }
      long to = Math.min(from + count, start + sound.length);
      for (long i = Math.max(from, start); i < to; i++)
        out[(int) (i - from)] += sound[(int) (i - start)];
    }
    room(from, out);
    return out;
  }

  // A quiet room: noise at about -62 dB, with a little hum.
  private void room(long from, float[] out) {
    for (int i = 0; i < out.length; i++) {
      long n = from + i;
      long bits = Noise.mix(seed ^ n);
      float white = ((int) bits >> 8) * 0x1p-23f;
      float hum = (float) Math.sin(2 * Math.PI * 100 * ((n % (rate / 100 * 100L)) / (double) rate));
      out[i] += 0.0011f * white + 0.00012f * hum;
    }
  }

  /** What the mouth does while this voice talks. */
  public MouthSource mouth() {
    return (t, out) -> {
      long k = stretch(t);
      out[0] = 0;
      out[1] = 0;
      if (talks(k)) utterance(k).mouth(t - begin(k) - pause(k), out);
    };
  }

  /** Whether something is said at a time: between the beginning and the end of an utterance. */
  public boolean speaking(double t) {
    long k = stretch(t);
    if (!talks(k)) return false;
    double x = t - begin(k) - pause(k);
    return x >= 0 && x < utterance(k).seconds();
  }

  /**
   * Words on demand: one sound for each way of spelling, the same in every voice but for the
   * speaker's own colour.
   *
   * @param samples at the voice's rate
   * @param mouth from the first sample on, time 0
   * @param onsets when each word begins, seconds
   */
  public record Spoken(float[] samples, MouthSource mouth, double[] onsets) {}

  /** Says these words; another take differs as a person's second try does. */
  public Spoken speak(List<String> words, long take) {
    var pieces = new ArrayList<Utterance>();
    var onsets = new double[words.size()];
    double at = 0;
    for (int i = 0; i < words.size(); i++) {
      long s = Noise.mix(seed + 977 * take + i);
      onsets[i] = at + 0.12;
      pieces.add(Utterance.of(speaker, List.of(words.get(i)), s, 5));
      at += pieces.getLast().seconds() + Noise.between(s, 77, 0.05, 0.25);
    }
    var out = new float[(int) Math.ceil(at * rate) + 1];
    var starts = new double[onsets.length];
    for (int i = 0; i < pieces.size(); i++) {
      starts[i] = onsets[i] - 0.12;
      var sound = vocoder.sound(pieces.get(i), Noise.mix(seed + 31 * take + i));
      int start = (int) (starts[i] * rate);
      for (int k = 0; k < sound.length && start + k < out.length; k++) out[start + k] += sound[k];
    }
    MouthSource mouth =
        (t, to) -> {
          to[0] = 0;
          to[1] = 0;
          for (int i = 0; i < starts.length; i++) {
            double x = t - starts[i];
            if (x >= 0 && x < pieces.get(i).seconds()) pieces.get(i).mouth(x, to);
          }
        };
    return new Spoken(out, mouth, onsets);
  }
}
