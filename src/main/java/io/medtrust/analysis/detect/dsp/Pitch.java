package io.medtrust.analysis.detect.dsp;

/**
 * Fundamental frequency of voiced sound by YIN (de Cheveigné and Kawahara 2002): squared difference
 * function, divided by its cumulative mean, first dip below a threshold, refined by a parabola.
 */
public final class Pitch {
  // The paper uses 0.1; speech through a codec at low rates needs a little more.
  private static final double THRESHOLD = 0.15;

  private Pitch() {}

  /**
   * The pitch of one frame.
   *
   * @param x samples
   * @param start first sample of the frame
   * @param length samples of the frame, more than two periods of {@code low}
   * @param rate samples a second
   * @param low lowest pitch looked for, Hz
   * @param high highest pitch looked for, Hz
   * @return Hz, or NaN where the frame is not periodic
   */
  public static double hertz(
      float[] x, int start, int length, double rate, double low, double high) {
    int maxLag = (int) Math.ceil(rate / low);
    int minLag = Math.max(2, (int) Math.floor(rate / high));
    int window = length - maxLag - 1;
    if (window < minLag) throw new IllegalArgumentException("frame too short for " + low + " Hz");
    var d = new double[maxLag + 2];
    for (int lag = 1; lag < d.length; lag++) {
      double sum = 0;
      for (int i = start; i < start + window; i++) {
        double diff = x[i] - x[i + lag];
        sum += diff * diff;
      }
      d[lag] = sum;
    }
    double running = 0;
    d[0] = 1;
    for (int lag = 1; lag < d.length; lag++) {
      running += d[lag];
      d[lag] = running > 0 ? d[lag] * lag / running : 1;
    }
    for (int lag = minLag; lag <= maxLag; lag++) {
      if (d[lag] >= THRESHOLD) continue;
      while (lag < maxLag && d[lag + 1] < d[lag]) lag++;
      double a = d[lag - 1];
      double b = d[lag];
      double c = d[lag + 1];
      double bend = a - 2 * b + c;
      double shift = bend > 0 ? Math.clamp(0.5 * (a - c) / bend, -0.5, 0.5) : 0;
      return rate / (lag + shift);
    }
    return Double.NaN;
  }
}
