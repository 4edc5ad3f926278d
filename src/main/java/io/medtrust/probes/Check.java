package io.medtrust.probes;

/** One check that is under way. Owned by {@link Checks}. */
final class Check {
  /** How far it is. */
  enum Phase {
    /** The page says that colours will come. */
    ANNOUNCED,
    /** The page was told to show it. */
    SHOWN,
  }

  /** Kind of a light probe; the others are those of challenges. */
  static final String LIGHT = "light";

  final String id;
  final String kind;

  /** User who asked for it; null when the node did. */
  final String by;

  Phase phase;

  /** The page said that it shows it. */
  boolean acknowledged;

  /** When the phase began, epoch milliseconds. */
  long since;

  Check(String id, String kind, String by, Phase phase, long since) {
    this.id = id;
    this.kind = kind;
    this.by = by;
    this.phase = phase;
    this.since = since;
  }

  boolean light() {
    return kind.equals(LIGHT);
  }

  /** The detector whose readings carry its result. */
  String detector() {
    return light() ? "light_probe" : "challenge";
  }
}
