package io.medtrust.analysis.detect.dsp;

/**
 * Discrete Fourier transform of a fixed length that is a power of two: decimation in time, radix 2
 * (Cooley and Tukey 1965), twiddle factors computed once. Immutable, so one plan may be shared.
 */
public final class Fft {
  private final int size;
  private final int[] reversed;
  private final double[] cos;
  private final double[] sin;

  /**
   * @param size a power of two, at least 2
   */
  public Fft(int size) {
    if (size < 2 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("not a power of two: " + size);
    }
    this.size = size;
    int bits = Integer.numberOfTrailingZeros(size);
    reversed = new int[size];
    for (int i = 0; i < size; i++) reversed[i] = Integer.reverse(i) >>> (32 - bits);
    cos = new double[size / 2];
    sin = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      cos[i] = Math.cos(2 * Math.PI * i / size);
      sin[i] = -Math.sin(2 * Math.PI * i / size);
    }
  }

  /** Length of the transform, samples. */
  public int size() {
    return size;
  }

  /** Transforms in place; both arrays have the plan's length. */
  public void transform(double[] re, double[] im) {
    for (int i = 0; i < size; i++) {
      int j = reversed[i];
      if (j > i) {
        double t = re[i];
        re[i] = re[j];
        re[j] = t;
        t = im[i];
        im[i] = im[j];
        im[j] = t;
      }
    }
    for (int half = 1; half < size; half *= 2) {
      int step = size / (2 * half);
      for (int start = 0; start < size; start += 2 * half) {
        for (int k = 0; k < half; k++) {
          double wr = cos[k * step];
          double wi = sin[k * step];
          int a = start + k;
          int b = a + half;
          double tr = re[b] * wr - im[b] * wi;
          double ti = re[b] * wi + im[b] * wr;
          re[b] = re[a] - tr;
          im[b] = im[a] - ti;
          re[a] += tr;
          im[a] += ti;
        }
      }
    }
  }

  /**
   * Squared magnitudes of bins 0..size/2 of a real signal, zero-padded to the plan's length.
   *
   * @param signal at most {@link #size()} samples
   * @return size/2 + 1 values, not normalised: a sine of amplitude A over N samples peaks at (A N /
   *     2)²
   */
  public double[] power(double[] signal) {
    var re = new double[size];
    var im = new double[size];
    System.arraycopy(signal, 0, re, 0, signal.length);
    transform(re, im);
    var power = new double[size / 2 + 1];
    for (int i = 0; i < power.length; i++) power[i] = re[i] * re[i] + im[i] * im[i];
    return power;
  }
}
