package io.medtrust.bus;

import java.util.List;

/**
 * What the node that carries the doctor's media knows of the doctor before a session: the answer to
 * a {@link Query}. It decides nothing.
 *
 * @param mismatches what was measured that cannot be the enrolled doctor
 */
public record GateState(
    String session, String verification, List<Part> parts, List<Mismatch> mismatches) {

  public record Query(String session) {}

  /**
   * @param part {@code face}, {@code voice}, {@code pulse}, {@code liveness} or {@code motion}
   * @param state {@code ok}, {@code failed} or {@code unknown}
   * @param score 0..100; null exactly when unknown
   */
  public record Part(String part, String state, Double score, String code, String reason) {}

  public record Mismatch(String code, String sentence) {}
}
