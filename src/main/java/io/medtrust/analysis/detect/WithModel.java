package io.medtrust.analysis.detect;

import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.model.ModelFile;
import io.medtrust.analysis.model.ModelNotAccepted;
import io.medtrust.analysis.model.ModelSlot;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Detectors that need a model. Where it is not installed, damaged, or not accepted by a production
 * node, the detector is one that says so once a second and judges nothing.
 */
public final class WithModel {
  private WithModel() {}

  /**
   * @param make from the model; it owns what it loads
   */
  public static Detector video(
      Map<String, String> settings, ModelSlot slot, Function<ModelFile, VideoDetector> make) {
    var found = find(settings, slot);
    return found.file == null ? new Blind(found.refusal) : make.apply(found.file);
  }

  /** As {@link #video}. */
  public static Detector voice(
      Map<String, String> settings, ModelSlot slot, Function<ModelFile, VoiceDetector> make) {
    var found = find(settings, slot);
    return found.file == null ? new Deaf(found.refusal) : make.apply(found.file);
  }

  /** One of both is null. */
  private record Found(ModelFile file, Verdict refusal) {}

  private static Found find(Map<String, String> settings, ModelSlot slot) {
    try {
      var file = slot.find(settings);
      if (file.isPresent()) return new Found(file.get(), null);
      return refused("model_missing", "The model " + slot.key() + " is not installed.");
    } catch (ModelNotAccepted e) {
      return refused("model_not_accepted", e.getMessage());
    } catch (IllegalStateException e) {
      return refused("model_unusable", e.getMessage());
    }
  }

  private static Found refused(String code, String reason) {
    return new Found(null, Verdict.unknown(code, reason));
  }

  /** Why a model cannot be used, or null. */
  public static Verdict refusal(Map<String, String> settings, ModelSlot slot) {
    return find(settings, slot).refusal;
  }

  private static final class Blind implements VideoDetector {
    private final Cadence cadence = new Cadence(1);
    private final List<Output> answer;

    Blind(Verdict verdict) {
      answer = List.of(verdict);
    }

    @Override
    public List<Output> observe(FaceObservation o) {
      return cadence.due(o.captureTimeMicros()) ? answer : List.of();
    }
  }

  private static final class Deaf implements VoiceDetector {
    private final List<Output> answer;

    Deaf(Verdict verdict) {
      answer = List.of(verdict);
    }

    @Override
    public List<Output> hear(VoiceWindow window) {
      return answer;
    }
  }
}
