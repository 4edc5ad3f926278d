package io.medtrust.sessions.gate;

/**
 * What is known of one part now.
 *
 * @param score 0..100, higher = more authentic; null exactly when the state is UNKNOWN
 * @param code of the reading, or {@code no_reading}, {@code late}, {@code unavailable}
 * @param reason one plain sentence
 */
public record Measured(Part part, State state, Double score, String code, String reason) {
  public enum State {
    OK,
    FAILED,
    UNKNOWN
  }

  public Measured {
    if ((score == null) != (state == State.UNKNOWN)) {
      throw new IllegalArgumentException("a score belongs to what is known");
    }
  }

  static Measured unknown(Part part, String code, String reason) {
    return new Measured(part, State.UNKNOWN, null, code, reason);
  }

  public boolean known() {
    return state != State.UNKNOWN;
  }
}
