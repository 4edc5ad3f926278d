package io.medtrust.lab.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap over subjects (Efron & Tibshirani 1993, chapter 13; by subject: Bolle, Ratha
 * and Pankanti, "Error analysis of pattern recognition systems: the subsets bootstrap", 2004).
 * Whole subjects are drawn, because the trials of one person rise and fall together. Subjects of
 * genuine trials and of attacks are drawn apart, so that both classes keep their number.
 */
public final class Bootstrap {
  /** Below this many subjects in a class an interval would be a pretence. */
  public static final int MIN_SUBJECTS = 3;

  private Bootstrap() {}

  /**
   * @param figure of a set of trials that holds both classes
   * @param replicates number of draws
   * @param confidence as 0.95
   * @return {@link Interval#UNKNOWN} with fewer than {@link #MIN_SUBJECTS} subjects in a class
   */
  public static Interval interval(
      List<Trial> trials,
      ToDoubleFunction<List<Trial>> figure,
      int replicates,
      double confidence,
      long seed) {
    return intervals(
            trials, t -> new double[] {figure.applyAsDouble(t)}, 1, replicates, confidence, seed)
        .getFirst();
  }

  /**
   * As {@link #interval}, of several figures from the same draws, each for itself.
   *
   * @param figures of a set of trials that holds both classes
   * @param count how many figures that gives
   */
  public static List<Interval> intervals(
      List<Trial> trials,
      Function<List<Trial>, double[]> figures,
      int count,
      int replicates,
      double confidence,
      long seed) {
    var genuine = bySubject(trials, true);
    var attacks = bySubject(trials, false);
    if (genuine.size() < MIN_SUBJECTS || attacks.size() < MIN_SUBJECTS) {
      return Collections.nCopies(count, Interval.UNKNOWN);
    }
    var random = new Random(seed);
    var values = new double[count][replicates];
    for (int i = 0; i < replicates; i++) {
      var drawn = new ArrayList<Trial>();
      draw(genuine, random, drawn);
      draw(attacks, random, drawn);
      var of = figures.apply(drawn);
      for (int k = 0; k < count; k++) values[k][i] = of[k];
    }
    double tail = (1 - confidence) / 2;
    var intervals = new ArrayList<Interval>();
    for (var own : values) {
      Arrays.sort(own);
      intervals.add(new Interval(at(own, tail), at(own, 1 - tail)));
    }
    return intervals;
  }

  private static List<List<Trial>> bySubject(List<Trial> trials, boolean genuine) {
    Map<String, List<Trial>> groups = new LinkedHashMap<>();
    for (var t : trials) {
      if (t.genuine() == genuine) {
        groups.computeIfAbsent(t.subject(), _ -> new ArrayList<>()).add(t);
      }
    }
    return List.copyOf(groups.values());
  }

  private static void draw(List<List<Trial>> groups, Random random, List<Trial> into) {
    for (int i = 0; i < groups.size(); i++) into.addAll(groups.get(random.nextInt(groups.size())));
  }

  private static double at(double[] sorted, double share) {
    return sorted[Math.clamp(Math.round(share * (sorted.length - 1)), 0, sorted.length - 1)];
  }
}
