package io.medtrust.analysis.detect.speech;

import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.model.ModelNotAccepted;
import io.medtrust.analysis.model.ModelSlot;
import java.util.Arrays;
import java.util.Map;

/**
 * Which of the sound is speech, every 32 ms. Feed it each window; each sample is heard once. By the
 * Silero model of the slot {@code voice_activity}, or, when there is none, when it is not accepted
 * in production, or {@code speech.activity} is {@code energy}, by level and structure.
 *
 * <p>Not thread-safe. Close it: it may hold native memory.
 */
public final class VoiceActivity implements AutoCloseable {
  /** Above this it is speech; the value that Silero's authors use. */
  public static final float SPEECH = 0.5f;

  private static final int CHUNK = SpeechModel.CHUNK;
  private static final long CHUNK_MICROS = CHUNK * 1_000_000L / 16_000;

  /** Answers are kept for this many pieces, four seconds. */
  private static final int KEPT = 128;

  private final SpeechModel model;
  private final FreshSound fresh = new FreshSound();
  private final float[] chunk = new float[CHUNK];
  private final float[] answers = new float[KEPT];
  private boolean damaged;
  private int filled;
  private long chunks;
  private long endMicros;

  private VoiceActivity(SpeechModel model) {
    this.model = model;
  }

  /**
   * @param settings names below {@code analysis.detect}
   * @throws IllegalStateException with one sentence when the operator's model does not load
   */
  public static VoiceActivity of(Map<String, String> settings) {
    if (settings.getOrDefault("speech.activity", "model").equals("energy")) return byEnergy();
    try {
      return ModelSlot.VOICE_ACTIVITY
          .find(settings)
          .map(file -> new VoiceActivity(new Silero(file)))
          .orElseGet(VoiceActivity::byEnergy);
    } catch (ModelNotAccepted e) {
      // A production node that does not accept the model still hears, less well, and says by what.
      return byEnergy();
    }
  }

  private static VoiceActivity byEnergy() {
    return new VoiceActivity(new EnergyModel());
  }

  /** Name and version of the model, or {@code energy}. */
  public String model() {
    return model.name();
  }

  /**
   * Hears what is new in a window.
   *
   * @return false when it does not follow the one before, so that all answers before are forgotten
   */
  public boolean hear(VoiceWindow window) {
    int from = fresh.from(window);
    if (!fresh.continues()) {
      model.reset();
      filled = 0;
      chunks = 0;
      damaged = false;
    }
    for (int at = from; at < VoiceWindow.SAMPLES; ) {
      int part = Math.min(CHUNK - filled, VoiceWindow.SAMPLES - at);
      System.arraycopy(window.samples(), at, chunk, filled, part);
      for (int i = at; i < at + part; i += VoiceWindow.SLOT_SAMPLES / 4) {
        damaged |= window.missing()[i / VoiceWindow.SLOT_SAMPLES];
      }
      filled += part;
      at += part;
      if (filled < CHUNK) break;
      float answer = model.probability(chunk);
      answers[(int) (chunks++ % KEPT)] = damaged ? Float.NaN : answer;
      filled = 0;
      damaged = false;
    }
    endMicros = window.endMicros() - filled * 1_000_000L / 16_000;
    return fresh.continues();
  }

  /** Capture time up to which there are answers. */
  public long knownUntil() {
    return endMicros;
  }

  /**
   * How likely there was speech at a time.
   *
   * @return 0..1; NaN where sound was lost, and where there is no answer yet or no longer
   */
  public float probability(long micros) {
    long back = endMicros - 1 - micros;
    if (back < 0) return Float.NaN;
    long index = chunks - 1 - back / CHUNK_MICROS;
    return index < 0 || index < chunks - KEPT ? Float.NaN : answers[(int) (index % KEPT)];
  }

  /** Whether there was speech at a time. */
  public boolean speech(long micros) {
    return probability(micros) > SPEECH;
  }

  /** Forgets everything. */
  public void reset() {
    model.reset();
    filled = 0;
    chunks = 0;
    damaged = false;
    Arrays.fill(answers, Float.NaN);
  }

  @Override
  public void close() {
    model.close();
  }
}
