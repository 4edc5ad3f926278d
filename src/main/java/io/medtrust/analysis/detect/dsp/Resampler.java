package io.medtrust.analysis.detect.dsp;

/** From samples at uneven times to a uniform grid. */
public final class Resampler {
  private Resampler() {}

  /**
   * Linear interpolation; outside the given times the first or last value holds.
   *
   * @param times seconds, rising
   * @param values one for each time
   * @param start seconds of the first sample of the result
   * @param rate samples a second of the result
   * @param count samples of the result
   */
  public static double[] uniform(
      double[] times, double[] values, double start, double rate, int count) {
    if (times.length == 0 || times.length != values.length) {
      throw new IllegalArgumentException("times and values differ or are empty");
    }
    var out = new double[count];
    int right = 0;
    for (int i = 0; i < count; i++) {
      double t = start + i / rate;
      while (right < times.length && times[right] < t) right++;
      if (right == 0) {
        out[i] = values[0];
      } else if (right == times.length) {
        out[i] = values[times.length - 1];
      } else {
        double t0 = times[right - 1];
        double share = (t - t0) / (times[right] - t0);
        out[i] = values[right - 1] + share * (values[right] - values[right - 1]);
      }
    }
    return out;
  }
}
