package io.medtrust.analysis.detect.run;

import io.medtrust.analysis.detect.Output;

/** Takes what detectors say. Called from several threads; must be quick and must not throw. */
public interface DetectorListener {
  /**
   * @param detector its name
   * @param model as {@link io.medtrust.analysis.detect.Detector#model()}; empty before one was made
   * @param config as {@link io.medtrust.analysis.detect.Detector#config()}
   * @param mediaTimeMicros capture time of what was judged, microseconds since 1970
   */
  void output(String detector, String model, String config, Output output, long mediaTimeMicros);
}
