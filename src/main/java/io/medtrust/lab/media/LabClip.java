package io.medtrust.lab.media;

import java.nio.file.Path;

/**
 * One entry of a labelled folder.
 *
 * @param name path inside the folder, as its manifest spells it
 * @param kind what of it is judged
 * @param subject who is seen or heard; clips of one subject are never in two halves of a split
 * @param species kind of attack, or null for a genuine clip
 * @param generator what made it, or {@code camera} or {@code microphone}
 */
public record LabClip(
    String name,
    Path file,
    Kind kind,
    String subject,
    String species,
    String generator,
    double seconds) {

  /** What of a clip its label speaks of. */
  public enum Kind {
    FACE,
    VOICE
  }

  public boolean genuine() {
    return species == null;
  }
}
