package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.DetectorFactory;
import java.util.List;

/** The detectors of this package. */
public final class PulseDetectors {
  private PulseDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(new DetectorFactory("pulse", "pulse", DetectorFactory.Kind.VIDEO, Pulse::new));
  }
}
