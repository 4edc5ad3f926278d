package io.medtrust.analysis.detect.injection;

import io.medtrust.analysis.detect.DetectorFactory;
import java.util.List;

/** The detectors of this package. */
public final class InjectionDetectors {
  private InjectionDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(
        new DetectorFactory("injection", "frame", DetectorFactory.Kind.VIDEO, Injection::new));
  }
}
