package io.medtrust.trust.calibration;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * The calibration of one detector with one model in one configuration, and what it rests on.
 *
 * @param model name and version that readings carry, {@code signal} for signal processing
 * @param config the reading's word for the configuration behind its scores
 * @param genuineSubjects independent people (or speakers, or recordings) of that class
 * @param genuineScores scores of that class
 */
public record DetectorCurve(
    String detector,
    String model,
    String config,
    Curve curve,
    int genuineSubjects,
    int impostorSubjects,
    int genuineScores,
    int impostorScores,
    Quality quality) {

  /**
   * Costs of log-likelihood ratios in bits (Brümmer and du Preez 2006): 0 is perfect, 1 is knowing
   * nothing; min is what the best monotone mapping of the same data reaches. Every subject of a
   * class weighs the same.
   *
   * @param cllrBefore of the score read as a percentage of genuineness
   * @param cllrAfter of the curve, each subject judged by a curve fitted without it
   */
  public record Quality(
      double cllrBefore, double minCllrBefore, double cllrAfter, double minCllrAfter) {
    public Quality {
      for (double cost : new double[] {cllrBefore, minCllrBefore, cllrAfter, minCllrAfter}) {
        if (!(cost >= 0) || !Double.isFinite(cost)) {
          throw new IllegalArgumentException("a cllr is a number of 0 or more");
        }
      }
    }
  }

  public DetectorCurve {
    if (blank(detector) || blank(model) || blank(config)) {
      throw new IllegalArgumentException("a curve needs detector, model and config");
    }
    if (curve == null || quality == null) {
      throw new IllegalArgumentException("the curve of " + detector + " is incomplete");
    }
    if (genuineSubjects < 1 || impostorSubjects < 1) {
      throw new IllegalArgumentException("the curve of " + detector + " rests on no subjects");
    }
    if (genuineScores < genuineSubjects || impostorScores < impostorSubjects) {
      throw new IllegalArgumentException(
          "the curve of " + detector + " has fewer scores than subjects");
    }
  }

  /** Independent subjects of the smaller class. */
  @JsonIgnore
  public int subjects() {
    return Math.min(genuineSubjects, impostorSubjects);
  }

  /**
   * Whether it tells anything of people that it was not fitted on. A curve that does worse than
   * knowing nothing counts as none.
   */
  @JsonIgnore
  public boolean informative() {
    return quality.cllrAfter() < 1 && subjects() > 1;
  }

  /** No evidence may claim more than this: the natural logarithm of {@link #subjects()}. */
  @JsonIgnore
  public double bound() {
    return Math.log(subjects());
  }

  /**
   * Natural log-likelihood ratio genuine:impostor, within plus or minus {@link #bound()}; 0 when
   * the curve is not informative.
   *
   * @param score 0..100
   */
  public double llr(double score) {
    if (!informative()) return 0;
    return Math.clamp(curve.at(score), -bound(), bound());
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }
}
