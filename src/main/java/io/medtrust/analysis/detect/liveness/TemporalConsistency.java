package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.frame.EdgeVariance;
import io.medtrust.analysis.detect.frame.StillMeter;
import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/**
 * Is it the same face as before, and does time pass. Every two seconds the aligned face of those
 * seconds becomes a signature (mean luma histogram and mean block grid), which is compared with the
 * mean of those of the last half minute: {@code drop = 1 - (Bhattacharyya + correlation) / 2}, on
 * the reference's bands of 5, 15, 25 and 40 %. A frozen picture fails too. The SHA-256 of the mean
 * histogram is kept as a fingerprint only: hashes of similar things are not similar.
 */
final class TemporalConsistency implements VideoDetector {
  private static final int GRID = 32;
  private static final long SIGNATURE_MICROS = 2_000_000;
  private static final int MIN_FACES = 5;
  private static final int SERIES = 150;
  private final FaceGate gate = new FaceGate();
  private final Cadence verdicts = new Cadence(1);
  private final Cadence series = new Cadence(5);
  private final StillMeter still;
  private final double frozenSpan;
  private final SignatureHistory history = new SignatureHistory();
  private final ArrayDeque<double[]> waver = new ArrayDeque<>();
  private Signature.Builder collecting = new Signature.Builder();
  private long begun = Long.MIN_VALUE;

  TemporalConsistency(Map<String, String> settings) {
    still = new StillMeter(Tuning.number(settings, "frame.still_seconds", 3.8, 2, 8));
    frozenSpan = Tuning.number(settings, "frame.frozen_span", 2, 0.1, 20);
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    boolean good = gate.admit(o);
    if (!o.damaged()) still.add(o);
    var refusal = gate.refusal(o);
    if (refusal != null) {
      // The history stays: who comes back must be the same.
      begun = Long.MIN_VALUE;
      waver.clear();
      return verdicts.due(now) ? List.of(refusal) : List.of();
    }
    if (good && o.faceGrid() != null) take(o, now);
    return verdicts.due(now) ? List.of(judge()) : List.of();
  }

  private void take(FaceObservation o, long now) {
    if (begun == Long.MIN_VALUE || now < begun || now - begun > 3 * SIGNATURE_MICROS) {
      begun = now;
      collecting = new Signature.Builder();
    }
    collecting.add(o.faceGrid());
    if (now - begun >= SIGNATURE_MICROS && collecting.size() >= MIN_FACES) {
      history.add(collecting.build());
      collecting = new Signature.Builder();
      begun = now;
    }
    if (series.due(now)) {
      double brightness = 0;
      for (float v : o.faceGrid()) brightness += v / o.faceGrid().length;
      waver.addLast(new double[] {brightness, EdgeVariance.of(o.faceGrid(), GRID, GRID)});
      if (waver.size() > SERIES) waver.pollFirst();
    }
  }

  private Verdict judge() {
    boolean frozen = still.faceStill(frozenSpan);
    var evidence =
        new Evidence()
            .put("drop", history.drop())
            .put("identity_shift", history.drop() > 0.40)
            .put("histogram_similarity", history.histogramSimilarity())
            .put("grid_correlation", history.gridCorrelation())
            .put("signatures", history.size())
            .put("span", still.span())
            .put("calibration_version", config());
    if (history.fingerprint() != null) evidence.put("fingerprint", history.fingerprint());
    var loop = LoopHint.of(waver);
    if (loop != null) {
      evidence.put("loop_correlation", loop.correlation()).put("loop_seconds", loop.seconds());
    }
    var map = evidence.map();
    if (frozen) {
      return Verdict.failed(
          10, "frozen", "The picture has stood still for seconds: time does not pass in it.", map);
    }
    if (history.size() == 0) {
      return Verdict.unknown("warming_up", "The face has not been watched for long enough.", map);
    }
    if (Double.isNaN(history.drop())) {
      return Verdict.ok(85, "baseline", "The face is remembered for comparison.", map);
    }
    double drop = history.drop();
    if (drop > 0.40) {
      return Verdict.failed(
          10, "identity_shift", "The face looks suddenly unlike the one before.", map);
    }
    int score = drop > 0.25 ? 35 : drop > 0.15 ? 60 : drop > 0.05 ? 82 : 95;
    var code = drop > 0.25 ? "changed" : "ok";
    return Verdict.ok(score, code, "The face looks like the one of the last half minute.", map);
  }

  @Override
  public String config() {
    return "bhattacharyya-grid-1";
  }
}
