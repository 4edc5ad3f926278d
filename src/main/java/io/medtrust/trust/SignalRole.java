package io.medtrust.trust;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one detector's word counts for. This table is the only place that says it.
 *
 * @param family signals of one family look at the same thing: they do not add up fully in the
 *     probability, and count as one for the kill-switch
 * @param person says something about the person or the genuineness of the media, and not only about
 *     the quality of the picture
 * @param alone its failure alone may raise a critical alarm; never hold or end a call
 * @param keeps it answers now and then (a probe, a challenge): a good answer fades by age and is
 *     not lost as soon as there is nothing to answer
 * @param weight 0..1, factor of its log-likelihood ratio; 0 keeps it out of the probability
 * @param words how a sentence calls it
 */
record SignalRole(
    String detector,
    String family,
    Kind kind,
    boolean person,
    boolean alone,
    boolean keeps,
    double weight,
    String words) {

  enum Kind {
    /** A fact, a comparison or an answer to what the server asked. */
    MEASURED,
    /** Passive: an opinion about how media look or sound. It never holds or ends a call alone. */
    ADVISORY,
    /** Shown, and not counted. */
    CONTEXT
  }

  private static final Map<String, SignalRole> TABLE = new LinkedHashMap<>();

  static {
    // Pictures as such: facts with alarms of their own that say nothing of the person.
    fact("frame_integrity", "picture", "The picture's integrity");
    fact("face_presence", "presence", "The face");
    // Who it is.
    measured("face_identity", "face_identity", true, 1.0, "The face's identity");
    measured("voice_identity", "voice_identity", false, 0.5, "The voice's identity");
    // Where the media come from. A replayed file often shows both.
    measured("replay", "source", true, 1.0, "Replay");
    measured("voice_replay", "source", true, 1.0, "Replay of the voice");
    measured("injection", "source", false, 0.5, "The way of the media");
    // What the server asked for.
    answer("light_probe", "probe", 1.0, "The reflection of the screen's light");
    answer("challenge", "challenge", 1.0, "The answer to the challenge");
    measured("lip_sync", "lips", false, 0.5, "The agreement of lips and voice");
    // Opinions.
    advisory("presentation", "presentation", 0.5, "The signs of a screen or a print");
    advisory("face_artifact", "face", 0.25, "The face's naturalness");
    advisory("face_synthetic", "face", 0.25, "The signs of a generated face");
    advisory("liveness", "liveness", 0.25, "Liveness");
    advisory("temporal_consistency", "liveness", 0.25, "The picture's consistency over time");
    advisory("voice", "voice", 0.25, "The voice");
    advisory("voice_synthetic", "voice", 0.25, "The signs of a generated voice");
    // A real pulse is no proof of life, and its absence none of fraud (docs/detectors/pulse.md).
    context("pulse", "pulse", "The pulse");
    context("capture_quality", "quality", "The quality of the picture");
  }

  /** The role of a detector; one that is not in the table is context. */
  static SignalRole of(String detector) {
    var role = TABLE.get(detector);
    if (role != null) return role;
    var words = "The signal " + detector;
    return new SignalRole(detector, detector, Kind.CONTEXT, false, false, false, 0, words);
  }

  static Iterable<SignalRole> all() {
    return TABLE.values();
  }

  /** Whether no signal of a family is more than an opinion. */
  static boolean passive(String family) {
    for (var role : TABLE.values()) {
      if (role.family().equals(family) && role.kind() == Kind.MEASURED) return false;
    }
    return true;
  }

  private static void fact(String detector, String family, String words) {
    put(new SignalRole(detector, family, Kind.MEASURED, false, true, false, 0, words));
  }

  private static void measured(
      String detector, String family, boolean alone, double weight, String words) {
    put(new SignalRole(detector, family, Kind.MEASURED, true, alone, false, weight, words));
  }

  private static void answer(String detector, String family, double weight, String words) {
    put(new SignalRole(detector, family, Kind.MEASURED, true, false, true, weight, words));
  }

  private static void advisory(String detector, String family, double weight, String words) {
    put(new SignalRole(detector, family, Kind.ADVISORY, true, false, false, weight, words));
  }

  private static void context(String detector, String family, String words) {
    put(new SignalRole(detector, family, Kind.CONTEXT, false, false, false, 0, words));
  }

  private static void put(SignalRole role) {
    TABLE.put(role.detector(), role);
  }
}
