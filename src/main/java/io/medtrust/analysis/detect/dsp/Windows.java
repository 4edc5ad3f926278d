package io.medtrust.analysis.detect.dsp;

/** Window functions (Harris 1978). */
public final class Windows {
  private Windows() {}

  /** Periodic Hann window: copies at half its length add up to 1. */
  public static double[] hann(int length) {
    var window = new double[length];
    for (int i = 0; i < length; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
    }
    return window;
  }

  /** Symmetric Hamming window. */
  public static double[] hamming(int length) {
    var window = new double[length];
    for (int i = 0; i < length; i++) {
      window[i] = 0.54 - 0.46 * Math.cos(2 * Math.PI * i / (length - 1));
    }
    return window;
  }
}
