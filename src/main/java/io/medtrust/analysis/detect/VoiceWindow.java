package io.medtrust.analysis.detect;

/**
 * One second of sound; a new one comes every half second, so that each sample is heard twice.
 * Immutable: the arrays were made for this window and nobody writes to them any more.
 *
 * @param samples {@value #SAMPLES} samples at 16 kHz, -1..1; zero where missing
 * @param missing one flag for each of the {@value #SLOTS} stretches of 20 ms: its sound was lost
 *     (or could not be decoded) and must not be judged
 * @param startMicros capture time of the first sample, microseconds since 1970 on the node's clock
 * @param speech which of the sound up to here was speech, told once for all who ask; null when
 *     nobody told it: who needs it finds it out himself
 */
public record VoiceWindow(float[] samples, boolean[] missing, long startMicros, SpeechMap speech) {
  /** A window of which nobody told what is speech. */
  public VoiceWindow(float[] samples, boolean[] missing, long startMicros) {
    this(samples, missing, startMicros, null);
  }

  /** The same window with what is speech. */
  public VoiceWindow with(SpeechMap map) {
    return new VoiceWindow(samples, missing, startMicros, map);
  }

  /** Samples of a window. */
  public static final int SAMPLES = 16_000;

  /** Stretches of 20 ms in a window. */
  public static final int SLOTS = 50;

  /** Samples of a stretch of 20 ms. */
  public static final int SLOT_SAMPLES = SAMPLES / SLOTS;

  /** From one window to the next, samples. */
  public static final int HOP = SAMPLES / 2;

  /** Share of the window that is missing, 0..1. */
  public double missingShare() {
    int lost = 0;
    for (boolean slot : missing) if (slot) lost++;
    return lost / (double) missing.length;
  }

  /** Capture time of the end of the window, microseconds since 1970. */
  public long endMicros() {
    return startMicros + 1_000_000;
  }
}
