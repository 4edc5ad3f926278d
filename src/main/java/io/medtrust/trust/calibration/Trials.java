package io.medtrust.trust.calibration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * Scores with truth and weight, in rising order. Each class weighs 1 in all, and in it each subject
 * the same, however many scores it gave: so the prior odds are even, and a talkative subject counts
 * as one.
 */
final class Trials {
  final double[] values;
  final boolean[] genuine;
  final double[] weights;
  final int genuineSubjects;
  final int impostorSubjects;

  private Trials(
      double[] values, boolean[] genuine, double[] weights, int genuineSubjects, int impostors) {
    this.values = values;
    this.genuine = genuine;
    this.weights = weights;
    this.genuineSubjects = genuineSubjects;
    this.impostorSubjects = impostors;
  }

  static Trials of(List<LabelledScore> scores) {
    return of(scores, scores.stream().mapToDouble(LabelledScore::score).toArray());
  }

  /**
   * @param values what stands for each score, as a log-likelihood ratio
   */
  static Trials of(List<LabelledScore> scores, double[] values) {
    var counts = new HashMap<String, Integer>();
    var genuineSubjects = new HashSet<String>();
    var impostorSubjects = new HashSet<String>();
    for (var s : scores) {
      counts.merge(key(s), 1, Integer::sum);
      (s.genuine() ? genuineSubjects : impostorSubjects).add(s.subject());
    }
    var order = new Integer[scores.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    var v = new double[order.length];
    var g = new boolean[order.length];
    var w = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      var s = scores.get(order[i]);
      v[i] = values[order[i]];
      g[i] = s.genuine();
      int subjects = s.genuine() ? genuineSubjects.size() : impostorSubjects.size();
      w[i] = 1.0 / subjects / counts.get(key(s));
    }
    return new Trials(v, g, w, genuineSubjects.size(), impostorSubjects.size());
  }

  boolean bothClasses() {
    return genuineSubjects > 0 && impostorSubjects > 0;
  }

  private static String key(LabelledScore s) {
    return (s.genuine() ? 'g' : 'i') + s.subject();
  }
}
