package io.medtrust.analysis.detect.voice;

import io.medtrust.analysis.detect.DetectorFactory;
import java.util.List;

/** The detectors of this package. */
public final class VoiceDetectors {
  private VoiceDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(
        new DetectorFactory("voice", "voice", DetectorFactory.Kind.VOICE, Voice::new),
        new DetectorFactory(
            "voice_synthetic", "voice", DetectorFactory.Kind.VOICE, VoiceSynthetic::new));
  }
}
