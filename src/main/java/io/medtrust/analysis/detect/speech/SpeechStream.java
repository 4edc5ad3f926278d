package io.medtrust.analysis.detect.speech;

import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.detect.dsp.Fft;
import io.medtrust.analysis.detect.dsp.Lfcc;
import io.medtrust.analysis.detect.dsp.Windows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Windows of sound in, frames of 20 ms every 10 ms out, each moment once: whether it is speech, how
 * loud, and 20 LFCC (20 linear filters to 8 kHz, pre-emphasis 0.97, Hamming) with the slopes of
 * their course over five frames. A frame comes when its neighbours and its speech decision are
 * there, at the latest with the next window; frames that touch lost sound are left out.
 *
 * <p>Not thread-safe. Close it.
 */
public final class SpeechStream implements AutoCloseable {
  /** Samples of a frame. */
  public static final int FRAME = 320;

  /** Samples from frame to frame. */
  public static final int HOP = 160;

  /** Cepstral coefficients of a frame, from the 0th. */
  public static final int COEFFICIENTS = 20;

  private static final int RATE = 16_000;
  private static final int FFT = 512;
  private static final double PRE_EMPHASIS = 0.97;
  // As 16-bit numbers, so that the filters' floor is far below any sound.
  private static final double SCALE = 32_768;
  private static final int SLOPE = 2;

  /**
   * One frame.
   *
   * @param micros capture time of its start
   * @param speech whether its middle is speech
   * @param level decibels relative to full scale, mean power
   * @param lfcc {@value #COEFFICIENTS} coefficients
   * @param slopes of them, a frame
   * @param samples its sound, {@value #FRAME} samples; belongs to the frame
   */
  public record Frame(
      long micros, boolean speech, double level, float[] lfcc, float[] slopes, float[] samples) {}

  private record Measured(long micros, double level, double[] lfcc, float[] samples) {}

  private final VoiceActivity activity;
  private final FreshSound fresh = new FreshSound();
  private final Fft fft = new Fft(FFT);
  private final double[] window = Windows.hamming(FRAME);
  private final Lfcc lfcc = new Lfcc(FFT / 2 + 1, RATE, 20, 0, RATE / 2.0, COEFFICIENTS);
  private final ArrayDeque<Measured> neighbours = new ArrayDeque<>();
  private final ArrayDeque<Frame> undecided = new ArrayDeque<>();
  private final float[] tail = new float[FRAME + 1];
  private int held;
  private boolean continued;

  /**
   * @param settings names below {@code analysis.detect}
   */
  public SpeechStream(Map<String, String> settings) {
    activity = VoiceActivity.of(settings);
  }

  /**
   * Hears what is new in a window.
   *
   * @return the frames that are known now, in order
   */
  public List<Frame> hear(VoiceWindow w) {
    int from = fresh.from(w);
    continued = fresh.continues();
    if (!continued) {
      held = 0;
      neighbours.clear();
      undecided.clear();
    }
    activity.hear(w);
    for (int at = from; at < VoiceWindow.SAMPLES; at++) {
      if (w.missing()[at / VoiceWindow.SLOT_SAMPLES]) {
        held = 0;
        neighbours.clear();
        continue;
      }
      tail[held++] = w.samples()[at];
      if (held < tail.length) continue;
      measure(w.startMicros() + (at + 1 - FRAME) * 1_000_000L / RATE);
      System.arraycopy(tail, HOP, tail, 0, tail.length - HOP);
      held -= HOP;
    }
    var out = new ArrayList<Frame>();
    while (!undecided.isEmpty() && middle(undecided.peekFirst()) < activity.knownUntil()) {
      var frame = undecided.pollFirst();
      if (activity.speech(middle(frame))) {
        frame = new Frame(frame.micros, true, frame.level, frame.lfcc, frame.slopes, frame.samples);
      }
      out.add(frame);
    }
    return out;
  }

  /** Whether the last window followed the one before; otherwise it began a new line of sound. */
  public boolean continued() {
    return continued;
  }

  /** What tells speech here. */
  public String activityModel() {
    return activity.model();
  }

  private static long middle(Frame frame) {
    return frame.micros + FRAME * 500_000L / RATE;
  }

  private void measure(long micros) {
    var x = new double[FRAME];
    double power = 0;
    for (int i = 0; i < FRAME; i++) {
      x[i] = (tail[i + 1] - PRE_EMPHASIS * tail[i]) * window[i] * SCALE;
      power += (double) tail[i + 1] * tail[i + 1] / FRAME;
    }
    double level = 10 * Math.log10(Math.max(1e-12, power));
    var samples = Arrays.copyOfRange(tail, 1, FRAME + 1);
    neighbours.addLast(new Measured(micros, level, lfcc.of(fft.power(x)), samples));
    if (neighbours.size() <= 2 * SLOPE) return;
    var around = neighbours.toArray(Measured[]::new);
    neighbours.pollFirst();
    var middle = around[SLOPE];
    var values = new float[COEFFICIENTS];
    var slopes = new float[COEFFICIENTS];
    double norm = 0;
    for (int k = 1; k <= SLOPE; k++) norm += 2.0 * k * k;
    for (int i = 0; i < COEFFICIENTS; i++) {
      values[i] = (float) middle.lfcc[i];
      double sum = 0;
      for (int k = 1; k <= SLOPE; k++) {
        sum += k * (around[SLOPE + k].lfcc[i] - around[SLOPE - k].lfcc[i]);
      }
      slopes[i] = (float) (sum / norm);
    }
    undecided.addLast(
        new Frame(middle.micros, false, middle.level, values, slopes, middle.samples));
  }

  @Override
  public void close() {
    activity.close();
  }
}
