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
 * @param priority what is left out first under load
 * @param create makes one from the settings of the node for this verification (names below {@code
 *     analysis.detect}, so {@code pulse.min_fps} is {@code analysis.detect.pulse.min_fps}); called
 *     on a thread of the family, may take a while (models), must be thread-safe
 */
public record DetectorFactory(
    String name,
    String family,
    Kind kind,
    Priority priority,
    Function<Map<String, String>, Detector> create) {

  /** A detector of {@link Priority#MEASURED}. */
  public DetectorFactory(
      String name, String family, Kind kind, Function<Map<String, String>, Detector> create) {
    this(name, family, kind, Priority.MEASURED, create);
  }

  /** The same detector with another priority. */
  public DetectorFactory with(Priority other) {
    return new DetectorFactory(name, family, kind, other, create);
  }

  /** What is left out first when a worker has more to do than it can, least important first. */
  public enum Priority {
    /** Opinions of small weight. */
    ADVISORY,
    /** What verdicts rest on. */
    MEASURED,
    /** Cheap facts that alarms rest on; never left out. */
    FACT
  }

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
