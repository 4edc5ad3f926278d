package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.dsp.Fft;
import io.medtrust.analysis.detect.dsp.Filters;
import io.medtrust.analysis.detect.dsp.Spectra;
import io.medtrust.analysis.detect.dsp.Windows;

/** The spectrum of a pulse wave. Belongs to whoever made it. */
final class PulseSpectrum {
  /** 42 beats a minute. */
  static final double LOW_HZ = 0.7;

  /** 210 beats a minute. */
  static final double HIGH_HZ = 3.5;

  // The filter's edges (-6 dB) lie a little outside of the band, so that its ends are not lost.
  private static final double FILTER_LOW_HZ = 0.6;
  private static final double FILTER_HIGH_HZ = 4.5;
  private static final double SNR_TOP_HZ = 4;
  private static final double AROUND_HZ = 0.1;
  private static final Fft FFT = new Fft(4096);

  private final double[] wave;
  private final double[] re;
  private final double[] im;
  private final double[] power;
  private final double hertzPerBin;

  /**
   * @param raw wave, at most 4096 samples
   * @param rate samples a second, above 8
   */
  PulseSpectrum(double[] raw, double rate) {
    wave = Filters.bandPass(Filters.detrend(raw), rate, FILTER_LOW_HZ, FILTER_HIGH_HZ);
    re = new double[FFT.size()];
    im = new double[FFT.size()];
    var hann = Windows.hann(wave.length);
    for (int i = 0; i < wave.length; i++) re[i] = wave[i] * hann[i];
    FFT.transform(re, im);
    hertzPerBin = rate / FFT.size();
    power = new double[(int) Math.ceil(2 * HIGH_HZ / hertzPerBin) + 2];
    for (int i = 0; i < power.length; i++) power[i] = re[i] * re[i] + im[i] * im[i];
  }

  /** The wave within the band, same length as given. */
  double[] wave() {
    return wave;
  }

  /**
   * What speaks for a rate: its power and that of its double as far as it is not stronger, so that
   * a pulse whose second harmonic is the strongest line is not read as twice its rate.
   */
  double evidence(double bpm) {
    double p = at(bpm / 60);
    return p + Math.min(p, at(bpm / 30));
  }

  private double at(double hertz) {
    double bin = hertz / hertzPerBin;
    int low = (int) bin;
    return power[low] + (bin - low) * (power[low + 1] - power[low]);
  }

  /** The rate with the most {@link #evidence} from low to high, beats a minute. */
  double bpm(double low, double high) {
    int first = (int) Math.ceil(Math.max(low / 60, LOW_HZ) / hertzPerBin);
    int last = (int) Math.floor(Math.min(high / 60, HIGH_HZ) / hertzPerBin);
    int best = first;
    double most = -1;
    for (int i = first; i <= last; i++) {
      double e = power[i] + Math.min(power[i], power[2 * i]);
      if (e > most) {
        most = e;
        best = i;
      }
    }
    double hertz = Spectra.peak(power, best) * hertzPerBin;
    return 60 * Math.clamp(hertz, LOW_HZ, HIGH_HZ);
  }

  /** The rate with the most evidence of 42..210. */
  double bpm() {
    return bpm(60 * LOW_HZ, 60 * HIGH_HZ);
  }

  /**
   * Power within 6 bpm of a rate and of its double by the other power of 42..240 bpm (de Haan and
   * Jeanne 2013, signal-to-noise ratio).
   *
   * @return decibels, -30..30
   */
  double snrDb(double bpm) {
    double hertz = bpm / 60;
    double signal = 0;
    double noise = 0;
    int first = (int) Math.ceil(LOW_HZ / hertzPerBin);
    int top = (int) (SNR_TOP_HZ / hertzPerBin);
    for (int i = first; i <= top; i++) {
      double f = i * hertzPerBin;
      boolean near = Math.abs(f - hertz) <= AROUND_HZ || Math.abs(f - 2 * hertz) <= AROUND_HZ;
      if (near) signal += power[i];
      else noise += power[i];
    }
    return Math.clamp(10 * Math.log10((signal + 1e-30) / (noise + 1e-30)), -30, 30);
  }

  /** Power of the wave within 6 bpm of a rate, in the square of the wave's unit. */
  double powerAt(double bpm) {
    double sum = 0;
    int first = (int) Math.ceil((bpm / 60 - AROUND_HZ) / hertzPerBin);
    int last = (int) ((bpm / 60 + AROUND_HZ) / hertzPerBin);
    for (int i = Math.max(0, first); i <= Math.min(last, power.length - 1); i++) sum += power[i];
    // Parseval; a Hann window keeps 3/8 of the power; both halves of the spectrum.
    return 2 * sum / FFT.size() / (0.375 * wave.length);
  }

  /**
   * Coherence with another wave of the same length around a rate: 1 when both swing alike with one
   * delay, near 0 when they have nothing in common.
   *
   * @return the real part, -1..1: a delay makes it smaller
   */
  double coherence(PulseSpectrum other, double bpm) {
    int first = Math.max(0, (int) Math.ceil((bpm / 60 - AROUND_HZ) / hertzPerBin));
    int last = Math.min((int) ((bpm / 60 + AROUND_HZ) / hertzPerBin), power.length - 1);
    double cross = 0;
    double own = 0;
    double others = 0;
    for (int i = first; i <= last; i++) {
      cross += re[i] * other.re[i] + im[i] * other.im[i];
      own += power[i];
      others += other.power[i];
    }
    return cross / (Math.sqrt(own * others) + 1e-300);
  }
}
