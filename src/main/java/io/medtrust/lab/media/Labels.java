package io.medtrust.lab.media;

import java.util.Map;

/** What the labels of a manifest mean for measuring. */
final class Labels {
  /**
   * @param species kind of attack; null for genuine
   * @param left why it is not run; null when it is
   */
  record Meaning(String species, String left) {}

  private static final Meaning GENUINE = new Meaning(null, null);

  private static final Map<String, Meaning> KNOWN =
      Map.ofEntries(
          Map.entry("real", GENUINE),
          Map.entry("real-check", GENUINE),
          Map.entry("human", GENUINE),
          Map.entry("fake", new Meaning("generated_face", null)),
          Map.entry("attack-simulated", new Meaning("screen_replay_simulated", null)),
          Map.entry("attack", new Meaning("presentation_attack", null)),
          Map.entry("replay-simulated", new Meaning("loudspeaker_replay_simulated", null)),
          Map.entry("synthetic-tts", new Meaning("neural_speech", null)),
          Map.entry("synthetic-clone", new Meaning("cloned_voice", null)),
          Map.entry("synthetic-formant", new Meaning("formant_speech", null)),
          Map.entry("synthetic-concat/hts", new Meaning("concatenated_speech", null)),
          Map.entry("real-fullbody", left("the face is too small")),
          Map.entry("fake-mixed-panels", left("several pictures in one")),
          Map.entry("real-face/synthetic-pulse", left("a real face with a pulse put in")),
          Map.entry("human-unverified", left("not verified to be human")),
          Map.entry("still-real", left("a still picture")),
          Map.entry("noise", left("no speech")));

  private Labels() {}

  private static Meaning left(String why) {
    return new Meaning(null, why);
  }

  /** Never null; what is not known is left out and says so. */
  static Meaning of(String label) {
    // Labels may carry a remark, as "real; pulse about 54 bpm".
    var word = label.split(";")[0].trim();
    return KNOWN.getOrDefault(word, left("the label \"" + word + "\" is not a class"));
  }
}
