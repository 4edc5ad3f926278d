package io.medtrust.analysis.detect.identity;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.DetectorFactory.Kind;
import io.medtrust.analysis.detect.WithModel;
import io.medtrust.analysis.model.ModelSlot;
import java.util.List;

/** The detectors of this package. */
public final class IdentityDetectors {
  private IdentityDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(
        new DetectorFactory(
            "face_identity",
            "identity",
            Kind.VIDEO,
            settings ->
                WithModel.video(
                    settings,
                    ModelSlot.FACE_EMBEDDING,
                    file -> new FaceIdentity(new FaceNetwork(file), settings))));
  }
}
