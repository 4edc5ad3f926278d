package io.medtrust.lab.stats;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cost of log-likelihood ratios (Brümmer and du Preez, "Application-independent evaluation of
 * speaker detection", 2006): bits lost by believing them, over all priors. 0 is perfect, 1 is what
 * knowing nothing costs, above 1 they mislead.
 */
public final class Cllr {
  private Cllr() {}

  /**
   * @param genuine natural logarithms of likelihood ratios genuine:impostor, of genuine trials
   * @param attacks the same of attacks; neither may be empty
   * @return bits, at least 0
   */
  public static double of(double[] genuine, double[] attacks) {
    if (genuine.length == 0 || attacks.length == 0) {
      throw new IllegalArgumentException("Cllr needs ratios of both classes");
    }
    double g = 0;
    for (double s : genuine) g += bits(-s);
    double a = 0;
    for (double s : attacks) a += bits(s);
    return (g / genuine.length + a / attacks.length) / 2;
  }

  /** log2(1 + e^x), exact for large x. */
  private static double bits(double x) {
    double nats = x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    return nats / Math.log(2);
  }

  /**
   * What remains after the best monotone calibration, found by {@link Pav}: the part of Cllr that
   * is lack of discrimination. Any scores will do, not only ratios.
   *
   * @return bits, 0..1
   */
  public static double min(double[] genuine, double[] attacks) {
    if (genuine.length == 0 || attacks.length == 0) {
      throw new IllegalArgumentException("Cllr needs ratios of both classes");
    }
    // By score: how many genuine, how many in all. Equal scores cannot be told apart.
    Map<Double, int[]> counts = new TreeMap<>();
    for (double s : genuine) count(counts, s, true);
    for (double s : attacks) count(counts, s, false);
    var each = List.copyOf(counts.values());
    var share = each.stream().mapToDouble(c -> (double) c[0] / c[1]).toArray();
    var weight = each.stream().mapToDouble(c -> c[1]).toArray();
    var posterior = Pav.fit(share, weight);
    double prior = Math.log((double) genuine.length / attacks.length);
    double g = 0;
    double a = 0;
    for (int i = 0; i < posterior.length; i++) {
      double p = posterior[i];
      // p = 0 holds no genuine trial and p = 1 no attack: these ratios are infinite and free.
      double ratio = Math.log(p) - Math.log1p(-p) - prior;
      int of = each.get(i)[0];
      int rest = each.get(i)[1] - of;
      if (of > 0 && p < 1) g += of * bits(-ratio);
      if (rest > 0 && p > 0) a += rest * bits(ratio);
    }
    return (g / genuine.length + a / attacks.length) / 2;
  }

  private static void count(Map<Double, int[]> counts, double score, boolean genuine) {
    // -0.0 and 0.0 are one score.
    var c = counts.computeIfAbsent(score + 0.0, _ -> new int[2]);
    if (genuine) c[0]++;
    c[1]++;
  }
}
