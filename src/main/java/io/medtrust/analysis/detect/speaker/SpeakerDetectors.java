package io.medtrust.analysis.detect.speaker;

import io.medtrust.analysis.detect.DetectorFactory;
import java.util.List;

/** The detectors of this package. */
public final class SpeakerDetectors {
  private SpeakerDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(
        new DetectorFactory(
            "voice_identity", "voice", DetectorFactory.Kind.VOICE, VoiceIdentity::new));
  }
}
