package io.medtrust.lab.attack;

import io.medtrust.lab.media.LabClip;
import java.util.List;

/**
 * One planned call.
 *
 * @param subject who is genuine
 * @param clips of the subject, in the order in which they are shown
 * @param other who takes over, or null
 * @param otherClips the attacker's footage
 * @param startSeconds media time at which the attack begins
 * @param loopSeconds of a loop
 */
record AttackRun(
    AttackKind kind,
    int number,
    String subject,
    List<LabClip> clips,
    String other,
    List<LabClip> otherClips,
    double startSeconds,
    double loopSeconds,
    double horizonSeconds) {

  String key(long seed, String condition) {
    return "attack|%s|%d|%d|%s|%s|%.3f|%.1f"
        .formatted(kind.word(), seed, number, condition, subject, startSeconds, horizonSeconds);
  }
}
