package io.medtrust.trust.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * Pool adjacent violators: the rising step function with the least squared error (Ayer et al.
 * 1955), which is also the one with the least Cllr.
 */
final class Pav {
  /**
   * A run of trials with one value.
   *
   * @param centre weighted mean of the scores
   * @param value weighted mean of the targets, 0..1
   */
  record Block(double centre, double weight, double value, int trials) {}

  private Pav() {}

  /**
   * @param genuineTarget what a genuine trial should give, 0..1; an impostor's should be lower
   */
  static List<Block> fit(Trials t, double genuineTarget, double impostorTarget) {
    var blocks = new ArrayList<Block>();
    for (int i = 0; i < t.values.length; ) {
      // Equal scores cannot be told apart: they are one block from the beginning.
      double weight = 0;
      double sum = 0;
      int from = i;
      for (; i < t.values.length && t.values[i] == t.values[from]; i++) {
        weight += t.weights[i];
        sum += t.weights[i] * (t.genuine[i] ? genuineTarget : impostorTarget);
      }
      blocks.add(new Block(t.values[from], weight, sum / weight, i - from));
      while (blocks.size() > 1
          && blocks.get(blocks.size() - 2).value() >= blocks.getLast().value()) {
        var b = blocks.removeLast();
        var a = blocks.removeLast();
        double both = a.weight() + b.weight();
        blocks.add(
            new Block(
                (a.centre() * a.weight() + b.centre() * b.weight()) / both,
                both,
                (a.value() * a.weight() + b.value() * b.weight()) / both,
                a.trials() + b.trials()));
      }
    }
    return blocks;
  }
}
