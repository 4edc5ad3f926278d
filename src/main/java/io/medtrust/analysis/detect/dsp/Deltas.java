package io.medtrust.analysis.detect.dsp;

/**
 * How features change from frame to frame: slope of the least-squares line through 2w + 1 frames
 * (Furui 1986), {@code Σ k (x[t+k] - x[t-k]) / 2 Σ k²}. Beyond the ends the end frame is repeated.
 */
public final class Deltas {
  private Deltas() {}

  /**
   * @param frames features of consecutive frames, [frame][value]
   * @param width w, frames to each side
   * @return slopes a frame, as many as frames
   */
  public static double[][] of(double[][] frames, int width) {
    var out = new double[frames.length][];
    double norm = 0;
    for (int k = 1; k <= width; k++) norm += 2.0 * k * k;
    for (int t = 0; t < frames.length; t++) {
      out[t] = new double[frames[t].length];
      for (int k = 1; k <= width; k++) {
        var ahead = frames[Math.min(frames.length - 1, t + k)];
        var behind = frames[Math.max(0, t - k)];
        for (int i = 0; i < out[t].length; i++) out[t][i] += k * (ahead[i] - behind[i]) / norm;
      }
    }
    return out;
  }
}
