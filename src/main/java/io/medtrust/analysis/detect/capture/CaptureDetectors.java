package io.medtrust.analysis.detect.capture;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.DetectorFactory.Kind;
import java.util.List;

/** The detectors of this package. */
public final class CaptureDetectors {
  private CaptureDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(new DetectorFactory("capture_quality", "face", Kind.VIDEO, CaptureQuality::new));
  }
}
