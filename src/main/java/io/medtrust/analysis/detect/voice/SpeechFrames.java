package io.medtrust.analysis.detect.voice;

import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.detect.dsp.Fft;
import io.medtrust.analysis.detect.dsp.Mfcc;
import io.medtrust.analysis.detect.dsp.Pitch;
import io.medtrust.analysis.detect.dsp.Spectra;
import io.medtrust.analysis.detect.dsp.Windows;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts windows of sound into frames of 25 ms every 10 ms and measures each. A frame that touches
 * lost sound is left out. Immutable.
 */
final class SpeechFrames {
  static final int FRAME = 400;
  static final int HOP = 160;
  static final int COEFFICIENTS = 20;
  private static final int RATE = 16_000;
  private static final int FFT = 512;
  private static final int PITCH_FRAME = 640;
  // Where speech has its power; hum and the codec's upper edge are left out.
  private static final int FIRST_BIN = 100 * FFT / RATE;
  private static final int LAST_BIN = 7000 * FFT / RATE;

  /**
   * One frame.
   *
   * @param micros capture time of its start
   * @param level decibels relative to full scale, mean power; -120 for digital silence
   * @param flatness of the power spectrum 0.1..7 kHz, 0..1
   * @param pitch Hz, NaN when not voiced or too quiet to say
   * @param mfcc coefficients from the 0th
   */
  record Frame(long micros, double level, double flatness, double pitch, double[] mfcc) {}

  private final Fft fft = new Fft(FFT);
  private final double[] hann = Windows.hann(FRAME);
  private final Mfcc mfcc = new Mfcc(FFT / 2 + 1, RATE, 32, 20, 7600, COEFFICIENTS);

  /**
   * Frames that begin at or after a time.
   *
   * @param from capture time, microseconds: frames before are not made again
   */
  List<Frame> of(VoiceWindow w, long from) {
    var out = new ArrayList<Frame>();
    double pitch = Double.NaN;
    for (int n = 0, start = 0; start + FRAME <= VoiceWindow.SAMPLES; n++, start += HOP) {
      long micros = w.startMicros() + start * 1_000_000L / RATE;
      if (micros < from || lost(w, start, start + FRAME)) continue;
      double level = level(w.samples(), start);
      // Pitch every second frame is enough for its course and costs half.
      if (n % 2 == 0 || out.isEmpty()) {
        int at =
            Math.clamp(start - (PITCH_FRAME - FRAME) / 2, 0, VoiceWindow.SAMPLES - PITCH_FRAME);
        boolean audible = level > -60 && !lost(w, at, at + PITCH_FRAME);
        pitch = audible ? Pitch.hertz(w.samples(), at, PITCH_FRAME, RATE, 65, 420) : Double.NaN;
      }
      var x = new double[FRAME];
      for (int i = 0; i < FRAME; i++) x[i] = w.samples()[start + i] * hann[i];
      var power = fft.power(x);
      double flatness = Spectra.flatness(power, FIRST_BIN, LAST_BIN);
      out.add(new Frame(micros, level, flatness, pitch, mfcc.of(power)));
    }
    return out;
  }

  private static boolean lost(VoiceWindow w, int from, int to) {
    for (int s = from / VoiceWindow.SLOT_SAMPLES; s <= (to - 1) / VoiceWindow.SLOT_SAMPLES; s++) {
      if (w.missing()[s]) return true;
    }
    return false;
  }

  private static double level(float[] samples, int start) {
    double sum = 0;
    for (int i = start; i < start + FRAME; i++) sum += (double) samples[i] * samples[i];
    return 10 * Math.log10(Math.max(1e-12, sum / FRAME));
  }
}
