package io.medtrust.analysis.detect;

import io.medtrust.analysis.media.Sound;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Lays decoded sound on a time line and cuts it into {@link VoiceWindow}s. Time that no packet
 * covers without a loss is silence: a sender that detects silence sends nothing (RFC 7587 §3.1.3,
 * DTX). Time that was lost is missing.
 *
 * <p>Pure; not thread-safe.
 */
public final class VoiceWindower {
  /** A longer hole begins a new time line: the microphone was off. */
  private static final int MAX_GAP_SAMPLES = 2 * Sound.RATE;

  /** Time stamps may differ by this from the count of samples without meaning a hole. */
  private static final int TOLERANCE_SAMPLES = Sound.RATE / 50;

  private final Consumer<VoiceWindow> sink;
  private float[] samples = new float[VoiceWindow.SAMPLES];
  private boolean[] missing = new boolean[VoiceWindow.SAMPLES];
  private int filled;
  private long startMicros = Long.MIN_VALUE;

  /**
   * @param sink gets each window when it is full
   */
  public VoiceWindower(Consumer<VoiceWindow> sink) {
    this.sink = sink;
  }

  /** Adds the next stretch of sound; what lies before the end of the line is dropped. */
  public void add(Sound sound) {
    if (startMicros == Long.MIN_VALUE) begin(sound.captureTimeMicros());
    long at = (sound.captureTimeMicros() - startMicros) * Sound.RATE / 1_000_000;
    long gap = at - filled;
    if (Math.abs(gap) > MAX_GAP_SAMPLES) {
      begin(sound.captureTimeMicros());
      gap = 0;
    }
    if (gap >= TOLERANCE_SAMPLES) {
      append(null, 0, (int) gap, sound.missing());
      append(sound.samples(), 0, sound.length(), sound.missing());
    } else if (gap <= -TOLERANCE_SAMPLES) {
      append(sound.samples(), (int) -gap, sound.length(), sound.missing());
    } else {
      // Follow the sender's clock, which drifts against the count of samples.
      startMicros += gap * 1_000_000 / Sound.RATE;
      append(sound.samples(), 0, sound.length(), sound.missing());
    }
  }

  /** Forgets what is held: the microphone ended. */
  public void reset() {
    startMicros = Long.MIN_VALUE;
    filled = 0;
  }

  private void begin(long captureTimeMicros) {
    startMicros = captureTimeMicros;
    filled = 0;
  }

  private void append(float[] from, int offset, int length, boolean lost) {
    for (int done = offset; done < length; ) {
      int part = Math.min(length - done, VoiceWindow.SAMPLES - filled);
      if (from == null || lost) Arrays.fill(samples, filled, filled + part, 0);
      else System.arraycopy(from, done, samples, filled, part);
      Arrays.fill(missing, filled, filled + part, lost);
      filled += part;
      done += part;
      if (filled == VoiceWindow.SAMPLES) emit();
    }
  }

  private void emit() {
    var slots = new boolean[VoiceWindow.SLOTS];
    for (int i = 0; i < missing.length; i++) {
      if (missing[i]) slots[i / VoiceWindow.SLOT_SAMPLES] = true;
    }
    sink.accept(new VoiceWindow(samples.clone(), slots, startMicros));
    int kept = VoiceWindow.SAMPLES - VoiceWindow.HOP;
    System.arraycopy(samples, VoiceWindow.HOP, samples, 0, kept);
    System.arraycopy(missing, VoiceWindow.HOP, missing, 0, kept);
    filled = kept;
    startMicros += VoiceWindow.HOP * 1_000_000L / Sound.RATE;
  }
}
