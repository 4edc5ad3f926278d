package io.medtrust.trust.calibration;

/**
 * Cost of log-likelihood ratios, bits: {@code Cllr = 1/(2 ln 2) (mean over genuine of ln(1 +
 * e^-llr) + mean over impostors of ln(1 + e^llr))} (Brümmer and du Preez, "Application-independent
 * evaluation of speaker detection", 2006). 0 is perfect, 1 is what a constant 0 costs.
 */
final class Cllr {
  private static final double LN_2 = Math.log(2);

  private Cllr() {}

  /** Of trials whose values are log-likelihood ratios. */
  static double of(Trials llrs) {
    double sum = 0;
    for (int i = 0; i < llrs.values.length; i++) {
      double x = llrs.genuine[i] ? -llrs.values[i] : llrs.values[i];
      sum += llrs.weights[i] * softplus(x);
    }
    return sum / (2 * LN_2);
  }

  /** What is left when the values are mapped by the best monotone function: discrimination. */
  static double min(Trials trials) {
    double sum = 0;
    int i = 0;
    for (var block : Pav.fit(trials, 1, 0)) {
      double llr = Math.log(block.value() / (1 - block.value()));
      for (int end = i + block.trials(); i < end; i++) {
        // A pure block has an infinite llr and costs nothing.
        double x = trials.genuine[i] ? -llr : llr;
        sum += trials.weights[i] * softplus(x);
      }
    }
    return sum / (2 * LN_2);
  }

  /** {@code ln(1 + e^x)} without overflow. */
  static double softplus(double x) {
    return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
  }
}
