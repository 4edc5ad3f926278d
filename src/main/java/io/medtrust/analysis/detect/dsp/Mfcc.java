package io.medtrust.analysis.detect.dsp;

/**
 * Mel-frequency cepstral coefficients (Davis and Mermelstein 1980): power spectrum of a windowed
 * frame, triangular filters equally spaced on the mel scale (mel = 2595 log10(1 + f / 700)),
 * natural logarithm, orthonormal DCT-II. Immutable, so one plan may be shared.
 */
public final class Mfcc {
  // Below this a filter's output is the rounding of the decoder, not sound.
  private static final double FLOOR = 1e-10;
  private final double[][] filters;
  private final int[] firstBin;
  private final double[][] cosines;

  /**
   * @param bins of the power spectrum, 0..rate/2
   * @param rate samples a second
   * @param filters number of mel filters, 26..40 is usual
   * @param low lower edge of the first filter, Hz
   * @param high upper edge of the last filter, Hz
   * @param coefficients how many are computed, from the 0th, at most {@code filters}
   */
  public Mfcc(int bins, double rate, int filters, double low, double high, int coefficients) {
    this.filters = new double[filters][];
    firstBin = new int[filters];
    double hertzPerBin = rate / 2 / (bins - 1);
    double from = mel(low);
    double step = (mel(high) - from) / (filters + 1);
    for (int m = 0; m < filters; m++) {
      double left = hertz(from + m * step);
      double centre = hertz(from + (m + 1) * step);
      double right = hertz(from + (m + 2) * step);
      int first = Math.max(0, (int) Math.ceil(left / hertzPerBin));
      int last = Math.min(bins - 1, (int) Math.floor(right / hertzPerBin));
      firstBin[m] = first;
      this.filters[m] = new double[Math.max(0, last - first + 1)];
      for (int b = first; b <= last; b++) {
        double f = b * hertzPerBin;
        double up = (f - left) / (centre - left);
        double down = (right - f) / (right - centre);
        this.filters[m][b - first] = Math.max(0, Math.min(up, down));
      }
    }
    cosines = dctMatrix(filters, coefficients);
  }

  static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }

  /** The filters' outputs, powers. */
  public double[] mel(double[] power) {
    var mels = new double[filters.length];
    for (int m = 0; m < mels.length; m++) {
      double sum = 0;
      for (int b = 0; b < filters[m].length; b++) sum += filters[m][b] * power[firstBin[m] + b];
      mels[m] = sum;
    }
    return mels;
  }

  /** Natural logarithms of the filters' outputs. */
  double[] logMel(double[] power) {
    var mels = mel(power);
    for (int m = 0; m < mels.length; m++) mels[m] = Math.log(Math.max(FLOOR, mels[m]));
    return mels;
  }

  /** The coefficients of one frame's power spectrum. */
  public double[] of(double[] power) {
    return multiply(cosines, logMel(power));
  }

  /** Orthonormal DCT-II, the first {@code count} coefficients. */
  static double[] dct(double[] x, int count) {
    return multiply(dctMatrix(x.length, count), x);
  }

  private static double[][] dctMatrix(int length, int count) {
    var matrix = new double[count][length];
    for (int k = 0; k < count; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / length);
      for (int i = 0; i < length; i++) {
        matrix[k][i] = scale * Math.cos(Math.PI * k * (2 * i + 1) / (2.0 * length));
      }
    }
    return matrix;
  }

  private static double[] multiply(double[][] matrix, double[] x) {
    var out = new double[matrix.length];
    for (int k = 0; k < out.length; k++) {
      for (int i = 0; i < x.length; i++) out[k] += matrix[k][i] * x[i];
    }
    return out;
  }
}
