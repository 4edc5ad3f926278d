package io.medtrust.bus;

import java.util.Map;

/**
 * What one detector says about one verification at one media time.
 *
 * @param detector its name, as {@code frame_integrity}
 * @param score 0..100, higher = more authentic; null exactly when the state is UNKNOWN
 * @param logLikelihoodRatio natural logarithm, genuine:impostor; null until the detector is
 *     calibrated
 * @param code stable word for the state: {@code ok}, {@code no_face}, {@code frozen}, {@code
 *     warming_up} ...
 * @param reason one plain sentence for people
 * @param evidence what the score rests on: numbers, short strings, booleans
 * @param mediaTimeMillis capture time of the newest media judged, on the node's clock
 * @param modelSha256 of the model's file, 64 hexadecimal digits; null for signal processing
 */
public record Reading(
    String session,
    String verification,
    String detector,
    State state,
    Double score,
    Double logLikelihoodRatio,
    String code,
    String reason,
    Map<String, Object> evidence,
    long mediaTimeMillis,
    String model,
    String config,
    String modelSha256) {
  /** A reading of signal processing, or of a model whose file is not known. */
  public Reading(
      String session,
      String verification,
      String detector,
      State state,
      Double score,
      Double logLikelihoodRatio,
      String code,
      String reason,
      Map<String, Object> evidence,
      long mediaTimeMillis,
      String model,
      String config) {
    this(
        session,
        verification,
        detector,
        state,
        score,
        logLikelihoodRatio,
        code,
        reason,
        evidence,
        mediaTimeMillis,
        model,
        config,
        null);
  }

  public enum State {
    OK,
    FAILED,
    UNKNOWN
  }
}
