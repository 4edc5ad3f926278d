package io.medtrust.gateway.anomaly.model;

import java.util.List;

/**
 * What the detector says of a principal.
 *
 * @param level what the score reaches
 * @param score mean collusive displacement; NaN while nothing is judged
 * @param reasons the features with the largest part in it, at most three, largest first; empty
 *     below the step-up threshold
 * @param fresh scored just now, and not carried over from a request a moment ago
 */
public record Verdict(Level level, double score, List<Reason> reasons, boolean fresh) {
  /** {@code LEARNING}: too little was seen to judge. */
  public enum Level {
    LEARNING,
    NORMAL,
    STEP_UP,
    BLOCK
  }

  /**
   * @param share of the score, 0..1
   */
  public record Reason(Feature feature, double share) {}

  static final Verdict NONE = new Verdict(Level.LEARNING, Double.NaN, List.of(), false);

  public boolean flagged() {
    return level == Level.STEP_UP || level == Level.BLOCK;
  }

  Verdict stale() {
    return fresh ? new Verdict(level, score, reasons, false) : this;
  }
}
