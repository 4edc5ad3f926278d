package io.medtrust.lab.run;

import io.medtrust.lab.media.LabClip;

/**
 * One call of a run.
 *
 * @param enrolled subject whose template the node has; null for none
 */
public record PlannedCall(LabClip clip, Condition condition, String enrolled) {
  /** Species of the calls in which the person is genuine and is not the one who is enrolled. */
  public static final String OTHER_PERSON = "other_person";

  /** Kind of attack, or null when it is genuine. */
  public String species() {
    if (clip.species() != null) return clip.species();
    return enrolled == null || enrolled.equals(clip.subject()) ? null : OTHER_PERSON;
  }

  String key() {
    return clip.name() + "|" + condition.text() + "|" + (enrolled == null ? "" : enrolled);
  }
}
