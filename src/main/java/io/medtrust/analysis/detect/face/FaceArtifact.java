package io.medtrust.analysis.detect.face;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceObservation;
import java.util.List;

/**
 * The reference's artefact score of each aligned face. Published detectors of this kind are at
 * chance on modern generators: it is a signal of capture quality, never a verdict alone.
 */
final class FaceArtifact implements VideoDetector {
  /** Below this the reference calls a signal failed. */
  static final double FAILED_BELOW = 35;

  private static final int GRID = 32;
  private final FaceGate gate = new FaceGate();
  private final Cadence unknowns = new Cadence(1);
  private double deviation = Double.NaN;
  private long last = Long.MIN_VALUE;

  @Override
  public String config() {
    return ArtifactScores.CALIBRATION;
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    boolean good = gate.admit(o);
    var refusal = gate.refusal(o);
    if (refusal != null) {
      deviation = Double.NaN;
      return unknowns.due(o.captureTimeMicros()) ? List.of(refusal) : List.of();
    }
    if (!good || o.crop() == null || o.faceGrid() == null) return List.of();
    // The state of a face is kept for as long as the reference keeps it.
    if (o.captureTimeMicros() - last > 60_000_000) deviation = Double.NaN;
    last = o.captureTimeMicros();
    var s = ArtifactScores.of(o.crop().luma(), o.faceGrid(), GRID, deviation);
    boolean first = Double.isNaN(deviation);
    deviation = s.deviation();
    var evidence =
        new Evidence()
            .put("deepfake_face_score", s.total())
            .put("gan_score", s.gan())
            .put("micro_score", s.micro())
            .put("pose_score", s.pose())
            .put("eye_boundary_score", s.eyeBoundary())
            .put("gan_entropy", Math.round(100 * s.entropy()))
            .put("gan_occupied_bins", s.occupiedBins())
            .put("deviation", s.deviation())
            .put("deviation_change", s.deviationChange())
            .put("asymmetry", s.asymmetry())
            .put("eye_variance", s.eyeVariance())
            .put("mouth_variance", s.mouthVariance())
            .put("confidence", first ? "LOW" : "HIGH")
            .put("calibration_version", ArtifactScores.CALIBRATION)
            .map();
    if (s.total() < FAILED_BELOW) {
      return List.of(
          Verdict.failed(
              s.total(),
              "artifacts",
              "The face has too little structure for a real one.",
              evidence));
    }
    return List.of(
        Verdict.ok(s.total(), "ok", "The face's structure is that of a camera picture.", evidence));
  }
}
