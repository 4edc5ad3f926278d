package io.medtrust.sessions.gate;

import java.util.List;

/** What the gate makes of what is known. Only {@link Passed} lets a session begin. */
public sealed interface Verdict {
  /** 0..100 by the pre-session formula over what is known; null when nothing is. */
  Integer trust();

  record Passed(Integer trust) implements Verdict {}

  /** Something that must be known is not: no pass, and no failure either. */
  record Incomplete(Integer trust, List<Measured> missing) implements Verdict {}

  /**
   * All that must be known is known and is not good enough: a part failed, or trust is below the
   * threshold. These are opinions of detectors, and so raise nothing.
   */
  record NotEnough(Integer trust, List<Measured> failed) implements Verdict {}

  /** A mismatch was measured. */
  record Blocked(Integer trust, List<Mismatch> mismatches) implements Verdict {}
}
