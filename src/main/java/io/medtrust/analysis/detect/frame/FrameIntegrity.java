package io.medtrust.analysis.detect.frame;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.face.ArtifactScores;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceState;
import java.util.List;
import java.util.Map;

/**
 * Is the picture one that a working camera sends: not black, white, flat or frozen, and its
 * structure not suddenly lost. The base score's bands are the reference's; {@code frozen} is
 * measured by {@link StillMeter}.
 *
 * <p>State from one judgement to the next (brightness, deviation, edges) is apart from the score,
 * so that a drop can be seen. Judges twice a second; what it compares is a second old.
 */
final class FrameIntegrity implements VideoDetector {
  private static final int GRID = 32;
  private final StillMeter still;
  private final double frozenSpan;
  private final Cadence verdicts = new Cadence(2);
  private FrameState newer;
  private FrameState older;
  private double faceDeviation = Double.NaN;
  private int faceScore = -1;
  private long faceMicros;
  private long lastWhole = Long.MIN_VALUE;

  /** What the next judgement compares with. */
  private record FrameState(long micros, double brightness, double deviation, double edges) {}

  FrameIntegrity(Map<String, String> settings) {
    still = new StillMeter(Tuning.number(settings, "frame.still_seconds", 3.8, 2, 8));
    frozenSpan = Tuning.number(settings, "frame.frozen_span", 2, 0.1, 20);
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    if (o.damaged()) {
      boolean lasting = lastWhole == Long.MIN_VALUE || now - lastWhole > 1_000_000;
      return lasting && verdicts.due(now) ? List.of(FaceGate.damaged()) : List.of();
    }
    if (now < lastWhole || now - lastWhole > 5_000_000) {
      newer = null;
      older = null;
      faceScore = -1;
      faceDeviation = Double.NaN;
    }
    lastWhole = now;
    still.add(o);
    if (o.state() == FaceState.FACE && o.crop() != null && o.faceGrid() != null) {
      var s = ArtifactScores.of(o.crop().luma(), o.faceGrid(), GRID, faceDeviation);
      faceDeviation = s.deviation();
      faceScore = s.total();
      faceMicros = now;
    }
    return verdicts.due(now) ? List.of(judge(o, now)) : List.of();
  }

  private Verdict judge(FaceObservation o, long now) {
    var f = o.frame();
    double b = f.mean();
    double edges = EdgeVariance.of(f.grid(), f.gridWidth(), f.gridHeight());
    var previous = older;
    older = newer;
    newer = new FrameState(now, b, f.deviation(), edges);
    boolean frozen = still.faceStill(frozenSpan);
    var score = FrameScores.of(b, f.deviation(), edges, previous == null ? -1 : previous.edges);
    double brightnessDelta = previous == null ? 0 : Math.abs(b - previous.brightness);
    int behavioral = FrameScores.behavioral(previous != null, brightnessDelta, frozen);
    int video = score.base();
    if (faceScore >= 0 && now - faceMicros < 2_000_000) {
      video = Math.min(video, (int) Math.round(0.65 * video + 0.35 * faceScore));
    }
    var evidence =
        new Evidence()
            .put("video_score", video)
            .put("brightness", b)
            .put("stddev", f.deviation())
            .put("edge_variance", edges)
            .put("prev_edge_variance", previous == null ? Double.NaN : previous.edges)
            .put("edge_drop", score.edgeDrop())
            .put("brightness_delta", brightnessDelta)
            .put("motion_anomaly", brightnessDelta > 40)
            .put("behavioral_score", behavioral)
            .put("env_score", FrameScores.environment(b, f.deviation()))
            .put("difference", f.difference())
            .put("picture_span", still.pictureSpan())
            .put("face_span", still.faceSpan())
            .put("still_window_full", still.full())
            .put("frame_size_bytes", o.encodedBytes())
            .put("width", o.width())
            .put("height", o.height())
            .put("calibration_version", config())
            .map();
    if (score.code().equals("black") || score.code().equals("white")) {
      var what = score.code();
      return Verdict.failed(video, what, "The picture is " + what + ".", evidence);
    }
    if (score.code().equals("flat")) {
      return Verdict.failed(video, "flat", "The picture shows one even surface.", evidence);
    }
    if (frozen) {
      return Verdict.failed(
          Math.min(video, 10),
          "frozen",
          "Nothing has moved for seconds: a frozen picture.",
          evidence);
    }
    if (video < FrameScores.FAILED_BELOW) {
      return Verdict.failed(video, score.code(), score.reason(), evidence);
    }
    boolean empty = o.box() == null && still.full() && still.span() < frozenSpan;
    if (empty) {
      return Verdict.ok(video, "still", "Nothing moves, but nobody is there who would.", evidence);
    }
    return Verdict.ok(video, score.code(), score.reason(), evidence);
  }

  @Override
  public String config() {
    return "reference-bands-on-luma-1";
  }
}
