package io.medtrust.analysis.detect.replay;

import io.medtrust.analysis.detect.DetectorFactory;
import java.util.List;

/** The detectors of this package. */
public final class ReplayDetectors {
  private ReplayDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(
        new DetectorFactory("replay", "replay", DetectorFactory.Kind.VIDEO, Replay::new),
        new DetectorFactory(
            "voice_replay", "replay", DetectorFactory.Kind.VOICE, VoiceReplay::new));
  }
}
