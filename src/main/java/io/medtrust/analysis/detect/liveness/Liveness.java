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
 * Does the face live: blinks of both eyes, and eyes and lips that move by themselves; beside it the
 * reference's {@code round(0.45 lighting + 0.55 motion)}.
 *
 * <p>Failed only for what a picture does and a person does not: for {@code liveness.seconds} no
 * blink, and either the face moves as a flat picture would with eyes and lips drawn on it, or
 * nothing changes at all, not even by what a tracker wavers. A person who merely keeps still is
 * unknown ({@code still}).
 */
final class Liveness implements VideoDetector {
  private static final int GRID = 32;
  private static final int SAMPLES = 30;
  private static final int LIVING_AT_LEAST = 40;
  // Distances of the eyes: a face that moves; the rest of a flat face may waver a little more than
  // its eyes and lips; and these by at most this share of how the face moved.
  private static final double MOVED = 0.045;
  private static final double FLAT_FACE = 4 / 3.0;
  private static final double FLAT_SHARE = 0.12;
  // What a tracker wavers on one and the same picture; breath and heart move a head by more.
  private static final double NOTHING = 0.006;
  private static final double MIN_MESHES_PER_SECOND = 8;
  private final FaceGate gate = new FaceGate();
  private final Cadence verdicts = new Cadence(1);
  private final Cadence sampling = new Cadence(2);
  private final BlinkMeter blinks = new BlinkMeter();
  private final MouthMeter mouth = new MouthMeter();
  private final ShapeMotion shape;
  private final ArrayDeque<double[]> samples = new ArrayDeque<>();
  private final ArrayDeque<Long> meshes = new ArrayDeque<>();
  private final double seconds;
  private final double livingFeatures;
  private final double flatFeatures;
  private long since = Long.MIN_VALUE;
  private long lastMesh = Long.MIN_VALUE;

  Liveness(Map<String, String> settings) {
    seconds = Tuning.number(settings, "liveness.seconds", 15, 5, 60);
    livingFeatures = Tuning.number(settings, "liveness.living_features", 0.0205, 0.002, 0.2);
    flatFeatures = Tuning.number(settings, "liveness.flat_features", 0.012, 0.001, 0.1);
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
      mouth.clear();
      shape.clear();
      samples.clear();
      meshes.clear();
    }
    lastMesh = now;
    meshes.addLast(now);
    while (now - meshes.peekFirst() > 3_000_000) meshes.pollFirst();
    blinks.add(now, o.landmarks());
    mouth.add(now, o.landmarks());
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
    long window = now - Math.round(seconds * 1e6);
    int seen = blinks.since(window).size();
    var m = shape.measure();
    double rate = meshes.size() / Math.min(3, Math.max(0.5, watched));
    boolean lasting = watched >= seconds;
    int lighting = LivenessScores.lighting(column(0));
    int motion = LivenessScores.motion(column(1), seen, lasting);
    int score = (int) Math.round(0.45 * lighting + 0.55 * motion);
    var evidence =
        new Evidence()
            .put("blinks", seen)
            .put("eye_ratio_open", blinks.open())
            .put("mouth_openings", mouth.since(window).size())
            .put("mouth_movement", mouth.movement())
            .put("liveness_score", score)
            .put("lighting_score", lighting)
            .put("motion_score", motion)
            .put("seconds", watched)
            .put("meshes_per_second", rate)
            .put("calibration_version", config());
    if (m != null) {
      evidence
          .put("moved", m.moved())
          .put("shape_motion", m.face())
          .put("feature_motion", m.features());
    }
    var map = evidence.map();
    if (watched > 3 && rate < MIN_MESHES_PER_SECOND) {
      return Verdict.unknown("frame_rate", "Too few pictures a second to see a blink.", map);
    }
    // The reference's bands know no blinks: whoever blinks has not failed for keeping still.
    double living = Math.max(score, LIVING_AT_LEAST);
    if (seen > 0) return Verdict.ok(living, "ok", "The face blinks and moves by itself.", map);
    if (!lasting || m == null) {
      return Verdict.unknown("warming_up", "The face has not been watched for long enough.", map);
    }
    if (m.features() >= livingFeatures) {
      return Verdict.ok(living, "no_blink", "The face moves but has not blinked.", map);
    }
    if (flat(m)) {
      return Verdict.failed(
          Math.min(score, 20),
          "not_living",
          "The face is moved as a picture is: its eyes and lips keep still.",
          map);
    }
    if (nothing(m, lighting)) {
      return Verdict.failed(
          Math.min(score, 20), "not_living", "Nothing in the face changes at all.", map);
    }
    return Verdict.unknown("still", "The face keeps too still to tell.", map);
  }

  private boolean flat(ShapeMotion.Motion m) {
    return m.moved() >= MOVED
        && m.features() <= flatFeatures
        && m.face() <= FLAT_FACE * flatFeatures
        && m.features() <= FLAT_SHARE * m.moved();
  }

  private static boolean nothing(ShapeMotion.Motion m, int lighting) {
    return m.moved() <= NOTHING && m.face() <= NOTHING / 1.5 && lighting <= 20;
  }

  private double[] column(int index) {
    return samples.stream().mapToDouble(s -> s[index]).toArray();
  }

  @Override
  public String config() {
    return "picture-or-person-2";
  }
}
