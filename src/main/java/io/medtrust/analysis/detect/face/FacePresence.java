package io.medtrust.analysis.detect.face;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceState;
import java.util.ArrayList;
import java.util.List;

/**
 * Is exactly one face there that can be judged. Its failures {@code no_face} and {@code
 * several_faces} are facts that need no calibration, so alerts may rest on them; they are stated
 * once they have held for {@value #HOLD_MICROS} µs, and until then it is unknown. A face that is
 * too small or turned away is unknown: nothing speaks against it.
 *
 * <p>Also gives the face's place for displays, at most ten times a second.
 */
final class FacePresence implements VideoDetector {
  private static final long HOLD_MICROS = 1_000_000;
  private final Cadence verdicts = new Cadence(2);
  private final Cadence displays = new Cadence(10);
  private FaceState state;
  private long since;
  private long lastWhole = Long.MIN_VALUE;

  @Override
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    if (o.damaged()) {
      boolean long_ = lastWhole == Long.MIN_VALUE || now - lastWhole > HOLD_MICROS;
      return long_ && verdicts.due(now) ? List.of(FaceGate.damaged()) : List.of();
    }
    lastWhole = now;
    boolean changed = o.state() != state;
    if (changed || now < since) {
      state = o.state();
      since = now;
    }
    var out = new ArrayList<Output>(2);
    if (displays.due(now) || changed) out.add(display(o));
    if (verdicts.due(now)) out.add(verdict(o, (now - since) / 1e6));
    return out;
  }

  private static Output display(FaceObservation o) {
    var box = o.box();
    if (box == null) return new Output.FaceDisplay(0, 0, 0, 0, o.faces(), o.state().code());
    float left = Math.clamp(box.x() / o.width(), 0f, 1f);
    float top = Math.clamp(box.y() / o.height(), 0f, 1f);
    float right = Math.clamp((box.x() + box.width()) / o.width(), 0f, 1f);
    float bottom = Math.clamp((box.y() + box.height()) / o.height(), 0f, 1f);
    return new Output.FaceDisplay(
        left, top, right - left, bottom - top, o.faces(), o.state().code());
  }

  private static Verdict verdict(FaceObservation o, double seconds) {
    var evidence = new Evidence().put("faces", o.faces()).put("seconds", seconds);
    evidence.put("width", o.width()).put("height", o.height());
    if (o.landmarks() != null) {
      evidence.put("eye_distance_px", FaceGeometry.eyeDistance(o.landmarks()));
      evidence.put("yaw_degrees", FaceGeometry.yawDegrees(o.landmarks()));
    }
    boolean held = seconds * 1e6 >= HOLD_MICROS;
    var map = evidence.map();
    return switch (o.state()) {
      case FACE -> Verdict.ok(100, "ok", "One face is in the picture.", map);
      case NO_FACE ->
          held
              ? Verdict.failed(0, "no_face", "No face is in the picture.", map)
              : Verdict.unknown("no_face", "The face has just gone.", map);
      case SEVERAL ->
          held
              ? Verdict.failed(0, "several_faces", "More than one face is in the picture.", map)
              : Verdict.unknown("several_faces", "Another face has just come.", map);
      case TOO_SMALL, PROFILE -> FaceGate.unknown(o.state());
    };
  }
}
