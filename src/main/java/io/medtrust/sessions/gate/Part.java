package io.medtrust.sessions.gate;

import java.util.Locale;

/** The five things that the reference's pre-session formula weighs, and what each is taken from. */
public enum Part {
  /** Whether the face is the enrolled one. */
  FACE("face_identity", 0.30, "The face"),
  /** Whether the voice is the enrolled one. */
  VOICE("voice_identity", 0.20, "The voice"),
  PULSE("pulse", 0.20, "The pulse"),
  /** Blinks and movement of its own; a failed light check or challenge fails it. */
  LIVENESS("liveness", 0.15, "Liveness"),
  /** Whether it is one face over time, and time passes. */
  MOTION("temporal_consistency", 0.15, "Motion");

  private final String detector;
  private final double weight;
  private final String words;

  Part(String detector, double weight, String words) {
    this.detector = detector;
    this.weight = weight;
    this.words = words;
  }

  /** Name of the detector whose readings it is. */
  public String detector() {
    return detector;
  }

  /** The reference's weight. */
  public double weight() {
    return weight;
  }

  /** How a sentence calls it. */
  public String words() {
    return words;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException when there is no such part
   */
  public static Part of(String text) {
    return valueOf(text.strip().toUpperCase(Locale.ROOT));
  }
}
