package io.medtrust.analysis.detect.face;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.DetectorFactory.Kind;
import java.util.List;

/** The detectors of this package. */
public final class FaceDetectors {
  private FaceDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(
        new DetectorFactory("face_presence", "face", Kind.VIDEO, _ -> new FacePresence()),
        new DetectorFactory("face_artifact", "face", Kind.VIDEO, _ -> new FaceArtifact()));
  }
}
