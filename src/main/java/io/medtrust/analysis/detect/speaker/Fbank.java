package io.medtrust.analysis.detect.speaker;

import io.medtrust.analysis.detect.dsp.Fft;
import io.medtrust.analysis.detect.dsp.Mfcc;

/**
 * Log-mel energies as speaker networks are usually fed with (Kaldi's defaults, as WeSpeaker and
 * 3D-Speaker use them): 80 mel filters 20..8000 Hz, 25 ms every 10 ms, samples as 16-bit numbers,
 * mean taken out, pre-emphasis 0.97, Povey window, no dither; each filter's mean over time taken
 * out.
 */
final class Fbank {
  static final int MELS = 80;
  private static final int FRAME = 400;
  private static final int HOP = 160;
  private final Fft fft = new Fft(512);
  private final Mfcc mel = new Mfcc(257, 16_000, MELS, 20, 8000, 1);
  private final double[] window = new double[FRAME];

  Fbank() {
    for (int i = 0; i < FRAME; i++) {
      double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (FRAME - 1));
      window[i] = Math.pow(hann, 0.85);
    }
  }

  /**
   * @param sound 16 kHz, at least 25 ms
   * @return frames × {@value #MELS} in row order
   */
  float[] of(float[] sound) {
    int frames = 1 + (sound.length - FRAME) / HOP;
    var out = new float[frames * MELS];
    var x = new double[FRAME];
    for (int t = 0; t < frames; t++) {
      double mean = 0;
      for (int i = 0; i < FRAME; i++) mean += sound[t * HOP + i] / FRAME;
      double before = sound[t * HOP] - mean;
      for (int i = 0; i < FRAME; i++) {
        double now = sound[t * HOP + i] - mean;
        x[i] = 32_768 * (now - 0.97 * before) * window[i];
        before = now;
      }
      var logs = mel.logs(fft.power(x));
      for (int m = 0; m < MELS; m++) out[t * MELS + m] = (float) logs[m];
    }
    for (int m = 0; m < MELS; m++) {
      double mean = 0;
      for (int t = 0; t < frames; t++) mean += out[t * MELS + m] / frames;
      for (int t = 0; t < frames; t++) out[t * MELS + m] -= (float) mean;
    }
    return out;
  }
}
