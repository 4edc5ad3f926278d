package io.medtrust.trust;

import io.medtrust.trust.LowestMean.Part;
import java.util.List;

/**
 * What is known of one input now, and what was known last.
 *
 * @param now 0..100, null when unknown
 * @param last the newest known value of this verification, also when it is unknown now; null when
 *     it never was known
 */
record Score(Double now, Double last) {
  static final Score NEVER = new Score(null, null);

  static Score of(Double now) {
    return new Score(now, now);
  }

  boolean known() {
    return now != null;
  }

  Double nowOrLast() {
    return now != null ? now : last;
  }

  /** Adds it to what is known, or, when it was known once, to what may lower the result. */
  void addTo(List<Part> known, List<Part> optional, String name, double weight) {
    if (now != null) known.add(new Part(name, weight, now));
    else if (last != null) optional.add(new Part(name, weight, last));
  }
}
