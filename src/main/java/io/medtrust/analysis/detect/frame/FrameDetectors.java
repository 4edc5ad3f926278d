package io.medtrust.analysis.detect.frame;

import io.medtrust.analysis.detect.DetectorFactory;
import java.util.List;

/** The detectors of this package. */
public final class FrameDetectors {
  private FrameDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(
        new DetectorFactory(
            "frame_integrity", "frame", DetectorFactory.Kind.VIDEO, FrameIntegrity::new));
  }
}
