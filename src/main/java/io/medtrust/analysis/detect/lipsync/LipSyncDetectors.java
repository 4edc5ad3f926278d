package io.medtrust.analysis.detect.lipsync;

import io.medtrust.analysis.detect.DetectorFactory;
import java.util.List;

/** The detectors of this package. */
public final class LipSyncDetectors {
  private LipSyncDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(
        new DetectorFactory("lip_sync", "liveness", DetectorFactory.Kind.AV, LipSync::new));
  }
}
