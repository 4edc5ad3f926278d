package io.medtrust.analysis.detect.speech;

import io.medtrust.analysis.detect.dsp.Fft;
import io.medtrust.analysis.detect.dsp.Pitch;
import io.medtrust.analysis.detect.dsp.Spectra;
import io.medtrust.analysis.detect.dsp.Windows;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Speech without a model: louder than the room by a margin and structured (voiced, or with a
 * spectrum far from flat). The room's level is the tenth percentile of the last ten seconds, so it
 * follows a fan that is switched on, and speech without pauses cannot raise it for long.
 */
final class EnergyModel implements SpeechModel {
  private static final double MARGIN_DB = 9;
  private static final double QUIETEST_DB = -60;
  private static final double STRUCTURED = 0.30;
  private static final int FLOOR_CHUNKS = 312;
  private static final int RATE = 16_000;
  private static final int PITCH_FRAME = 640;
  // Where speech has its power; hum and the codec's upper edge are left out.
  private static final int FIRST_BIN = 100 * CHUNK / RATE;
  private static final int LAST_BIN = 7000 * CHUNK / RATE;
  private final Fft fft = new Fft(CHUNK);
  private final double[] hann = Windows.hann(CHUNK);
  private final float[] recent = new float[PITCH_FRAME];
  private final ArrayDeque<Double> levels = new ArrayDeque<>();
  private double floor = -90;
  private int sinceFloor = Integer.MAX_VALUE - 1;

  @Override
  public float probability(float[] sound) {
    System.arraycopy(recent, CHUNK, recent, 0, PITCH_FRAME - CHUNK);
    System.arraycopy(sound, 0, recent, PITCH_FRAME - CHUNK, CHUNK);
    double level = level(sound);
    follow(level);
    if (level <= QUIETEST_DB || level <= floor + MARGIN_DB) return 0;
    var x = new double[CHUNK];
    for (int i = 0; i < CHUNK; i++) x[i] = sound[i] * hann[i];
    if (Spectra.flatness(fft.power(x), FIRST_BIN, LAST_BIN) < STRUCTURED) return 1;
    return Double.isNaN(Pitch.hertz(recent, 0, PITCH_FRAME, RATE, 65, 420)) ? 0 : 1;
  }

  private void follow(double level) {
    levels.addLast(level);
    if (levels.size() > FLOOR_CHUNKS) levels.pollFirst();
    if (++sinceFloor < 16) return;
    var sorted = levels.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    floor = Math.clamp(sorted[sorted.length / 10], -90, -35);
    sinceFloor = 0;
  }

  private static double level(float[] sound) {
    double sum = 0;
    for (float v : sound) sum += (double) v * v;
    return 10 * Math.log10(Math.max(1e-12, sum / sound.length));
  }

  @Override
  public void reset() {
    levels.clear();
    Arrays.fill(recent, 0);
    floor = -90;
    sinceFloor = Integer.MAX_VALUE - 1;
  }

  @Override
  public String name() {
    return "energy";
  }
}
