package io.medtrust.analysis.detect;

import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceState;

/**
 * Why a detector that needs one good face cannot judge now. Remembers since when. A short gap is
 * bridged, so that one damaged picture does not make every signal unknown. Not thread-safe.
 */
public final class FaceGate {
  private static final long BRIDGED_MICROS = 1_000_000;
  private long lastGood = Long.MIN_VALUE;

  /**
   * Takes note of an observation.
   *
   * @return whether it may be judged
   */
  public boolean admit(FaceObservation o) {
    boolean good = !o.damaged() && o.state() == FaceState.FACE;
    if (o.captureTimeMicros() < lastGood) lastGood = Long.MIN_VALUE;
    if (good) lastGood = o.captureTimeMicros();
    return good;
  }

  /** Null while the last good observation is fresh, else why nothing can be said. */
  public Verdict refusal(FaceObservation o) {
    if (lastGood != Long.MIN_VALUE && o.captureTimeMicros() - lastGood <= BRIDGED_MICROS) {
      return null;
    }
    return o.damaged() ? damaged() : unknown(o.state());
  }

  /** The answer to pictures that must not be judged. */
  public static Verdict damaged() {
    return Verdict.unknown("damaged", "Video was lost on the way; waiting for a whole picture.");
  }

  /** The answer of face detectors to pictures without one good face. */
  public static Verdict unknown(FaceState state) {
    return switch (state) {
      case NO_FACE -> Verdict.unknown("no_face", "No face is in the picture.");
      case SEVERAL -> Verdict.unknown("several_faces", "More than one face is in the picture.");
      case TOO_SMALL ->
          Verdict.unknown("face_too_small", "The face is too small in the picture to judge.");
      case PROFILE ->
          Verdict.unknown("face_turned", "The face is turned too far to the side to judge.");
      case FACE -> Verdict.unknown("warming_up", "The face has not been watched for long enough.");
    };
  }
}
