package io.medtrust.analysis.detect.speech;

import io.medtrust.analysis.detect.SpeechMap;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.model.ModelFile;
import io.medtrust.analysis.model.ModelNotAccepted;
import io.medtrust.analysis.model.ModelSlot;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the sound is speech, every 32 ms. Feed it each window; each sample is heard once. By the
 * Silero model of the slot {@code voice_activity}, or, when there is none, when it is not accepted
 * in production, or {@code speech.activity} is {@code energy}, by level and structure. A window
 * that brings its {@link SpeechMap} is believed, and no model is run for it.
 *
 * <p>Not thread-safe. Close it: it may hold native memory.
 */
public final class VoiceActivity implements AutoCloseable {
  /** Above this it is speech; the value that Silero's authors use. */
  public static final float SPEECH = 0.5f;

  private static final int CHUNK = SpeechModel.CHUNK;

  /** Answers are kept for this many pieces, four seconds. */
  private static final int KEPT = 128;

  private static final String ENERGY = "energy";

  private final Map<String, String> settings;
  private final FreshSound fresh = new FreshSound();
  private final float[] chunk = new float[CHUNK];
  private final float[] answers = new float[KEPT];
  // Opened when the first window comes that it has to hear.
  private SpeechModel model;
  private SpeechMap known;
  private boolean listening;
  private boolean damaged;
  private int filled;
  private long chunks;

  private VoiceActivity(Map<String, String> settings) {
    this.settings = settings;
  }

  /**
   * @param settings names below {@code analysis.detect}
   */
  public static VoiceActivity of(Map<String, String> settings) {
    return new VoiceActivity(settings);
  }

  private static Optional<ModelFile> find(Map<String, String> settings) {
    if (settings.getOrDefault("speech.activity", "model").equals(ENERGY)) return Optional.empty();
    try {
      return ModelSlot.VOICE_ACTIVITY.find(settings);
    } catch (ModelNotAccepted e) {
      // A production node that does not accept the model still hears, less well, and says by what.
      return Optional.empty();
    }
  }

  /**
   * Name and version of the model, or {@code energy}.
   *
   * @throws IllegalStateException with one sentence when the operator's model is not there
   */
  public String model() {
    if (known != null) return known.model();
    return model != null ? model.name() : find(settings).map(ModelFile::name).orElse(ENERGY);
  }

  /**
   * Hears what is new in a window.
   *
   * @return false when it does not follow the one before, so that all answers before are forgotten
   * @throws IllegalStateException with one sentence when the operator's model does not load
   */
  public boolean hear(VoiceWindow window) {
    int from = fresh.from(window);
    if (window.speech() != null) {
      known = window.speech();
      listening = false;
      return fresh.continues();
    }
    if (model == null) {
      model = find(settings).<SpeechModel>map(Silero::new).orElseGet(EnergyModel::new);
    }
    if (!listening || !fresh.continues()) forget();
    listening = true;
    listen(window, from);
    int held = (int) Math.min(chunks, KEPT);
    var map = new float[held];
    for (int i = 0; i < held; i++) map[i] = answers[(int) ((chunks - held + i) % KEPT)];
    known = new SpeechMap(model.name(), map, window.endMicros() - filled * 1_000_000L / 16_000);
    return fresh.continues();
  }

  private void listen(VoiceWindow window, int from) {
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
  }

  /** What is known after the last window; null before the first. */
  public SpeechMap map() {
    return known;
  }

  /** Capture time up to which there are answers. */
  public long knownUntil() {
    return known == null ? 0 : known.endMicros();
  }

  /**
   * How likely there was speech at a time.
   *
   * @return 0..1; NaN where sound was lost, and where there is no answer yet or no longer
   */
  public float probability(long micros) {
    return known == null ? Float.NaN : known.probability(micros);
  }

  /** Whether there was speech at a time. */
  public boolean speech(long micros) {
    return probability(micros) > SPEECH;
  }

  private void forget() {
    model.reset();
    filled = 0;
    chunks = 0;
    damaged = false;
  }

  @Override
  public void close() {
    if (model != null) model.close();
  }
}
