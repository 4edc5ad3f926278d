package io.medtrust.analysis.detect.speaker;

import io.medtrust.analysis.detect.dsp.Normalize;

/**
 * Our own speaker model: the means of a universal background model, adapted to the speech by
 * maximum a posteriori (Reynolds, Quatieri and Dunn 2000), as a supervector (Campbell, Sturim and
 * Reynolds 2006), without the directions in which a microphone, a room and a codec move it
 * (nuisance attribute projection, Campbell et al. 2006), compared by cosine with symmetric
 * normalisation against a cohort of other speakers.
 *
 * @param name and version
 * @param sheet what it was trained on
 * @param background universal background model of normalised features
 * @param relevance frames that a component must see to follow them half the way
 * @param centre mean vector of the cohort
 * @param nuisance orthonormal directions that are taken out
 * @param cohort unit vectors of other speakers
 * @param slope of the logistic curve from likeness to score
 * @param middle likeness whose score is 50
 */
public record GmmSpeaker(
    String name,
    Sheet sheet,
    Gmm background,
    double relevance,
    float[] centre,
    float[][] nuisance,
    float[][] cohort,
    double slope,
    double middle)
    implements SpeakerModel {
  /**
   * Where a model comes from.
   *
   * @param title of the model
   * @param data SHA-256 over the training files, hex
   * @param date of the training
   * @param licences of the training data
   */
  public record Sheet(String title, String data, String date, String licences) {}

  @Override
  public int dimension() {
    return centre.length;
  }

  @Override
  public boolean needsSound() {
    return false;
  }

  @Override
  public float[] embed(SpeechMemory.Stretch speech) {
    var vector = supervector(speech.features(), background, relevance);
    return place(vector, centre, nuisance);
  }

  /** Centred, without the nuisance directions, of length 1. */
  public static float[] place(double[] vector, float[] centre, float[][] nuisance) {
    var v = vector.clone();
    for (int i = 0; i < v.length; i++) v[i] -= centre[i];
    for (var direction : nuisance) {
      double along = 0;
      for (int i = 0; i < v.length; i++) along += direction[i] * v[i];
      for (int i = 0; i < v.length; i++) v[i] -= along * direction[i];
    }
    double length = 1e-12;
    for (double value : v) length += value * value;
    length = Math.sqrt(length);
    var unit = new float[v.length];
    for (int i = 0; i < v.length; i++) unit[i] = (float) (v[i] / length);
    return unit;
  }

  /**
   * {@code √w (m - μ) / σ} for each component and value, with m the adapted mean.
   *
   * @param features as measured; normalised here to mean 0 and deviation 1
   */
  public static double[] supervector(float[][] features, Gmm background, double relevance) {
    var frames = new double[features.length][];
    for (int t = 0; t < frames.length; t++) {
      frames[t] = new double[features[t].length];
      for (int d = 0; d < frames[t].length; d++) frames[t][d] = features[t][d];
    }
    Normalize.meanAndVariance(frames);
    int components = background.components();
    int values = background.values();
    var counts = new double[components];
    var sums = new double[components * values];
    var posteriors = new double[components];
    for (var x : frames) {
      background.posteriors(x, posteriors);
      for (int k = 0; k < components; k++) {
        double p = posteriors[k];
        if (p < 1e-4) continue;
        counts[k] += p;
        var mean = background.means()[k];
        for (int d = 0; d < values; d++) sums[k * values + d] += p * (x[d] - mean[d]);
      }
    }
    for (int k = 0; k < components; k++) {
      double weight = Math.sqrt(background.weights()[k]) / (counts[k] + relevance);
      var variance = background.variances()[k];
      for (int d = 0; d < values; d++) sums[k * values + d] *= weight / Math.sqrt(variance[d]);
    }
    return sums;
  }

  @Override
  public double likeness(float[] a, float[] b) {
    if (a.length != centre.length || b.length != centre.length) {
      throw new IllegalArgumentException("not a vector of " + name);
    }
    double cosine = dot(a, b);
    return 0.5 * (normalised(cosine, a) + normalised(cosine, b));
  }

  private double normalised(double cosine, float[] side) {
    double sum = 0;
    double squares = 0;
    for (var other : cohort) {
      double c = dot(side, other);
      sum += c;
      squares += c * c;
    }
    double mean = sum / cohort.length;
    double variance = squares / cohort.length - mean * mean;
    return (cosine - mean) / Math.sqrt(Math.max(1e-8, variance));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += (double) a[i] * b[i];
    return sum;
  }

  @Override
  public double score(double likeness) {
    return 100 / (1 + Math.exp(-slope * (likeness - middle)));
  }
}
