package io.medtrust.analysis.detect.presentation;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.DetectorFactory.Kind;
import io.medtrust.analysis.detect.WithModel;
import io.medtrust.analysis.model.ModelSlot;
import java.util.List;

/** The detectors of this package. */
public final class PresentationDetectors {
  private PresentationDetectors() {}

  public static List<DetectorFactory> all() {
    return List.of(
        new DetectorFactory(
            "presentation",
            "identity",
            Kind.VIDEO,
            settings ->
                WithModel.video(
                    settings,
                    ModelSlot.PRESENTATION,
                    file -> new Presentation(new PresentationNetwork(file), settings))));
  }
}
