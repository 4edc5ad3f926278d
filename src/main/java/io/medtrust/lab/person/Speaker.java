package io.medtrust.lab.person;

/**
 * What of a voice belongs to the speaker.
 *
 * @param pitch mean of the fundamental, Hz
 * @param lively how far the pitch goes up and down, semitones
 * @param tract formants by those of a middling man: 0.94..1.22
 * @param formants shifts of the speaker's own for the five formants, about 1
 * @param jitter deviation from one period to the next, share
 * @param shimmer as {@code jitter}, of the amplitude
 * @param breathy share of breath in the voice, 0..0.25
 * @param open share of a period that the glottis is open, 0.45..0.75
 * @param tempo 1 is usual, higher is faster
 */
record Speaker(
    double pitch,
    double lively,
    double tract,
    double[] formants,
    double jitter,
    double shimmer,
    double breathy,
    double open,
    double tempo) {

  static Speaker of(long seed) {
    boolean low = new Identity(seed, Double.NaN).low;
    long s = Noise.seed(seed, "speaker");
    var formants = new double[5];
    for (int i = 0; i < 5; i++) formants[i] = 1 + 0.035 * Noise.normal(s, 10 + i);
    return new Speaker(
        low ? Noise.between(s, 1, 88, 150) : Noise.between(s, 1, 165, 240),
        Noise.between(s, 2, 1.5, 3.5),
        low ? Noise.between(s, 3, 0.94, 1.06) : Noise.between(s, 3, 1.08, 1.22),
        formants,
        Noise.between(s, 4, 0.004, 0.011),
        Noise.between(s, 5, 0.02, 0.05),
        Noise.between(s, 6, 0.03, low ? 0.12 : 0.2),
        Noise.between(s, 7, 0.5, 0.7),
        Noise.between(s, 8, 0.88, 1.15));
  }
}
