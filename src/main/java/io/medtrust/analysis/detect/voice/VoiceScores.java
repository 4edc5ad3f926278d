package io.medtrust.analysis.detect.voice;

/**
 * The reference's five parts of the voice score, on measured speech. Its bands were set on numbers
 * that are not what their names say, so they are cut anew here on decoded Opus and named by {@link
 * #CALIBRATION}; they are not calibrated as likelihoods.
 */
final class VoiceScores {
  static final String CALIBRATION = "voice-bands-recut-1";

  private VoiceScores() {}

  /**
   * Spectral flatness of the power spectrum of speech, median over frames: a voice alternates lines
   * and noise; a hum is all lines, hiss has none.
   */
  static int flatness(double median) {
    if (median < 0.0002) return 35;
    if (median < 0.001) return 70;
    if (median <= 0.15) return 90;
    return median <= 0.30 ? 70 : 30;
  }

  /**
   * Share of coefficients 1.. whose sign changes from one to the next, mean over speech: the
   * reference calls this phase coherence, though cepstra carry no phase. Low where the spectrum is
   * one slope.
   */
  static int signChanges(double share) {
    if (share < 0.15) return 30;
    if (share < 0.25) return 55;
    if (share <= 0.70) return 90;
    return share <= 0.80 ? 75 : 35;
  }

  /**
   * Variation of the pitch over at least five seconds, semitones: monotone speech is suspicious.
   */
  static int pitch(double semitones) {
    if (Double.isNaN(semitones)) return 70;
    if (semitones > 2) return 92;
    if (semitones > 1.2) return 82;
    if (semitones > 0.7) return 65;
    return semitones > 0.25 ? 40 : 15;
  }

  /**
   * Fine structure against envelope: mean magnitude of the upper half of the coefficients by that
   * of the lower half (without the 0th, which is loudness). A loudspeaker and a room flatten the
   * envelope.
   */
  static int replay(double ratio) {
    if (ratio < 0.35) return 92;
    if (ratio < 0.50) return 82;
    if (ratio < 0.70) return 65;
    return ratio < 0.90 ? 40 : 20;
  }

  /**
   * {@code round(0.30 flatness + 0.25 signs + 0.20 pitch + 0.15 replay + 0.10 challenge)} without
   * the last part, which needs a spoken challenge: its weight is shared among the others.
   */
  static int total(int flatness, int signs, int pitch, int replay) {
    return (int) Math.round((0.30 * flatness + 0.25 * signs + 0.20 * pitch + 0.15 * replay) / 0.90);
  }
}
