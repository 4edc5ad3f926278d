package io.medtrust.analysis.detect;

import io.medtrust.analysis.face.FaceObservation;
import java.util.List;

/** Judges pictures. */
public non-sealed interface VideoDetector extends Detector {
  /**
   * Looks at one observation; damaged ones come too and must not be judged.
   *
   * @return what there is to say now; empty when nothing is due
   */
  List<Output> observe(FaceObservation observation);
}
