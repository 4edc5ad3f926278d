package io.medtrust.trust.calibration;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * A rising function from a score of 0..100 to a log-likelihood ratio, natural logarithm,
 * genuine:impostor, before any bound.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "form")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Curve.Logistic.class, name = "logistic"),
  @JsonSubTypes.Type(value = Curve.Isotonic.class, name = "isotonic")
})
public sealed interface Curve {
  /** The curve of a score that tells nothing. */
  Curve FLAT = new Logistic(0, 0);

  /**
   * @param score 0..100
   */
  double at(double score);

  /** {@code offset + slope * score}, by logistic regression (Brümmer and du Preez 2006). */
  record Logistic(double slope, double offset) implements Curve {
    public Logistic {
      if (!(slope >= 0) || !Double.isFinite(slope) || !Double.isFinite(offset)) {
        throw new IllegalArgumentException("a logistic curve needs a slope of 0 or more");
      }
    }

    @Override
    public double at(double score) {
      return offset + slope * score;
    }
  }

  /** Straight lines between points; beyond the ends the value of the end. */
  record Isotonic(List<Double> scores, List<Double> llrs) implements Curve {
    static final int MAX_POINTS = 2_000;

    public Isotonic {
      if (scores == null || llrs == null || scores.size() != llrs.size()) {
        throw new IllegalArgumentException("an isotonic curve needs as many llrs as scores");
      }
      if (scores.isEmpty() || scores.size() > MAX_POINTS) {
        throw new IllegalArgumentException("an isotonic curve has 1 to " + MAX_POINTS + " points");
      }
      scores = List.copyOf(scores);
      llrs = List.copyOf(llrs);
      for (int i = 0; i < scores.size(); i++) {
        if (!Double.isFinite(scores.get(i)) || !Double.isFinite(llrs.get(i))) {
          throw new IllegalArgumentException("an isotonic curve has finite points");
        }
        if (i > 0 && !(scores.get(i) > scores.get(i - 1) && llrs.get(i) >= llrs.get(i - 1))) {
          throw new IllegalArgumentException("an isotonic curve must rise");
        }
      }
    }

    @Override
    public double at(double score) {
      int low = 0;
      int high = scores.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (scores.get(middle) < score) low = middle + 1;
        else high = middle;
      }
      if (low == 0) return llrs.getFirst();
      if (low == scores.size()) return llrs.getLast();
      double from = scores.get(low - 1);
      double share = (score - from) / (scores.get(low) - from);
      return llrs.get(low - 1) + share * (llrs.get(low) - llrs.get(low - 1));
    }
  }
}
