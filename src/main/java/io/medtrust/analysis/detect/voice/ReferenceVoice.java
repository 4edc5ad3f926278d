package io.medtrust.analysis.detect.voice;

import java.util.ArrayDeque;

/**
 * What the reference calls spectral flatness and pitch uniformity, on real cepstra: both are taken
 * of the coefficients themselves, so the first is no flatness of a spectrum and the second no
 * pitch. They are shown by their names and count for nothing; {@link VoiceScores} has what they
 * mean to be.
 */
final class ReferenceVoice {
  private ReferenceVoice() {}

  /**
   * Geometric by arithmetic mean of the coefficients' magnitudes, mean over speech.
   *
   * @return 0..1
   */
  static double flatness(Iterable<SpeechFrames.Frame> speech) {
    double sum = 0;
    int n = 0;
    for (var frame : speech) {
      double logs = 0;
      double magnitudes = 0;
      for (double c : frame.mfcc()) {
        double a = Math.abs(c) + 1e-6;
        logs += Math.log(a);
        magnitudes += a;
      }
      int k = frame.mfcc().length;
      sum += Math.exp(logs / k) / (magnitudes / k);
      n++;
    }
    return n == 0 ? Double.NaN : sum / n;
  }

  /** The reference's band of {@link #flatness}. */
  static int flatnessScore(double f) {
    if (f >= 0.30 && f <= 0.70) return 90;
    if (f >= 0.20 && f <= 0.80) return 70;
    return f < 0.20 ? 30 : 35;
  }

  /** Mean of the deviations of the first two coefficients over speech. */
  static double firstCoefficients(ArrayDeque<SpeechFrames.Frame> speech) {
    return (deviation(speech, 0) + deviation(speech, 1)) / 2;
  }

  /** The reference's band of {@link #firstCoefficients}. */
  static int uniformityScore(double v) {
    if (v > 15) return 92;
    if (v > 8) return 82;
    if (v > 3) return 65;
    return v > 0.5 ? 40 : 15;
  }

  private static double deviation(ArrayDeque<SpeechFrames.Frame> speech, int index) {
    double sum = 0;
    double squares = 0;
    for (var frame : speech) {
      double c = frame.mfcc()[index];
      sum += c;
      squares += c * c;
    }
    double n = speech.size();
    return n == 0 ? Double.NaN : Math.sqrt(Math.max(0, squares / n - sum / n * (sum / n)));
  }
}
