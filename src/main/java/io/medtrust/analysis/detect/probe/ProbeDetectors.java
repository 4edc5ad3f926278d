package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.detect.DetectorFactory;
import java.util.List;

/** The detectors of this package. */
public final class ProbeDetectors {
  private ProbeDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(
        new DetectorFactory("light_probe", "probe", DetectorFactory.Kind.VIDEO, LightProbe::new),
        new DetectorFactory("challenge", "probe", DetectorFactory.Kind.AV, Challenge::new));
  }
}
