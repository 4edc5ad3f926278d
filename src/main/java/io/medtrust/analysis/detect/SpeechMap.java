package io.medtrust.analysis.detect;

/**
 * Which of the sound before one moment was speech. Immutable: the array was made for this map and
 * nobody writes to it any more.
 *
 * @param model what told it, as readings carry it
 * @param answers how likely each stretch of {@value #STRETCH} samples was speech, 0..1, the oldest
 *     first; NaN where sound was lost
 * @param endMicros capture time at which the last of them ends, microseconds since 1970
 */
public record SpeechMap(String model, float[] answers, long endMicros) {
  /** Samples of a stretch: 32 ms at 16 kHz. */
  public static final int STRETCH = 512;

  private static final long STRETCH_MICROS = STRETCH * 1_000_000L / 16_000;

  /**
   * How likely there was speech at a time.
   *
   * @return 0..1; NaN where sound was lost, and where there is no answer yet or no longer
   */
  public float probability(long micros) {
    long back = endMicros - 1 - micros;
    if (back < 0) return Float.NaN;
    long index = answers.length - 1 - back / STRETCH_MICROS;
    return index < 0 ? Float.NaN : answers[(int) index];
  }
}
