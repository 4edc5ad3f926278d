package io.medtrust.analysis.detect;

import java.util.Map;

/**
 * What a detector says of the verification now. Becomes a {@code bus.Reading}.
 *
 * @param score 0..100, higher = more authentic; null exactly when the state is UNKNOWN
 * @param logLikelihoodRatio natural logarithm, genuine:impostor; null until the detector is
 *     calibrated
 * @param code stable word for the state: {@code ok}, {@code no_face}, {@code frozen}, {@code
 *     warming_up} ...
 * @param reason one plain sentence for people
 * @param evidence what the score rests on: numbers, short strings, booleans
 */
public record Verdict(
    State state,
    Double score,
    Double logLikelihoodRatio,
    String code,
    String reason,
    Map<String, Object> evidence)
    implements Output {
  /** Unknown is a first-class answer and never reads as safe. */
  public enum State {
    OK,
    FAILED,
    UNKNOWN
  }

  public Verdict {
    if ((score == null) != (state == State.UNKNOWN)) {
      throw new IllegalArgumentException("a score exactly when the state is known");
    }
    if (score != null && !(score >= 0 && score <= 100)) {
      throw new IllegalArgumentException("score outside 0..100: " + score);
    }
    evidence = Map.copyOf(evidence);
  }

  public static Verdict ok(double score, String code, String reason, Map<String, Object> evidence) {
    return new Verdict(State.OK, score, null, code, reason, evidence);
  }

  public static Verdict failed(
      double score, String code, String reason, Map<String, Object> evidence) {
    return new Verdict(State.FAILED, score, null, code, reason, evidence);
  }

  public static Verdict unknown(String code, String reason, Map<String, Object> evidence) {
    return new Verdict(State.UNKNOWN, null, null, code, reason, evidence);
  }

  public static Verdict unknown(String code, String reason) {
    return unknown(code, reason, Map.of());
  }
}
