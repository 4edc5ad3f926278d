package io.medtrust.trust.calibration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits curves from labelled scores, each judged on subjects that it was not fitted on.
 *
 * <p>The classes weigh the same, so the fitted log odds are a log-likelihood ratio; a subject
 * weighs the same whatever the number of its scores. Targets are those of Platt (1999) counted in
 * subjects, {@code (n+1)/(n+2)} and {@code 1/(n+2)}: scores that happen to be separable do not make
 * the evidence infinite.
 */
public final class CalibrationFit {
  /** How a curve is fitted. */
  public enum Form {
    LOGISTIC,
    ISOTONIC,
    /** Logistic, unless the isotonic curve costs less on subjects that were left out. */
    AUTO
  }

  private static final int FOLDS = 100;
  private static final int NEWTON_STEPS = 50;
  private static final double NEWTON_STOP = 1e-10;

  /** Below this many subjects a free form follows the sample rather than the detector. */
  private static final int ISOTONIC_SUBJECTS = 30;

  private CalibrationFit() {}

  /**
   * One curve for each detector, model and configuration.
   *
   * @param version of the result
   * @param dataHash SHA-256 of the scores as they were given, hex
   * @throws IllegalArgumentException when one of them has scores of one class only
   */
  public static Calibration fit(
      List<LabelledScore> scores, Form form, String version, String dataHash) {
    var groups = new LinkedHashMap<List<String>, List<LabelledScore>>();
    for (var s : scores) {
      groups
          .computeIfAbsent(List.of(s.detector(), s.model(), s.config()), _ -> new ArrayList<>())
          .add(s);
    }
    var curves = new ArrayList<DetectorCurve>();
    for (var group : groups.values()) curves.add(fit(group, form));
    return new Calibration(version, dataHash, curves);
  }

  /** The curve of one detector, model and configuration. */
  static DetectorCurve fit(List<LabelledScore> scores, Form form) {
    var first = scores.getFirst();
    var trials = Trials.of(scores);
    if (!trials.bothClasses()) {
      throw new IllegalArgumentException(
          first.detector() + " has scores of one class only: both are needed");
    }
    int smaller = Math.min(trials.genuineSubjects, trials.impostorSubjects);
    var chosen = form == Form.ISOTONIC ? Form.ISOTONIC : Form.LOGISTIC;
    var heldOut = leaveOneOut(scores, chosen);
    if (form == Form.AUTO && smaller >= ISOTONIC_SUBJECTS) {
      var isotonic = leaveOneOut(scores, Form.ISOTONIC);
      if (Cllr.of(isotonic) < Cllr.of(heldOut)) {
        chosen = Form.ISOTONIC;
        heldOut = isotonic;
      }
    }
    var asItIs = Trials.of(scores, scores.stream().mapToDouble(s -> percent(s.score())).toArray());
    int genuine = (int) scores.stream().filter(LabelledScore::genuine).count();
    return new DetectorCurve(
        first.detector(),
        first.model(),
        first.config(),
        curve(trials, chosen),
        trials.genuineSubjects,
        trials.impostorSubjects,
        genuine,
        scores.size() - genuine,
        new DetectorCurve.Quality(
            Cllr.of(asItIs), Cllr.min(asItIs), Cllr.of(heldOut), Cllr.min(heldOut)));
  }

  /**
   * Every score as a log-likelihood ratio by a curve that knows nothing of its subject: one subject
   * is left out at a time, or a hundredth of them when there are more than a hundred.
   */
  private static Trials leaveOneOut(List<LabelledScore> scores, Form form) {
    var llrs = new double[scores.size()];
    var folds = new HashMap<String, Integer>();
    for (var s : scores) folds.putIfAbsent(s.subject(), folds.size() % FOLDS);
    for (int f = 0; f < Math.min(FOLDS, folds.size()); f++) {
      int fold = f;
      var others = scores.stream().filter(s -> folds.get(s.subject()) != fold).toList();
      var trials = Trials.of(others);
      var curve = trials.bothClasses() ? curve(trials, form) : Curve.FLAT;
      double bound =
          Math.log(Math.max(1, Math.min(trials.genuineSubjects, trials.impostorSubjects)));
      for (int i = 0; i < llrs.length; i++) {
        if (folds.get(scores.get(i).subject()) != fold) continue;
        llrs[i] = Math.clamp(curve.at(scores.get(i).score()), -bound, bound);
      }
    }
    return Trials.of(scores, llrs);
  }

  private static Curve curve(Trials t, Form form) {
    double genuine = (t.genuineSubjects + 1.0) / (t.genuineSubjects + 2);
    double impostor = 1.0 / (t.impostorSubjects + 2);
    return form == Form.ISOTONIC ? isotonic(t, genuine, impostor) : logistic(t, genuine, impostor);
  }

  private static Curve isotonic(Trials t, double genuine, double impostor) {
    var scores = new ArrayList<Double>();
    var llrs = new ArrayList<Double>();
    for (var block : Pav.fit(t, genuine, impostor)) {
      scores.add(block.centre());
      llrs.add(Math.log(block.value() / (1 - block.value())));
    }
    return new Curve.Isotonic(scores, llrs);
  }

  /** Newton's method on the two parameters; the scores are centred for its sake. */
  private static Curve logistic(Trials t, double genuine, double impostor) {
    double mean = 0;
    for (int i = 0; i < t.values.length; i++) mean += t.weights[i] * t.values[i] / 2;
    double a = 0;
    double b = 0;
    double cost = cost(t, mean, a, b, genuine, impostor);
    for (int step = 0; step < NEWTON_STEPS; step++) {
      double ga = 0;
      double gb = 0;
      double haa = 1e-9;
      double hab = 0;
      double hbb = 1e-9;
      for (int i = 0; i < t.values.length; i++) {
        double x = (t.values[i] - mean) / 100;
        double p = 1 / (1 + Math.exp(-(a + b * x)));
        double error = t.weights[i] * (p - (t.genuine[i] ? genuine : impostor));
        double curvature = t.weights[i] * p * (1 - p);
        ga += error;
        gb += error * x;
        haa += curvature;
        hab += curvature * x;
        hbb += curvature * x * x;
      }
      double determinant = haa * hbb - hab * hab;
      double da = (hbb * ga - hab * gb) / determinant;
      double db = (haa * gb - hab * ga) / determinant;
      double size = 1;
      double next;
      do {
        next = cost(t, mean, a - size * da, b - size * db, genuine, impostor);
        size /= 2;
      } while (!(next <= cost) && size > 1e-6);
      if (!(next <= cost)) break;
      a -= 2 * size * da;
      b -= 2 * size * db;
      boolean done = cost - next < NEWTON_STOP;
      cost = next;
      if (done) break;
    }
    // A score that falls with genuineness contradicts its meaning: it tells nothing.
    if (!(b > 0)) return Curve.FLAT;
    return new Curve.Logistic(b / 100, a - b * mean / 100);
  }

  private static double cost(
      Trials t, double mean, double a, double b, double genuine, double impostor) {
    double sum = 0;
    for (int i = 0; i < t.values.length; i++) {
      double z = a + b * (t.values[i] - mean) / 100;
      double target = t.genuine[i] ? genuine : impostor;
      sum += t.weights[i] * (target * Cllr.softplus(-z) + (1 - target) * Cllr.softplus(z));
    }
    return sum;
  }

  /** The score read as the percentage by which it is genuine, at even odds. */
  private static double percent(double score) {
    double p = Math.clamp(score / 100, 0.01, 0.99);
    return Math.log(p / (1 - p));
  }

  /** A table for people, a line for each curve. */
  public static List<String> report(Calibration calibration) {
    var lines = new ArrayList<String>();
    for (var c : calibration.curves()) {
      var q = c.quality();
      lines.add(
          String.format(
              java.util.Locale.ROOT,
              "%s (%s, %s): %d genuine and %d impostor subjects, %d scores, %s;"
                  + " Cllr %.3f -> %.3f held out (min %.3f -> %.3f), at most ±%.2f%s",
              c.detector(),
              c.model(),
              c.config(),
              c.genuineSubjects(),
              c.impostorSubjects(),
              c.genuineScores() + c.impostorScores(),
              Map.of(true, "logistic", false, "isotonic").get(c.curve() instanceof Curve.Logistic),
              q.cllrBefore(),
              q.cllrAfter(),
              q.minCllrBefore(),
              q.minCllrAfter(),
              c.bound(),
              !c.informative()
                  ? "; tells nothing of other people and is not used"
                  : c.subjects() < Calibration.MIN_SUBJECTS
                      ? "; a score, not a probability: fewer than 30 subjects in a class"
                      : ""));
    }
    return lines;
  }
}
