package io.medtrust.trust;

import java.util.Arrays;

/**
 * Evidence of signals that look at the same thing. The strongest counts fully, the next by {@code
 * discount}, the next by its square; what speaks for and what speaks against are summed apart and
 * then taken from each other.
 *
 * <p>So the sum rises with each value, stays within plus or minus the sum of their sizes, has no
 * jumps, and leaving a positive value out never raises it. The discount is a rule of thumb for
 * correlation that has not been measured.
 */
final class FamilySum {
  private FamilySum() {}

  /**
   * @param llrs log-likelihood ratios of one family, in any order
   * @param discount 0 (only the strongest counts) to 1 (as if independent)
   */
  static double of(double[] llrs, double discount) {
    var ascending = llrs.clone();
    Arrays.sort(ascending);
    double sum = 0;
    double factor = 1;
    for (int i = ascending.length - 1; i >= 0 && ascending[i] > 0; i--) {
      sum += factor * ascending[i];
      factor *= discount;
    }
    factor = 1;
    for (int i = 0; i < ascending.length && ascending[i] < 0; i++) {
      sum += factor * ascending[i];
      factor *= discount;
    }
    return sum;
  }
}
