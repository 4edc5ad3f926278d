package io.medtrust.analysis.detect.identity;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Knowledge.Template;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.capture.FaceConditions;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.model.ModelSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Is the face that of the enrolled person, and is it still the face that the call began with. The
 * first needs a template ({@link Knowledge.Enrolled}); without one the answer is unknown, and only
 * a change within the call fails.
 *
 * <p>{@code similarity} is the cosine of the mean features of the last seconds with the template:
 * from {@code identity.match} on it is the person, below {@code identity.no_match} it is not, and
 * between them nobody can say.
 */
final class FaceIdentity implements VideoDetector {
  /** Names the limits and the scale of scores. */
  static final String CONFIG = "cosine-1";

  private final FaceNetwork network;
  private final String provenance;
  private final double match;
  private final double noMatch;
  private final double minQuality;
  private final FaceMemory memory;
  private final TemplateCollector collector;
  private final FaceConditions conditions = new FaceConditions();
  private final FaceGate gate = new FaceGate();
  private final Cadence verdicts = new Cadence(1);
  private Template template;
  private boolean otherModel;
  private long newestUsable = Long.MIN_VALUE;
  private double quality = Double.NaN;

  FaceIdentity(FaceNetwork network, Map<String, String> settings) {
    this.network = network;
    provenance = ModelSlot.FACE_EMBEDDING.provenance(settings).word();
    match = Tuning.number(settings, "identity.match", 0.5, 0, 1);
    noMatch = Tuning.number(settings, "identity.no_match", 0.45, -1, 1);
    minQuality = Tuning.number(settings, "identity.min_quality", 0.25, 0.01, 1);
    if (noMatch > match) {
      network.close();
      throw new IllegalArgumentException("identity.no_match must not be above identity.match");
    }
    memory = new FaceMemory(match, noMatch);
    collector = new TemplateCollector(match);
  }

  @Override
  public String model() {
    return network.name();
  }

  @Override
  public String config() {
    return CONFIG;
  }

  @Override
  public void know(Knowledge knowledge) {
    if (knowledge instanceof Knowledge.Began began) {
      var first = began.of("face", network.name());
      if (first != null && usable(first.values())) memory.begin(first.values());
      return;
    }
    if (!(knowledge instanceof Knowledge.Enrolled enrolled)) return;
    template = enrolled.of("face", network.name());
    otherModel =
        template == null && enrolled.templates().stream().anyMatch(t -> t.kind().equals("face"));
    if (template != null && !usable(template.values())) template = null;
  }

  private boolean usable(float[] values) {
    return values.length == network.size() && Vectors.unit(values.clone()) != null;
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    boolean good = gate.admit(o);
    conditions.observe(o);
    var out = new ArrayList<Output>(3);
    if (good && o.models() != null && o.models().identity() != null) {
      var sample = take(o);
      if (sample != null) out.add(new Output.TemplateSample(sample));
      var beginning = memory.news();
      if (beginning != null) {
        var template = new Template("face", network.name(), beginning, (float) quality);
        out.add(new Output.Beginning(template));
      }
    }
    if (verdicts.due(now)) {
      var refusal = gate.refusal(o);
      out.add(refusal != null ? refusal : judge(now));
    }
    return out;
  }

  private Template take(FaceObservation o) {
    if (o.captureTimeMicros() < newestUsable) newestUsable = Long.MIN_VALUE;
    quality = SampleQuality.of(o);
    if (quality < minQuality) return null;
    var features = network.features(o.models().identity());
    if (features == null) return null;
    // A covered face that is like nobody is no other person; one that is known all the same counts.
    if (conditions.lowerFaceCovered() && !recognised(features)) return null;
    newestUsable = o.captureTimeMicros();
    memory.add(newestUsable, features, quality);
    return collector.add(newestUsable, features, quality, network.name());
  }

  private boolean recognised(float[] features) {
    return memory.toBeginning(features) >= match
        || (template != null && Vectors.cosine(features, template.values()) >= match);
  }

  private static Verdict masked(Evidence evidence) {
    return Verdict.unknown(
        "masked", "Mouth and nose are covered: whose face it is cannot be said.", evidence.map());
  }

  private Verdict judge(long micros) {
    var now = memory.now(micros);
    boolean covered = conditions.lowerFaceCovered();
    var evidence =
        new Evidence()
            .put("samples", memory.samples())
            .put("quality", quality)
            .put("changes", memory.changes())
            .put("model_provenance", provenance);
    if (now == null) {
      if (covered) return masked(evidence);
      if (quality < minQuality) {
        return Verdict.unknown(
            "quality",
            "The face is too dark, too blurred, too small or turned too far to compare it.",
            evidence.map());
      }
      return Verdict.unknown(
          "warming_up", "The face has not been watched for long enough.", evidence.map());
    }
    double similarity = template == null ? Double.NaN : Vectors.cosine(now, template.values());
    boolean changed = memory.changed();
    evidence
        .put("similarity", similarity)
        .put("similarity_to_beginning", memory.toBeginning(now))
        .put("match", match)
        .put("no_match", noMatch);
    if (template != null) evidence.put("template_quality", template.quality());
    if (similarity >= match) {
      return Verdict.ok(
          score(similarity), "ok", "The face matches the enrolled person.", evidence.map());
    }
    if (covered) return masked(evidence);
    if (changed) {
      evidence.put("identity_shift", true);
      evidence.put("seconds_since_change", (micros - memory.changedAt()) / 1e6);
    }
    if (similarity < noMatch && memory.settled()) {
      return Verdict.failed(
          score(similarity),
          "not_enrolled_person",
          "The face is not that of the enrolled person.",
          evidence.map());
    }
    if (changed) {
      return Verdict.failed(
          score(Math.min(noMatch, memory.toBeginning(now))),
          "face_changed",
          "Another face is in the picture than at the beginning of the call.",
          evidence.map());
    }
    if (template != null) {
      return Verdict.unknown(
          "unsure",
          "The face is neither clearly that of the enrolled person nor clearly another.",
          evidence.map());
    }
    return Verdict.unknown(
        "no_template",
        otherModel
            ? "The person was enrolled with another model: enroll again. A change of the face"
                + " would be noticed."
            : "No face was enrolled: who it is cannot be said. A change of the face would be"
                + " noticed.",
        evidence.map());
  }

  /** 0 at a cosine of 0 or less, 35 at {@code no_match}, 65 at {@code match}, 100 from 0.85 on. */
  private double score(double cosine) {
    if (cosine <= 0) return 0;
    if (cosine < noMatch) return 35 * cosine / noMatch;
    if (cosine < match) return 35 + 30 * (cosine - noMatch) / (match - noMatch);
    return Math.min(100, 65 + 35 * (cosine - match) / Math.max(0.01, 0.85 - match));
  }

  @Override
  public void close() {
    network.close();
  }
}
