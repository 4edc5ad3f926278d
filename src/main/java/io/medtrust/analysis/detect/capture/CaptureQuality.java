package io.medtrust.analysis.detect.capture;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceState;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How well the face can be seen and what would help; never fails, since none of it speaks against
 * the person. The score is 100 less what each condition takes off; the code is the worst
 * condition's.
 */
final class CaptureQuality implements VideoDetector {
  private static final double DARK_PICTURE = 25;

  private final FaceConditions conditions = new FaceConditions();
  private final Cadence verdicts = new Cadence(1);
  private final boolean skinTone;

  CaptureQuality(Map<String, String> settings) {
    skinTone = Tuning.number(settings, "capture.skin_tone", 0, 0, 1) >= 0.5;
  }

  @Override
  public String config() {
    return Limits.VERSION;
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    conditions.observe(o);
    return verdicts.due(o.captureTimeMicros()) ? List.of(judge(o)) : List.of();
  }

  private Verdict judge(FaceObservation o) {
    if (o.damaged()) return FaceGate.damaged();
    if (o.state() == FaceState.NO_FACE && o.frame().mean() < DARK_PICTURE) {
      return Verdict.unknown(
          Condition.TOO_DARK.code(),
          "The picture is too dark to see a face: turn on a light, or uncover the camera.");
    }
    if (o.state() == FaceState.NO_FACE || o.state() == FaceState.SEVERAL) {
      return FaceGate.unknown(o.state());
    }
    if (conditions.looks(o.captureTimeMicros()) < 2) return FaceGate.unknown(FaceState.FACE);
    var now = conditions.now();
    int score = 100;
    for (var each : now) score -= each.penalty();
    var evidence = evidence(o);
    evidence.put("conditions", now.stream().map(Condition::code).collect(Collectors.joining(",")));
    var worst = now.isEmpty() ? null : now.iterator().next();
    return Verdict.ok(
        Math.max(0, score),
        worst == null ? "ok" : worst.code(),
        worst == null ? "The face can be seen well." : worst.advice(),
        evidence.map());
  }

  private Evidence evidence(FaceObservation o) {
    var look = conditions.newest();
    var evidence =
        new Evidence()
            .put("face_luma", look.luma())
            .put("skin_luma", look.light())
            .put("background_luma", FaceConditions.background(o))
            .put("white_share", look.bright())
            .put("sharpness", look.sharpness())
            .put("fps", conditions.rate().fps())
            .put("bits_per_pixel", conditions.rate().bitsPerPixel());
    if (o.landmarks() != null) {
      evidence.put("eye_distance_px", FaceGeometry.eyeDistance(o.landmarks()));
      evidence.put("yaw_degrees", FaceGeometry.yawDegrees(o.landmarks()));
    }
    if (skinTone) {
      double ita = SkinTone.ita(look.skin());
      evidence.put("ita_degrees", ita).put("ita_group", SkinTone.group(ita));
      evidence.put("ita_reliable", look.luma() > 70 && look.luma() < 200 && look.bright() < 0.05);
    }
    return evidence;
  }
}
