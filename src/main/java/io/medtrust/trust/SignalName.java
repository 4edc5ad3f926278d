package io.medtrust.trust;

import java.util.List;

/** The detectors whose readings trust rests on, by the names that their readings carry. */
final class SignalName {
  static final String FRAME_INTEGRITY = "frame_integrity";
  static final String FACE_PRESENCE = "face_presence";
  static final String TEMPORAL_CONSISTENCY = "temporal_consistency";
  static final String FACE_ARTIFACT = "face_artifact";
  static final String LIVENESS = "liveness";
  static final String VOICE = "voice";
  static final String PULSE = "pulse";

  /** All of them, in the order in which they are shown. */
  static final List<String> ALL =
      List.of(
          FRAME_INTEGRITY,
          FACE_PRESENCE,
          TEMPORAL_CONSISTENCY,
          FACE_ARTIFACT,
          LIVENESS,
          VOICE,
          PULSE);

  private SignalName() {}

  /** How a sentence calls it. */
  static String inWords(String detector) {
    return switch (detector) {
      case FRAME_INTEGRITY -> "The picture's integrity";
      case FACE_PRESENCE -> "The face";
      case TEMPORAL_CONSISTENCY -> "The picture's consistency over time";
      case FACE_ARTIFACT -> "The face's naturalness";
      case LIVENESS -> "Liveness";
      case VOICE -> "The voice";
      case "voice_identity" -> "Whose voice it is";
      case "voice_synthetic" -> "How the voice was made";
      case PULSE -> "The pulse";
      default -> SignalRole.of(detector).words();
    };
  }
}
