package io.medtrust.analysis.detect.probe;

import java.util.SplittableRandom;

/**
 * How much of a light sequence shows in a face, and how likely that is by chance.
 *
 * <p>The relative chroma of skin and background is read as the change of red and of blue light that
 * moves a surface of this colour so ({@link Tint}). Less what drift, motion and brightness explain
 * ({@link Nuisance}), it is averaged over the steps of the sequence for each delay from 0 to
 * {@value #MAX_LAG_MILLIS} ms, for the face and for the face less the background (which takes out
 * what the camera does to the whole picture). The correlation of each axis with its signs counts
 * when it is positive; the score is the greatest root of their summed squares over delays and both
 * views.
 *
 * <p>The same score of sequences that could have been drawn instead (a permutation test; Good,
 * Permutation, Parametric and Bootstrap Tests of Hypotheses, 2005) says how often chance does as
 * well. Pictures that were made without knowledge of the sequence pass with just that probability,
 * whatever they show, since their sequence is one draw like the others.
 *
 * @param chance share of sequences that fit as well (p-value), above 0 and at most 1
 * @param score 0 to the square root of twice the number of steps
 * @param lagMillis the delay at which it lies
 * @param face what the light does to the face at that delay
 * @param back what it does to the background; NaN without one
 * @param lead what it does to the face more than to the background; NaN without one
 */
record Reflection(
    double chance, double score, int lagMillis, Change face, Change back, Change lead) {
  /**
   * The change of red on the way from the mean colour to a redder step, share of its value, by
   * least squares over both axes.
   *
   * @param noise deviation of {@code size} with sequences that were not shown
   * @param greatest size at any delay
   */
  record Change(double size, double noise, double greatest) {
    private static final Change NONE = new Change(Double.NaN, Double.NaN, Double.NaN);
  }

  /** The longest delay looked for. */
  static final int MAX_LAG_MILLIS = 3000;

  private static final int LAG_STEP_MILLIS = 50;
  private static final int LAGS = MAX_LAG_MILLIS / LAG_STEP_MILLIS + 1;
  private static final int STEPS = LightSequence.STEPS;
  // While the screen changes, a picture has some of both colours.
  private static final double EDGE_SECONDS = 0.06;

  // A light that changes red by 2 % changes the luma of skin by about this.
  private static final double SMALL_LUMA = 0.005;
  // Of the picture's width.
  private static final double SMALL_MOTION = 0.002;

  /**
   * @param series pictures from the moment that the page was told until the last step and the
   *     longest delay are over
   * @param draws number of other sequences
   * @param seed of their drawing
   */
  static Reflection of(
      ChromaSeries series, long sentMicros, LightSequence sequence, int draws, long seed) {
    int n = series.size();
    var seconds = new double[n];
    for (int i = 0; i < n; i++) seconds[i] = (series.micros(i) - sentMicros) / 1e6;
    var nuisance =
        new Nuisance(
            seconds,
            new Nuisance.Cause(series.column(ChromaSeries.LUMA), SMALL_LUMA),
            new Nuisance.Cause(series.column(ChromaSeries.X), SMALL_MOTION),
            new Nuisance.Cause(series.column(ChromaSeries.Y), SMALL_MOTION),
            new Nuisance.Cause(series.column(ChromaSeries.SIZE), SMALL_MOTION));
    var faceTint =
        Tint.of(
            series.mean(ChromaSeries.V),
            series.mean(ChromaSeries.U),
            nuisance.without(series.column(ChromaSeries.V)),
            nuisance.without(series.column(ChromaSeries.U)));
    var face = new View(seconds, faceTint);
    View back = null;
    View lead = null;
    if (series.hasBackground()) {
      var backTint =
          Tint.of(
              series.mean(ChromaSeries.BACK_V),
              series.mean(ChromaSeries.BACK_U),
              nuisance.without(series.column(ChromaSeries.BACK_V)),
              nuisance.without(series.column(ChromaSeries.BACK_U)));
      back = new View(seconds, backTint);
      lead = new View(seconds, faceTint.less(backTint));
    }
    var own = new Signs(sequence);
    var best = better(face.best(own), lead == null ? null : lead.best(own));
    var random = new SplittableRandom(seed);
    int asGood = 0;
    double faces = 0;
    double backs = 0;
    double leads = 0;
    for (int i = 0; i < draws; i++) {
      var other = new Signs(LightSequence.draw(random));
      var fit = better(face.best(other), lead == null ? null : lead.best(other));
      if (fit.score >= best.score) asGood++;
      faces += square(face.change(other, best.lag));
      if (lead == null) continue;
      backs += square(back.change(other, best.lag));
      leads += square(lead.change(other, best.lag));
    }
    return new Reflection(
        (1 + asGood) / (1.0 + draws),
        best.score,
        best.lag * LAG_STEP_MILLIS,
        face.measured(own, best.lag, faces / draws),
        back == null ? Change.NONE : back.measured(own, best.lag, backs / draws),
        lead == null ? Change.NONE : lead.measured(own, best.lag, leads / draws));
  }

  private static double square(double x) {
    return x * x;
  }

  private record Fit(double score, int lag) {}

  private static Fit better(Fit a, Fit b) {
    return b == null || a.score >= b.score ? a : b;
  }

  /** Step means of one surface for each delay, per axis, without their mean. */
  private static final class View {
    private final double[][] red = new double[LAGS][];
    private final double[][] blue = new double[LAGS][];
    private final double[] redNorm = new double[LAGS];
    private final double[] blueNorm = new double[LAGS];
    private final double redWeight;
    private final double blueWeight;

    View(double[] seconds, Tint tint) {
      double redPower = 1e-18;
      double bluePower = 1e-18;
      for (int lag = 0; lag < LAGS; lag++) {
        red[lag] = stepMeans(seconds, tint.red(), lag * LAG_STEP_MILLIS / 1000.0);
        blue[lag] = stepMeans(seconds, tint.blue(), lag * LAG_STEP_MILLIS / 1000.0);
        redNorm[lag] = norm(red[lag]);
        blueNorm[lag] = norm(blue[lag]);
        redPower += square(redNorm[lag]);
        bluePower += square(blueNorm[lag]);
      }
      // Inverse variances: the steadier axis tells more.
      redWeight = bluePower / (redPower + bluePower);
      blueWeight = redPower / (redPower + bluePower);
    }

    Fit best(Signs s) {
      double best = 0;
      int at = 0;
      for (int lag = 0; lag < LAGS; lag++) {
        double r = Math.max(0, dot(red[lag], s.red)) / (redNorm[lag] * s.redNorm);
        double b = Math.max(0, dot(blue[lag], s.blue)) / (blueNorm[lag] * s.blueNorm);
        double score = r * r + b * b;
        if (score > best) {
          best = score;
          at = lag;
        }
      }
      return new Fit(Math.sqrt(best * STEPS), at);
    }

    Change measured(Signs s, int lag, double variance) {
      double greatest = change(s, 0);
      for (int l = 1; l < LAGS; l++) greatest = Math.max(greatest, change(s, l));
      return new Change(change(s, lag), Math.sqrt(variance), greatest);
    }

    double change(Signs s, int lag) {
      return redWeight * dot(red[lag], s.red) / square(s.redNorm)
          + blueWeight * dot(blue[lag], s.blue) / square(s.blueNorm);
    }
  }

  private static double[] stepMeans(double[] seconds, double[] x, double lag) {
    var out = new double[STEPS];
    double step = LightSequence.STEP_MILLIS / 1000.0;
    double mean = 0;
    int i = 0;
    for (int k = 0; k < STEPS; k++) {
      double from = lag + k * step + EDGE_SECONDS;
      double to = lag + (k + 1) * step;
      while (i < x.length && seconds[i] < from) i++;
      int count = 0;
      while (i < x.length && seconds[i] < to) {
        out[k] += x[i++];
        count++;
      }
      if (count > 0) out[k] /= count;
      mean += out[k] / STEPS;
    }
    for (int k = 0; k < STEPS; k++) out[k] -= mean;
    return out;
  }

  /** Signs without their mean, and the root of their summed squares. */
  private static final class Signs {
    final double[] red = new double[STEPS];
    final double[] blue = new double[STEPS];
    final double redNorm;
    final double blueNorm;

    Signs(LightSequence s) {
      double redMean = 0;
      double blueMean = 0;
      for (int k = 0; k < STEPS; k++) {
        redMean += s.red(k) / (double) STEPS;
        blueMean += s.blue(k) / (double) STEPS;
      }
      for (int k = 0; k < STEPS; k++) {
        red[k] = s.red(k) - redMean;
        blue[k] = s.blue(k) - blueMean;
      }
      redNorm = norm(red);
      blueNorm = norm(blue);
    }
  }

  /** Never 0, so that a series that does not move correlates with nothing. */
  private static double norm(double[] x) {
    return Math.sqrt(dot(x, x)) + 1e-12;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < STEPS; k++) sum += a[k] * b[k];
    return sum;
  }
}
