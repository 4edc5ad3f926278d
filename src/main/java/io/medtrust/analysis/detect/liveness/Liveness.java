package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.frame.EdgeVariance;
import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/**
 * Does the face live: {@code round(0.45 lighting + 0.55 motion)} of the reference, with blinks from
 * the eye-aspect ratio of at least ten meshes a second. A face that neither blinks nor changes its
 * shape for {@code liveness.seconds} is not living: a still picture, however it is moved.
 *
 * <p>Says nothing before it has seen a sign of life or watched for that long.
 */
final class Liveness implements VideoDetector {
  private static final int GRID = 32;
  private static final int SAMPLES = 30;
  private static final double MIN_MESHES_PER_SECOND = 8;
  private final FaceGate gate = new FaceGate();
  private final Cadence verdicts = new Cadence(1);
  private final Cadence sampling = new Cadence(2);
  private final BlinkMeter blinks = new BlinkMeter();
  private final ShapeMotion shape;
  private final ArrayDeque<double[]> samples = new ArrayDeque<>();
  private final ArrayDeque<Long> meshes = new ArrayDeque<>();
  private final double seconds;
  private final double stillShape;
  private long since = Long.MIN_VALUE;
  private long lastMesh = Long.MIN_VALUE;

  Liveness(Map<String, String> settings) {
    seconds = Tuning.number(settings, "liveness.seconds", 15, 5, 60);
    stillShape = Tuning.number(settings, "liveness.still_shape", 0.012, 0.001, 0.1);
    shape = new ShapeMotion(seconds);
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    boolean good = gate.admit(o);
    var refusal = gate.refusal(o);
    if (refusal != null) {
      since = Long.MIN_VALUE;
      return verdicts.due(now) ? List.of(refusal) : List.of();
    }
    if (good && o.landmarksFresh() && o.faceGrid() != null) take(o, now);
    if (since == Long.MIN_VALUE || !verdicts.due(now)) return List.of();
    return List.of(judge(now));
  }

  private void take(FaceObservation o, long now) {
    if (since == Long.MIN_VALUE || now < lastMesh || now - lastMesh > 1_000_000) {
      since = now;
      blinks.clear();
      shape.clear();
      samples.clear();
      meshes.clear();
    }
    lastMesh = now;
    meshes.addLast(now);
    while (now - meshes.peekFirst() > 3_000_000) meshes.pollFirst();
    blinks.add(now, o.landmarks());
    shape.add(now, o.landmarks());
    if (sampling.due(now)) {
      double brightness = 0;
      for (float v : o.faceGrid()) brightness += v / o.faceGrid().length;
      samples.addLast(new double[] {brightness, EdgeVariance.of(o.faceGrid(), GRID, GRID)});
      if (samples.size() > SAMPLES) samples.pollFirst();
    }
  }

  private Verdict judge(long now) {
    double watched = (now - since) / 1e6;
    int seen = blinks.since(now - Math.round(seconds * 1e6)).size();
    double residual = shape.residual();
    double rate = meshes.size() / Math.min(3, Math.max(0.5, watched));
    boolean lasting = watched >= seconds;
    int lighting = LivenessScores.lighting(column(0));
    int motion = LivenessScores.motion(column(1), seen, lasting);
    int score = (int) Math.round(0.45 * lighting + 0.55 * motion);
    var evidence =
        new Evidence()
            .put("blinks", seen)
            .put("eye_aspect_median", blinks.open())
            .put("shape_motion", residual)
            .put("lighting_score", lighting)
            .put("motion_score", motion)
            .put("seconds", watched)
            .put("meshes_per_second", rate)
            .put("calibration_version", config())
            .map();
    if (watched > 3 && rate < MIN_MESHES_PER_SECOND) {
      return Verdict.unknown("frame_rate", "Too few pictures a second to see a blink.", evidence);
    }
    boolean moves = residual >= stillShape;
    if (lasting && seen == 0 && !moves) {
      return Verdict.failed(
          Math.min(score, 20),
          "not_living",
          "A face is there, but it neither blinks nor moves by itself.",
          evidence);
    }
    if (seen == 0 && !lasting) {
      return Verdict.unknown(
          "warming_up", "The face has not been watched for long enough.", evidence);
    }
    if (score < 35) {
      return Verdict.failed(score, "not_living", "The face hardly moves by itself.", evidence);
    }
    if (seen == 0) {
      return Verdict.ok(score, "no_blink", "The face moves but has not blinked.", evidence);
    }
    return Verdict.ok(score, "ok", "The face blinks and moves by itself.", evidence);
  }

  private double[] column(int index) {
    return samples.stream().mapToDouble(s -> s[index]).toArray();
  }

  @Override
  public String config() {
    return "reference-bands-recut-1";
  }
}
