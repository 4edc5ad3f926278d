package io.medtrust.analysis.detect.speech;

import io.medtrust.analysis.detect.VoiceWindow;

/**
 * Which part of overlapping windows has not been heard yet. Windows may be left out when a detector
 * is slow. Not thread-safe.
 */
public final class FreshSound {
  /** Start times follow the sender's clock, and may move by this without a hole in the samples. */
  private static final long TOLERANCE_MICROS = 30_000;

  private static final long HOP_MICROS = VoiceWindow.HOP * 1_000_000L / 16_000;
  private long last = Long.MIN_VALUE;
  private boolean continues;

  /**
   * Takes the next window.
   *
   * @return index of its first new sample; the number of samples when nothing is new
   */
  public int from(VoiceWindow window) {
    long since = last == Long.MIN_VALUE ? Long.MAX_VALUE : window.startMicros() - last;
    continues = true;
    if (Math.abs(since) <= TOLERANCE_MICROS) return VoiceWindow.SAMPLES;
    last = window.startMicros();
    if (Math.abs(since - HOP_MICROS) <= TOLERANCE_MICROS) return VoiceWindow.HOP;
    // One window was left out: this one begins exactly where the last one heard ended.
    if (Math.abs(since - 2 * HOP_MICROS) <= TOLERANCE_MICROS) return 0;
    continues = false;
    return 0;
  }

  /** Whether the new samples directly follow the ones before; false when a new line began. */
  public boolean continues() {
    return continues;
  }
}
