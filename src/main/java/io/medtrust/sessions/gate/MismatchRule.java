package io.medtrust.sessions.gate;

import java.util.List;
import java.util.Set;

/**
 * A fact that blocks: what a detector says in so many words, in a failed reading, for some time.
 * The same facts and times as those of alarms in a call (docs/trust.md); opinions are not among
 * them.
 *
 * @param holdMillis how long the detector must say so without denying it
 * @param repeats how often it must have happened, at least 5 s apart
 * @param stayMillis how long an event that is over at once counts
 */
record MismatchRule(
    String code,
    String detector,
    Set<String> codes,
    long holdMillis,
    int repeats,
    long stayMillis,
    String sentence) {
  static final List<MismatchRule> TABLE =
      List.of(
          rule(
              "not_enrolled_person",
              "face_identity",
              Set.of("not_enrolled_person"),
              5_000,
              0,
              "The face does not match the enrolled doctor"),
          rule(
              "face_changed",
              "face_identity",
              Set.of("face_changed"),
              1_000,
              15_000,
              "The face changed while it was measured"),
          rule(
              "replayed",
              "replay",
              Set.of("replayed", "reused"),
              1_000,
              15_000,
              "The picture is a replay"),
          rule(
              "looped",
              "replay",
              Set.of("looped", "loop"),
              1_000,
              15_000,
              "The picture repeats itself"),
          rule(
              "reversed",
              "replay",
              Set.of("reversed"),
              1_000,
              15_000,
              "The picture runs backwards"),
          rule(
              "voice_replayed",
              "voice_replay",
              Set.of("replayed", "looped", "reused", "loop"),
              1_000,
              15_000,
              "The voice is a replay"),
          // Changing the camera cuts once, too.
          new MismatchRule(
              "cut",
              "injection",
              Set.of("cut"),
              0,
              2,
              15_000,
              "The picture was cut to another source more than once"));

  private static MismatchRule rule(
      String code, String detector, Set<String> codes, long hold, long stay, String sentence) {
    return new MismatchRule(code, detector, codes, hold, 1, stay, sentence);
  }
}
