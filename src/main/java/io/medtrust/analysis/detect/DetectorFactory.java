package io.medtrust.analysis.detect;

import java.util.Map;
import java.util.function.Function;

/**
 * Makes one kind of detector, a new one for each verification and after each failure.
 *
 * @param name of the detector in readings, as {@code frame_integrity}
 * @param family detectors of a family share a small pool of threads: {@code face}, {@code voice},
 *     {@code pulse}, {@code liveness} ...
 * @param kind what it is given
 * @param create makes one from the settings of the node for this verification (names below {@code
 *     analysis.detect}, so {@code pulse.min_fps} is {@code analysis.detect.pulse.min_fps}); called
 *     on a thread of the family, may take a while (models), must be thread-safe
 */
public record DetectorFactory(
    String name, String family, Kind kind, Function<Map<String, String>, Detector> create) {
  /** What a detector is given. */
  public enum Kind {
    VIDEO,
    VOICE,
    /** Both, as an {@link AvDetector}. */
    AV;

    /** Whether this kind is given what that kind (video or voice) is given. */
    public boolean takes(Kind kind) {
      return this == kind || this == AV;
    }
  }
}
