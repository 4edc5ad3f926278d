package io.medtrust.lab.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** Scores of pairs, and what they say of a detector. */
final class Trials {
  /**
   * One pair.
   *
   * @param enrolled who is enrolled
   * @param tested who speaks; the same for a genuine pair
   * @param score higher = more alike
   */
  record Trial(String enrolled, String tested, double score) {
    boolean genuine() {
      return enrolled.equals(tested);
    }
  }

  /** Equal error rate with its interval of 95 %. */
  record Rate(double eer, double low, double high, int genuine, int impostor, int speakers) {
    @Override
    public String toString() {
      return String.format(
          "%.1f %% [%.1f, %.1f], %d genuine and %d impostor pairs, %d speakers",
          100 * eer, 100 * low, 100 * high, genuine, impostor, speakers);
    }
  }

  private Trials() {}

  /** Where false rejections and false acceptances are equally frequent; weights of each trial. */
  static double eer(List<Trial> trials, double[] weights) {
    var order = new Integer[trials.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(trials.get(a).score(), trials.get(b).score()));
    double genuine = 0;
    double impostor = 0;
    for (int i = 0; i < order.length; i++) {
      if (trials.get(i).genuine()) genuine += weights[i];
      else impostor += weights[i];
    }
    if (genuine == 0 || impostor == 0) return Double.NaN;
    double rejected = 0;
    double accepted = impostor;
    double best = 1;
    double eer = 0.5;
    for (int i : order) {
      if (trials.get(i).genuine()) rejected += weights[i];
      else accepted -= weights[i];
      double apart = Math.abs(rejected / genuine - accepted / impostor);
      if (apart < best) {
        best = apart;
        eer = 0.5 * (rejected / genuine + accepted / impostor);
      }
    }
    return eer;
  }

  /** Bootstrap by speaker (both sides of a pair), 500 rounds. */
  static Rate rate(List<Trial> trials, long seed) {
    var names = new TreeSet<String>();
    for (var t : trials) {
      names.add(t.enrolled());
      names.add(t.tested());
    }
    var speakers = List.copyOf(names);
    var ones = new double[trials.size()];
    Arrays.fill(ones, 1);
    var random = new Random(seed);
    var rates = new ArrayList<Double>();
    for (int round = 0; round < 500; round++) {
      Map<String, Integer> drawn = new HashMap<>();
      for (int i = 0; i < speakers.size(); i++) {
        drawn.merge(speakers.get(random.nextInt(speakers.size())), 1, Integer::sum);
      }
      var weights = new double[trials.size()];
      for (int i = 0; i < weights.length; i++) {
        var t = trials.get(i);
        int a = drawn.getOrDefault(t.enrolled(), 0);
        weights[i] = t.genuine() ? a : a * drawn.getOrDefault(t.tested(), 0);
      }
      double rate = eer(trials, weights);
      if (!Double.isNaN(rate)) rates.add(rate);
    }
    rates.sort(null);
    int genuine = (int) trials.stream().filter(Trial::genuine).count();
    return new Rate(
        eer(trials, ones),
        rates.isEmpty() ? Double.NaN : rates.get((int) (0.025 * rates.size())),
        rates.isEmpty() ? Double.NaN : rates.get((int) (0.975 * rates.size())),
        genuine,
        trials.size() - genuine,
        speakers.size());
  }

  /**
   * Logistic regression of genuine against impostor at even odds, by Newton's method.
   *
   * @return [slope, middle]: {@code p = 1 / (1 + exp(-slope (score - middle)))}
   */
  static double[] logistic(List<Trial> trials) {
    double genuine = trials.stream().filter(Trial::genuine).count();
    double impostor = trials.size() - genuine;
    double a = 1;
    double b = 0;
    for (int round = 0; round < 50; round++) {
      double ga = 0;
      double gb = 0;
      double haa = 1e-3;
      double hab = 0;
      double hbb = 1e-3;
      for (var t : trials) {
        double w = t.genuine() ? 0.5 / genuine : 0.5 / impostor;
        double p = 1 / (1 + Math.exp(-(a * t.score() + b)));
        double e = w * ((t.genuine() ? 1 : 0) - p);
        ga += e * t.score();
        gb += e;
        double h = w * p * (1 - p);
        haa += h * t.score() * t.score();
        hab += h * t.score();
        hbb += h;
      }
      double det = haa * hbb - hab * hab;
      a += Math.clamp((hbb * ga - hab * gb) / det, -1, 1);
      b += Math.clamp((haa * gb - hab * ga) / det, -1, 1);
    }
    return new double[] {a, -b / a};
  }
}
