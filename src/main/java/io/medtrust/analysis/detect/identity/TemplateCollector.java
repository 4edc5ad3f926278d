package io.medtrust.analysis.detect.identity;

import io.medtrust.analysis.detect.Knowledge.Template;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers good samples of one person into a template for enrollment. Samples that are unlike the
 * others begin the collection anew, so that no template is a mixture of two people. Pure; not
 * thread-safe.
 */
final class TemplateCollector {
  private static final int WANTED = 8;
  private static final int MOST = 40;
  private static final double MIN_QUALITY = 0.5;
  private static final long PERIOD_MICROS = 5_000_000;

  private final double alike;
  private final List<float[]> features = new ArrayList<>();
  private final List<Double> qualities = new ArrayList<>();
  private long due = Long.MIN_VALUE;

  /**
   * @param alike cosine from which two faces are one person's
   */
  TemplateCollector(double alike) {
    this.alike = alike;
  }

  /**
   * Takes a sample.
   *
   * @return a template when one is due, else null
   */
  Template add(long micros, float[] sample, double quality, String model) {
    if (quality < MIN_QUALITY) return null;
    if (!features.isEmpty() && Vectors.cosine(sample, mean()) < alike) clear();
    if (features.size() == MOST) {
      features.removeFirst();
      qualities.removeFirst();
    }
    features.add(sample);
    qualities.add(quality);
    if (micros < due - PERIOD_MICROS) due = Long.MIN_VALUE;
    if (features.size() < WANTED || micros < due) return null;
    due = micros + PERIOD_MICROS;
    double sum = 0;
    for (double q : qualities) sum += q;
    return new Template("face", model, mean(), (float) (sum / qualities.size()));
  }

  void clear() {
    features.clear();
    qualities.clear();
  }

  private float[] mean() {
    var mean = new float[features.getFirst().length];
    for (int k = 0; k < features.size(); k++) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += (float) (qualities.get(k) * features.get(k)[i]);
      }
    }
    return Vectors.unit(mean);
  }
}
