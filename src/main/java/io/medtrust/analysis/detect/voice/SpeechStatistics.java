package io.medtrust.analysis.detect.voice;

import io.medtrust.analysis.detect.dsp.GroupDelay;
import io.medtrust.analysis.detect.dsp.Periods;
import io.medtrust.analysis.detect.dsp.Pitch;
import io.medtrust.analysis.detect.dsp.Windows;
import io.medtrust.analysis.detect.speech.SpeechStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Some seconds of speech as one row of numbers: how the LFCC spread and move, the mean and spread
 * of the modified group delay's cepstrum, and how steady the voice is. No mean of the LFCC: that is
 * the microphone and the codec. Not thread-safe: it holds work space.
 */
public final class SpeechStatistics {
  private static final int RATE = 16_000;
  private static final int DELAYS = 12;
  // To 5.5 kHz: above it codecs differ more than voices.
  private static final int DELAY_BINS = 176;
  private static final int CEPSTRA = SpeechStream.COEFFICIENTS;
  private static final int HOP = SpeechStream.HOP;
  private static final int PITCH_FRAME = 640;
  private static final long FRAME_MICROS = HOP * 1_000_000L / RATE;

  /** Numbers of a row. */
  public static final int VALUES = 3 * (CEPSTRA - 1) + CEPSTRA + 2 * DELAYS + 5;

  private final GroupDelay delay = new GroupDelay(512, 0.4, 0.9, 8, DELAY_BINS, DELAYS);
  private final double[] hamming = Windows.hamming(SpeechStream.FRAME);

  /**
   * @param speech frames of speech, in order, gaps between them allowed; at least a second
   * @return {@value #VALUES} numbers; the voice's are 0 when there is none
   */
  public double[] of(List<SpeechStream.Frame> speech) {
    var row = new double[VALUES];
    int at = 0;
    int n = speech.size();
    for (int i = 1; i < CEPSTRA; i++) {
      int c = i;
      row[at++] = deviation(n, t -> speech.get(t).lfcc()[c]);
    }
    for (int i = 0; i < CEPSTRA; i++) {
      int c = i;
      row[at++] = deviation(n, t -> speech.get(t).slopes()[c]);
    }
    // Kurtosis of values and slopes: vocoders over-smooth (Toda and Tokuda 2007).
    for (int i = 1; i < CEPSTRA; i++) {
      int c = i;
      row[at++] = kurtosis(n, t -> speech.get(t).lfcc()[c]);
    }
    for (int i = 1; i < CEPSTRA; i++) {
      int c = i;
      row[at++] = kurtosis(n, t -> speech.get(t).slopes()[c]);
    }
    var delays = delays(speech);
    for (int i = 0; i < DELAYS; i++) {
      int c = i;
      double mean = 0;
      for (var d : delays) mean += d[c] / delays.length;
      row[at++] = mean;
      row[at++] = deviation(delays.length, t -> delays[t][c]);
    }
    var voice = voice(speech);
    System.arraycopy(voice, 0, row, at, voice.length);
    return row;
  }

  private double[][] delays(List<SpeechStream.Frame> speech) {
    // Every second frame is enough for its statistics and costs half.
    var out = new double[(speech.size() + 1) / 2][];
    var x = new double[SpeechStream.FRAME];
    for (int t = 0; t < out.length; t++) {
      var samples = speech.get(2 * t).samples();
      for (int i = 0; i < x.length; i++) x[i] = samples[i] * hamming[i];
      out[t] = delay.cepstrum(x);
    }
    return out;
  }

  /** Voiced share, variation of the pitch in semitones, jitter, shimmer, their spread. */
  private double[] voice(List<SpeechStream.Frame> speech) {
    var semitones = new ArrayList<Double>();
    var jitters = new ArrayList<Double>();
    var shimmers = new ArrayList<Double>();
    int asked = 0;
    for (int from = 0; from < speech.size(); ) {
      int to = from + 1;
      while (to < speech.size()
          && Math.abs(speech.get(to).micros() - speech.get(to - 1).micros() - FRAME_MICROS)
              < FRAME_MICROS / 2) {
        to++;
      }
      var sound = sound(speech.subList(from, to));
      from = to;
      int voicedFrom = -1;
      double period = 0;
      int frames = 0;
      for (int x = 0; x + PITCH_FRAME <= sound.length; x += 2 * HOP) {
        asked++;
        double pitch = Pitch.hertz(sound, x, PITCH_FRAME, RATE, 65, 420);
        boolean voiced = !Double.isNaN(pitch);
        if (voiced) {
          semitones.add(12 * Math.log(pitch) / Math.log(2));
          if (voicedFrom < 0) voicedFrom = x;
          period += RATE / pitch;
          frames++;
        }
        boolean last = x + 2 * HOP + PITCH_FRAME > sound.length;
        if (voicedFrom >= 0 && (!voiced || last)) {
          int end = Math.min(sound.length, voiced ? x + PITCH_FRAME : x + PITCH_FRAME / 2);
          var found = Periods.of(sound, voicedFrom, end, period / frames);
          var u = Periods.unsteadiness(found[0], found[1]);
          if (u.pairs() >= 4) {
            jitters.add(u.jitter());
            shimmers.add(u.shimmer());
          }
          voicedFrom = -1;
          period = 0;
          frames = 0;
        }
      }
    }
    return new double[] {
      asked == 0 ? 0 : semitones.size() / (double) asked,
      deviation(semitones.size(), semitones::get),
      mean(jitters),
      mean(shimmers),
      deviation(jitters.size(), jitters::get)
    };
  }

  private static float[] sound(List<SpeechStream.Frame> run) {
    var sound = new float[(run.size() - 1) * HOP + SpeechStream.FRAME];
    for (int t = 0; t < run.size(); t++) {
      System.arraycopy(run.get(t).samples(), 0, sound, t * HOP, SpeechStream.FRAME);
    }
    return sound;
  }

  private static double mean(List<Double> x) {
    double sum = 0;
    for (double v : x) sum += v;
    return x.isEmpty() ? 0 : sum / x.size();
  }

  private interface Values {
    double at(int index);
  }

  private static double deviation(int n, Values x) {
    return Math.sqrt(moment(n, x, 2));
  }

  private static double kurtosis(int n, Values x) {
    double variance = moment(n, x, 2);
    return variance < 1e-12 ? 0 : Math.min(20, moment(n, x, 4) / (variance * variance));
  }

  private static double moment(int n, Values x, int power) {
    if (n == 0) return 0;
    double mean = 0;
    for (int i = 0; i < n; i++) mean += x.at(i) / n;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double square = (x.at(i) - mean) * (x.at(i) - mean);
      sum += (power == 2 ? square : square * square) / n;
    }
    return sum;
  }
}
