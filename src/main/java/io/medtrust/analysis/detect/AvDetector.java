package io.medtrust.analysis.detect;

import io.medtrust.analysis.face.FaceObservation;
import java.util.List;

/** Judges pictures and sound together. Between two calls either kind may have been left out. */
public non-sealed interface AvDetector extends Detector {
  /** Looks at one observation, as {@link VideoDetector#observe}. */
  List<Output> observe(FaceObservation observation);

  /** Listens to one window, as {@link VoiceDetector#hear}. */
  List<Output> hear(VoiceWindow window);
}
