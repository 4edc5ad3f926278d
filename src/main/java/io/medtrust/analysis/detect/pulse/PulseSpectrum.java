package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.dsp.Fft;
import io.medtrust.analysis.detect.dsp.Filters;
import io.medtrust.analysis.detect.dsp.Spectra;
import io.medtrust.analysis.detect.dsp.Windows;

/**
 * The rate of a pulse wave and how clearly it stands out.
 *
 * @param bpm beats a minute, 42..210
 * @param snrDb power within 6 bpm of the rate and of its double by the other power of 42..240 bpm,
 *     decibels (de Haan and Jeanne 2013)
 * @param wave the wave within the band, same length as given
 */
record PulseSpectrum(double bpm, double snrDb, double[] wave) {
  static final double LOW_HZ = 0.7;
  static final double HIGH_HZ = 3.5;
  private static final double SNR_TOP_HZ = 4;
  private static final double AROUND_HZ = 0.1;
  private static final int FFT = 4096;

  /**
   * @param raw wave, at most 4096 samples
   * @param rate samples a second, above 8
   */
  static PulseSpectrum of(double[] raw, double rate) {
    var wave = Filters.bandPass(Filters.detrend(raw), rate, LOW_HZ, HIGH_HZ);
    var windowed = wave.clone();
    var hann = Windows.hann(wave.length);
    for (int i = 0; i < windowed.length; i++) windowed[i] *= hann[i];
    var power = new Fft(FFT).power(windowed);
    double hertzPerBin = rate / FFT;
    int first = (int) Math.ceil(LOW_HZ / hertzPerBin);
    int last = (int) Math.floor(HIGH_HZ / hertzPerBin);
    int best = first;
    for (int i = first; i <= last; i++) if (power[i] > power[best]) best = i;
    double hertz = Math.clamp(Spectra.peak(power, best) * hertzPerBin, LOW_HZ, HIGH_HZ);
    double signal = 0;
    double noise = 0;
    int top = (int) Math.min(power.length - 1, SNR_TOP_HZ / hertzPerBin);
    for (int i = first; i <= top; i++) {
      double f = i * hertzPerBin;
      boolean near = Math.abs(f - hertz) <= AROUND_HZ || Math.abs(f - 2 * hertz) <= AROUND_HZ;
      if (near) signal += power[i];
      else noise += power[i];
    }
    double snr = 10 * Math.log10((signal + 1e-30) / (noise + 1e-30));
    return new PulseSpectrum(60 * hertz, Math.clamp(snr, -30, 30), wave);
  }
}
