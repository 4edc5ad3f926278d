package io.medtrust.analysis.detect;

import java.util.List;

/** Judges sound. */
public non-sealed interface VoiceDetector extends Detector {
  /**
   * Listens to one window.
   *
   * @return what there is to say now; empty when nothing is due
   */
  List<Output> hear(VoiceWindow window);
}
