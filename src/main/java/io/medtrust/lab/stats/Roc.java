package io.medtrust.lab.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Error rates of one detector at every threshold (receiver operating characteristic). The names are
 * those of ISO/IEC 30107-3: BPCER is the share of genuine presentations that are refused, APCER the
 * share of attacks that are accepted.
 */
public final class Roc {
  /**
   * @param threshold accepted is what reaches it; +∞ for the point that accepts nothing
   * @param bpcer 0..1
   * @param apcer 0..1
   */
  public record Point(double threshold, double bpcer, double apcer) {}

  private final double[] genuine;
  private final double[] attacks;
  private final List<Point> points;

  private Roc(double[] genuine, double[] attacks) {
    this.genuine = genuine;
    this.attacks = attacks;
    this.points = points(genuine, attacks);
  }

  /**
   * @throws IllegalArgumentException when a class is empty or a score is not finite
   */
  public static Roc of(double[] genuine, double[] attacks) {
    if (genuine.length == 0 || attacks.length == 0) {
      throw new IllegalArgumentException("error rates need scores of both classes");
    }
    return new Roc(sorted(genuine), sorted(attacks));
  }

  /** As {@link #of(double[], double[])}. */
  public static Roc of(List<Trial> trials) {
    return of(scores(trials, true), scores(trials, false));
  }

  static double[] scores(List<Trial> trials, boolean genuine) {
    return trials.stream().filter(t -> t.genuine() == genuine).mapToDouble(Trial::score).toArray();
  }

  private static double[] sorted(double[] scores) {
    var copy = scores.clone();
    Arrays.sort(copy);
    for (double s : copy) {
      if (!Double.isFinite(s)) throw new IllegalArgumentException("a score of " + s);
    }
    return copy;
  }

  private static List<Point> points(double[] genuine, double[] attacks) {
    var points = new ArrayList<Point>();
    int g = 0;
    int a = 0;
    while (g < genuine.length || a < attacks.length) {
      double t =
          g == genuine.length
              ? attacks[a]
              : a == attacks.length ? genuine[g] : Math.min(genuine[g], attacks[a]);
      points.add(point(t, g, genuine.length, a, attacks.length));
      while (g < genuine.length && genuine[g] == t) g++;
      while (a < attacks.length && attacks[a] == t) a++;
    }
    points.add(point(Double.POSITIVE_INFINITY, g, genuine.length, a, attacks.length));
    return List.copyOf(points);
  }

  private static Point point(double t, int refused, int genuine, int stopped, int attacks) {
    return new Point(t, (double) refused / genuine, 1 - (double) stopped / attacks);
  }

  /** By rising threshold: from accepting all to accepting nothing. */
  public List<Point> points() {
    return points;
  }

  /**
   * Chance that a genuine trial scores above an attack, ties counted half (Mann–Whitney); 0..1, 0.5
   * is chance.
   */
  public double auc() {
    double wins = 0;
    for (double g : genuine) {
      int below = lowerBound(attacks, g);
      int upTo = lowerBound(attacks, Math.nextUp(g));
      wins += below + 0.5 * (upTo - below);
    }
    return wins / ((double) genuine.length * attacks.length);
  }

  /** Where BPCER and APCER are equal, linear between neighbouring points; 0..1. */
  public double eer() {
    Point before = points.getFirst();
    for (var p : points) {
      double d = p.bpcer() - p.apcer();
      if (d >= 0) {
        double d0 = before.bpcer() - before.apcer();
        double share = d == d0 ? 0 : -d0 / (d - d0);
        return before.bpcer() + share * (p.bpcer() - before.bpcer());
      }
      before = p;
    }
    throw new AssertionError("the last point refuses everything");
  }

  /**
   * The highest threshold that refuses at most this share of the genuine trials.
   *
   * @param bpcer 0..1
   */
  public double thresholdAt(double bpcer) {
    double threshold = points.getFirst().threshold();
    for (var p : points) if (p.bpcer() <= bpcer) threshold = p.threshold();
    return threshold;
  }

  /** Share of attacks accepted at {@link #thresholdAt}; 0..1. */
  public double apcerAt(double bpcer) {
    return accepted(attacks, thresholdAt(bpcer));
  }

  /**
   * The smallest share of genuine trials refused at which at most this share of attacks is
   * accepted.
   *
   * @param apcer 0..1
   */
  public double bpcerAt(double apcer) {
    for (var p : points) if (p.apcer() <= apcer + 1e-12) return p.bpcer();
    throw new AssertionError("the last point accepts nothing");
  }

  /** Share of these scores that reach a threshold; 0..1, NaN for none. */
  public static double accepted(double[] scores, double threshold) {
    if (scores.length == 0) return Double.NaN;
    int n = 0;
    for (double s : scores) if (s >= threshold) n++;
    return (double) n / scores.length;
  }

  private static int lowerBound(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
