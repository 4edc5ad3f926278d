package io.medtrust.analysis.detect.speaker;

import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.detect.speech.SpeechStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Is it the enrolled voice, and is it still the voice that began this call. Judges the last ten
 * seconds of speech, anew with every second of it. Fails only after enough speech, and only when it
 * lasts.
 */
final class VoiceIdentity implements VoiceDetector {
  static final String KIND = "voice";
  private static final double TEMPLATE_SECONDS = 20;
  private static final double RETRY_SECONDS = 5;
  private static final double EVERY_SECONDS = 1;
  private static final long STALE_MICROS = 30_000_000;
  private static final double EVEN = 50;

  private final double minSeconds;
  private final double probeSeconds;
  private final double failBelow;
  private final double changedBelow;
  private final int lasting;
  private final SpeakerModel model;
  private final SpeechStream stream;
  private final SpeechMemory recent;
  private final SpeechMemory opening;
  private final SpeechLevel level = new SpeechLevel();

  private Knowledge.Template template;
  private boolean otherModel;
  private float[] openingVector;
  private double heardSeconds;
  private double judgedAt;
  private double sampledAt;
  private double openedAt;
  private long lastSpeech;
  private double likeness = Double.NaN;
  private double score = Double.NaN;
  private double openingScore = Double.NaN;
  private int unlike;
  private int changed;

  VoiceIdentity(Map<String, String> settings) {
    minSeconds = Tuning.number(settings, "voice_identity.min_seconds", 5, 2, 20);
    probeSeconds = Tuning.number(settings, "voice_identity.probe_seconds", 10, 3, 20);
    failBelow = Tuning.number(settings, "voice_identity.fail_below", 10, 0, 50);
    changedBelow = Tuning.number(settings, "voice_identity.changed_below", 5, 0, 50);
    lasting = (int) Tuning.number(settings, "voice_identity.lasting_seconds", 3, 1, 60);
    double openingSeconds = Tuning.number(settings, "voice_identity.opening_seconds", 15, 5, 60);
    model = SpeakerModel.find(settings).orElse(null);
    stream = model == null ? null : new SpeechStream(settings);
    boolean sound = model != null && model.needsSound();
    recent = new SpeechMemory(TEMPLATE_SECONDS, sound);
    opening = new SpeechMemory(openingSeconds, sound);
  }

  @Override
  public String model() {
    return model == null ? "none" : model.name();
  }

  @Override
  public void know(Knowledge knowledge) {
    if (model == null) return;
    if (knowledge instanceof Knowledge.Began began) {
      begin(began.of(KIND, model.name()));
      return;
    }
    if (!(knowledge instanceof Knowledge.Enrolled enrolled)) return;
    var found = enrolled.of(KIND, model.name());
    boolean fits = found != null && fits(found.values());
    template = fits ? found : null;
    otherModel = !fits && enrolled.templates().stream().anyMatch(t -> t.kind().equals(KIND));
    judgedAt = 0;
    likeness = Double.NaN;
    score = Double.NaN;
    unlike = 0;
  }

  /** The opening of this call, from before this detector began anew. */
  private void begin(Knowledge.Template first) {
    if (first == null || openingVector != null || !fits(first.values())) return;
    openingVector = first.values();
    openedAt = heardSeconds;
    opening.clear();
  }

  private boolean fits(float[] values) {
    if (values.length == 0 || values.length != model.dimension()) return false;
    for (float v : values) if (!Float.isFinite(v)) return false;
    return true;
  }

  @Override
  public List<Output> hear(VoiceWindow w) {
    if (model == null) {
      return List.of(Verdict.unknown("no_model", "No model of voices is installed."));
    }
    for (var frame : stream.hear(w)) {
      level.add(frame);
      if (!frame.speech()) continue;
      lastSpeech = frame.micros();
      heardSeconds += 1.0 / SpeechMemory.PER_SECOND;
      recent.add(frame);
      if (openingVector == null) opening.add(frame);
    }
    var outputs = new ArrayList<Output>();
    if (openingVector == null && opening.full()) {
      openingVector = model.embed(opening.last(Double.MAX_VALUE));
      opening.clear();
      openedAt = heardSeconds;
      outputs.add(
          new Output.Beginning(
              new Knowledge.Template(KIND, model.name(), openingVector, level.quality())));
    }
    if (heardSeconds >= minSeconds && heardSeconds >= judgedAt + EVERY_SECONDS) judge();
    sample(outputs);
    outputs.add(verdict(w));
    return outputs;
  }

  private void judge() {
    judgedAt = heardSeconds;
    // Only what was said after the opening is compared with it.
    boolean later = openingVector != null && heardSeconds - openedAt >= minSeconds;
    if (template == null && !later) return;
    var probe = model.embed(recent.last(probeSeconds));
    if (template != null) {
      likeness = model.likeness(template.values(), probe);
      score = model.score(likeness);
      unlike = score < failBelow ? unlike + 1 : 0;
    }
    if (later) {
      double since = heardSeconds - openedAt;
      if (since < probeSeconds) probe = model.embed(recent.last(since));
      openingScore = model.score(model.likeness(openingVector, probe));
      changed = openingScore < changedBelow ? changed + 1 : 0;
    }
  }

  /** A template of every twenty seconds of speech of one and the same voice. */
  private void sample(List<Output> outputs) {
    if (!recent.full() || heardSeconds < sampledAt + TEMPLATE_SECONDS) return;
    sampledAt = heardSeconds;
    var all = recent.last(TEMPLATE_SECONDS);
    int frames = all.features().length;
    var first = model.embed(part(all, 0, frames / 3));
    var last = model.embed(part(all, frames - frames / 3, frames));
    if (model.score(model.likeness(first, last)) < EVEN) {
      sampledAt = heardSeconds - TEMPLATE_SECONDS + RETRY_SECONDS;
      return;
    }
    outputs.add(
        new Output.TemplateSample(
            new Knowledge.Template(KIND, model.name(), model.embed(all), level.quality())));
  }

  private static SpeechMemory.Stretch part(SpeechMemory.Stretch of, int from, int to) {
    int hop = of.sound().length == 0 ? 0 : SpeechStream.HOP;
    return new SpeechMemory.Stretch(
        Arrays.copyOfRange(of.features(), from, to),
        Arrays.copyOfRange(of.sound(), from * hop, to * hop));
  }

  private Verdict verdict(VoiceWindow w) {
    var e =
        new Evidence()
            .put("speech_seconds", Math.min(heardSeconds, recent.seconds()))
            .put("snr_db", level.snrDb())
            .put("likeness", likeness)
            .put("similarity", score)
            .put("opening_similarity", openingScore)
            .put("quality", level.quality());
    if (w.missingShare() > 0.5) {
      return Verdict.unknown("damaged", "Sound was lost on the way.", e.map());
    }
    if (heardSeconds < minSeconds) {
      return Verdict.unknown(
          "too_little_speech", "Too little has been said to know the voice.", e.map());
    }
    if (w.endMicros() - lastSpeech > STALE_MICROS) {
      return Verdict.unknown("too_little_speech", "Nobody has spoken for half a minute.", e.map());
    }
    if (changed >= lasting) {
      return Verdict.failed(
          openingScore,
          "voice_changed",
          "The voice is unlike the one that began this call; this alone does not mean fraud.",
          e.map());
    }
    if (template == null) {
      return otherModel
          ? Verdict.unknown("no_template", "The voice was enrolled with another model.", e.map())
          : Verdict.unknown("no_template", "No voice is enrolled for this person.", e.map());
    }
    if (Double.isNaN(score)) {
      return Verdict.unknown(
          "too_little_speech", "Too little has been said to know the voice.", e.map());
    }
    if (unlike >= lasting && heardSeconds >= probeSeconds) {
      return Verdict.failed(
          score,
          "not_enrolled_voice",
          "The voice is unlike the enrolled one; this alone does not mean fraud.",
          e.map());
    }
    if (score < EVEN) {
      return Verdict.unknown(
          "inconclusive",
          "The voice is neither like the enrolled one nor clearly another.",
          e.map());
    }
    return Verdict.ok(score, "ok", "The voice matches the enrolled one.", e.map());
  }

  @Override
  public void close() {
    if (stream != null) stream.close();
    if (model != null) model.close();
  }
}
