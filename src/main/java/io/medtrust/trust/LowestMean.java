package io.medtrust.trust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A weighted mean over what is known, renormalised, that further parts can lower and never raise.
 *
 * <p>Known parts always count. An optional part counts only where it lowers the mean: the last
 * known score of a signal that is unknown now, log integrity, behaviour, environment. So a signal
 * that goes silent cannot raise the result above what it was, and what proves nothing about a
 * person cannot make up for a person.
 */
final class LowestMean {
  /**
   * @param weight 0..1; a part without weight is left out
   * @param score 0..100
   */
  record Part(String name, double weight, double score) {}

  /**
   * @param mean 0..100
   * @param weight sum of the weights used
   * @param used the parts that count
   */
  record Result(double mean, double weight, List<Part> used) {
    double share(String name) {
      for (var part : used) if (part.name().equals(name)) return part.weight() / weight;
      return 0;
    }
  }

  private LowestMean() {}

  /** Null when no known part has weight: nothing can be said. */
  static Result of(List<Part> known, List<Part> optional) {
    var used = new ArrayList<Part>();
    double sum = 0;
    double weight = 0;
    for (var part : known) {
      if (part.weight() <= 0) continue;
      used.add(part);
      sum += part.weight() * part.score();
      weight += part.weight();
    }
    if (weight <= 0) return null;
    // The lowest mean over all subsets takes the optional parts from the lowest upwards, while
    // they are below the mean so far.
    var ascending = new ArrayList<>(optional);
    ascending.sort(Comparator.comparingDouble(Part::score));
    for (var part : ascending) {
      if (part.weight() <= 0) continue;
      if (part.score() >= sum / weight) break;
      used.add(part);
      sum += part.weight() * part.score();
      weight += part.weight();
    }
    // The order of summation must not decide how a half is rounded.
    double mean = Math.round(sum / weight * 1e9) / 1e9;
    return new Result(Math.clamp(mean, 0, 100), weight, List.copyOf(used));
  }
}
