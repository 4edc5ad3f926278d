package io.medtrust.analysis.detect.presentation;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.capture.FaceConditions;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.model.ModelSlot;
import java.util.List;
import java.util.Map;

/**
 * Does the camera see a face, or a print or a screen. A soft signal: the network looks at a square
 * close around the face and at one that shows a screen's frame, and both must agree for long before
 * it fails; between sure and sure it is unknown.
 */
final class Presentation implements VideoDetector {
  private static final String CONFIG = "near-far-1";

  private final PresentationNetwork network;
  private final String provenance;
  private final double live;
  private final double fake;
  private final LiveWindow window = new LiveWindow();
  private final FaceConditions conditions = new FaceConditions();
  private final FaceGate gate = new FaceGate();
  private final Cadence verdicts = new Cadence(1);

  Presentation(PresentationNetwork network, Map<String, String> settings) {
    this.network = network;
    provenance = ModelSlot.PRESENTATION.provenance(settings).word();
    live = Tuning.number(settings, "presentation.live", 0.5, 0, 1);
    fake = Tuning.number(settings, "presentation.fake", 0.1, 0, 1);
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
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    boolean good = gate.admit(o);
    conditions.observe(o);
    if (good && o.models() != null && o.models().near() != null) {
      double near = network.live(o.models().near());
      double far = network.live(o.models().far());
      if (!Double.isNaN(near) && !Double.isNaN(far)) window.add(now, near, far);
    }
    if (!verdicts.due(now)) return List.of();
    var refusal = gate.refusal(o);
    return List.of(refusal != null ? refusal : judge(now));
  }

  private Verdict judge(long now) {
    boolean lasting = window.lasting(now);
    var evidence = new Evidence().put("pairs", window.size()).put("model_provenance", provenance);
    if (window.size() < LiveWindow.FEWEST) {
      return Verdict.unknown(
          "warming_up", "The face has not been watched for long enough.", evidence.map());
    }
    double near = window.near();
    double far = window.far();
    evidence.put("near", near).put("far", far);
    if (conditions.lowerFaceCovered()) {
      return Verdict.unknown(
          "masked",
          "The face is covered: whether it is a picture cannot be judged.",
          evidence.map());
    }
    double mean = (near + far) / 2;
    if (Math.min(near, far) >= live) {
      return Verdict.ok(
          100 * mean,
          "ok",
          "No sign of a print or a screen in front of the camera.",
          evidence.map());
    }
    if (lasting && mean < fake) {
      return Verdict.failed(
          100 * mean,
          "presentation",
          "The face has looked like a print or a screen for a while; light and make-up can do that"
              + " too.",
          evidence.map());
    }
    return Verdict.unknown(
        "unsure", "Whether the camera sees a face or a picture cannot be said.", evidence.map());
  }

  @Override
  public void close() {
    network.close();
  }
}
