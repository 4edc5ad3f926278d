package io.medtrust.analysis.detect.replay;

import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.detect.dsp.Fft;
import io.medtrust.analysis.detect.dsp.Mfcc;
import io.medtrust.analysis.detect.dsp.Windows;
import java.util.Arrays;

/**
 * Turns sound into twenty signatures a second: how the level of each of 17 bands (200 Hz to 5 kHz,
 * mel scale) rose or fell over 150 ms against that of its neighbour (Haitsma and Kalker 2002, whose
 * bits are the signs of these values), compressed by {@code d / (|d| + 6 dB)}. Neither loudness nor
 * a telephone's frequency response changes it. Not thread-safe.
 */
final class SoundTicks {
  /** Components of a signature. */
  static final int SIZE = 16;

  /** Factor from the compressed differences, -1..1, to bytes. */
  static final float SCALE = 100;

  static final int TICK_MICROS = 50_000;

  private static final int RATE = 16_000;
  private static final int FRAME = 400;
  private static final int HOP = 160;
  private static final int FRAMES = 5;
  private static final int TICK = FRAMES * HOP;
  private static final int BOX = 3;
  private static final int KEPT = 2 * BOX;
  private static final double SOFTNESS_DB = 6;
  // Bands that are quieter than the voice by more than this are the room and the codec.
  private static final double RELATIVE_FLOOR = 0.003;
  private static final double LEVEL_TICKS = 100;
  private static final double SPEECH_LEVEL = 0.05;
  private static final double BROAD = 0.003;
  private static final int BROAD_BANDS = 6;
  private static final int SPEECH_AFTER = 4;

  /** Takes signatures as they come. */
  interface Sink {
    /**
     * A signature; zero where there is nothing to say.
     *
     * @param speech whether this tick sounds like speech: as loud as it, and in many bands
     */
    void tick(byte[] signature, boolean speech);

    /** The series is interrupted. */
    void pause();
  }

  private final Fft fft = new Fft(512);
  private final double[] hann = Windows.hann(FRAME);
  private final Mfcc bands = new Mfcc(257, RATE, SIZE + 1, 200, 5000, 1);
  private final double[][] levels = new double[KEPT][SIZE + 1];
  private final boolean[] known = new boolean[KEPT];
  private final double[] frame = new double[FRAME];
  private final byte[] signature = new byte[SIZE];
  private final double[] rise = new double[SIZE + 1];
  private long next = Long.MIN_VALUE;
  private long tick;
  private long speechAt = Long.MIN_VALUE / 2;
  private double level = 1e-6;

  /** Listens to a window; ticks of the half that was heard before are not made again. */
  void add(VoiceWindow w, Sink sink) {
    if (next == Long.MIN_VALUE
        || w.startMicros() > next + 100_000
        || w.endMicros() < next - 1_000_000) {
      if (next != Long.MIN_VALUE) sink.pause();
      next = w.startMicros();
      Arrays.fill(known, false);
      speechAt = Long.MIN_VALUE / 2;
    }
    // A window was left out; the hole is shorter than a frame.
    next = Math.max(next, w.startMicros());
    while (true) {
      int at = (int) Math.round((next - w.startMicros()) * (RATE / 1e6));
      if (at + TICK + FRAME - HOP > VoiceWindow.SAMPLES) return;
      measure(w, at);
      sign(sink);
      next += TICK_MICROS;
      tick++;
    }
  }

  private void measure(VoiceWindow w, int at) {
    int slot = (int) (tick % KEPT);
    known[slot] = !lost(w, at, at + TICK + FRAME - HOP);
    var mean = levels[slot];
    Arrays.fill(mean, 0);
    if (!known[slot]) return;
    for (int n = 0; n < FRAMES; n++) {
      for (int i = 0; i < FRAME; i++) frame[i] = w.samples()[at + n * HOP + i] * hann[i];
      var powers = bands.mel(fft.power(frame));
      for (int b = 0; b <= SIZE; b++) mean[b] += powers[b] / FRAMES;
    }
    double all = 0;
    double loudest = 0;
    for (double power : mean) {
      all += power / (SIZE + 1);
      loudest = Math.max(loudest, power);
    }
    level = Math.max(level + (all - level) / LEVEL_TICKS, 1e-7);
    int broad = 0;
    for (double power : mean) if (power > BROAD * loudest) broad++;
    // A monitor's beep is as loud, but only in few bands.
    if (all > SPEECH_LEVEL * level && broad >= BROAD_BANDS) speechAt = tick;
    for (int b = 0; b <= SIZE; b++) {
      mean[b] = 10 * Math.log10(mean[b] + RELATIVE_FLOOR * level + 1e-9);
    }
  }

  private static boolean lost(VoiceWindow w, int from, int to) {
    for (int s = from / VoiceWindow.SLOT_SAMPLES; s <= (to - 1) / VoiceWindow.SLOT_SAMPLES; s++) {
      if (w.missing()[s]) return true;
    }
    return false;
  }

  private void sign(Sink sink) {
    Arrays.fill(signature, (byte) 0);
    boolean complete = tick - speechAt <= SPEECH_AFTER;
    for (boolean k : known) complete &= k;
    if (complete) {
      Arrays.fill(rise, 0);
      for (int k = 0; k < KEPT; k++) {
        var of = levels[(int) ((tick - k) % KEPT)];
        for (int b = 0; b <= SIZE; b++) rise[b] += (k < BOX ? of[b] : -of[b]) / BOX;
      }
      for (int b = 0; b < SIZE; b++) {
        double d = rise[b] - rise[b + 1];
        signature[b] = (byte) Math.round(SCALE * d / (Math.abs(d) + SOFTNESS_DB));
      }
    }
    sink.tick(signature, speechAt == tick);
  }
}
