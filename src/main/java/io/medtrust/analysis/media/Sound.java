package io.medtrust.analysis.media;

/**
 * One stretch of decoded sound, 16 kHz mono.
 *
 * <p>Ownership: {@code samples} belongs to the decoder and is valid only during the call that hands
 * it over.
 *
 * @param samples -1..1; zero where missing. Concealment of the decoder is never put here: it is
 *     invented sound, and a detector would judge the decoder
 * @param length samples that count, from index 0
 * @param captureTimeMicros of the first sample, microseconds since 1970 on the node's clock
 * @param missing these samples were lost on the way or could not be decoded
 */
public record Sound(float[] samples, int length, long captureTimeMicros, boolean missing) {
  /** Samples a second. */
  public static final int RATE = 16_000;

  /** Duration, microseconds. */
  public long durationMicros() {
    return length * 1_000_000L / RATE;
  }
}
