package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.DetectorFactory.Kind;
import java.util.List;

/** The detectors of this package. */
public final class LivenessDetectors {
  private LivenessDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(
        new DetectorFactory(
            "temporal_consistency", "liveness", Kind.VIDEO, TemporalConsistency::new),
        new DetectorFactory("liveness", "liveness", Kind.VIDEO, Liveness::new));
  }
}
