package io.medtrust.analysis.detect.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DspTest {
  private static double[] sine(int n, double rate, double hertz, double amplitude) {
    var x = new double[n];
    for (int i = 0; i < n; i++) x[i] = amplitude * Math.sin(2 * Math.PI * hertz * i / rate);
    return x;
  }

  @Test
  void theFourierTransformOfFourSamplesIsTheOneOfTheTextbook() {
    var re = new double[] {1, 2, 3, 4};
    var im = new double[4];
    new Fft(4).transform(re, im);
    assertArrayEquals(new double[] {10, -2, -2, -2}, re, 1e-12);
    assertArrayEquals(new double[] {0, 2, 0, -2}, im, 1e-12);
  }

  @Test
  void theFourierTransformAgreesWithItsDefinitionAndKeepsEnergy() {
    var random = new Random(1);
    int n = 64;
    var x = new double[n];
    for (int i = 0; i < n; i++) x[i] = random.nextGaussian();
    var re = x.clone();
    var im = new double[n];
    new Fft(n).transform(re, im);
    double energy = 0;
    for (int k = 0; k < n; k++) {
      double sr = 0;
      double si = 0;
      for (int i = 0; i < n; i++) {
        sr += x[i] * Math.cos(2 * Math.PI * k * i / n);
        si -= x[i] * Math.sin(2 * Math.PI * k * i / n);
      }
      assertEquals(sr, re[k], 1e-9);
      assertEquals(si, im[k], 1e-9);
      energy += re[k] * re[k] + im[k] * im[k];
    }
    double direct = 0;
    for (double v : x) direct += v * v;
    assertEquals(direct, energy / n, 1e-9);
  }

  @Test
  void aLengthThatIsNoPowerOfTwoIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Fft(100));
  }

  @Test
  void theHannWindowAddsUpToOneAtHalfItsLength() {
    var w = Windows.hann(32);
    for (int i = 0; i < 16; i++) assertEquals(1, w[i] + w[i + 16], 1e-12);
  }

  @Test
  void detrendingTakesOutAStraightLineAndNothingElse() {
    var line = new double[100];
    for (int i = 0; i < 100; i++) line[i] = 3 + 0.7 * i;
    for (double v : Filters.detrend(line)) assertEquals(0, v, 1e-10);
  }

  @Test
  void theBandPassKeepsThePulseBandWithoutPhaseShiftAndDropsTheRest() {
    var inside = Filters.bandPass(sine(600, 30, 1.5, 1), 30, 0.7, 3.5);
    var expected = sine(600, 30, 1.5, 1);
    double worst = 0;
    for (int i = 100; i < 500; i++) worst = Math.max(worst, Math.abs(inside[i] - expected[i]));
    assertTrue(worst < 0.12, "passed with an error of " + worst);
    var slow = Filters.bandPass(sine(600, 30, 0.1, 1), 30, 0.7, 3.5);
    var fast = Filters.bandPass(sine(600, 30, 12, 1), 30, 0.7, 3.5);
    for (int i = 100; i < 500; i++) {
      assertTrue(Math.abs(slow[i]) < 0.01);
      assertTrue(Math.abs(fast[i]) < 0.01);
    }
    // Both passes of a Butterworth filter have -3 dB at the edge.
    var edge = Filters.bandPass(sine(3000, 30, 0.7, 1), 30, 0.7, 3.5);
    double peak = 0;
    for (int i = 1000; i < 2000; i++) peak = Math.max(peak, edge[i]);
    assertEquals(0.5, peak, 0.02);
  }

  @Test
  void resamplingFollowsAStraightLineThroughUnevenTimes() {
    var times = new double[] {0, 0.1, 0.35, 0.4, 1.0};
    var values = new double[5];
    for (int i = 0; i < 5; i++) values[i] = 2 * times[i] + 1;
    var out = Resampler.uniform(times, values, 0, 10, 11);
    for (int i = 0; i <= 10; i++) assertEquals(1 + 0.2 * i, out[i], 1e-9);
  }

  @Test
  void theCosineTransformOfAConstantHasOneCoefficient() {
    var out = Mfcc.dct(new double[] {1, 1, 1, 1}, 4);
    assertArrayEquals(new double[] {2, 0, 0, 0}, out, 1e-12);
    // scipy.fft.dct([1, 2, 3, 4], norm='ortho')
    assertArrayEquals(
        new double[] {5, -2.23044250, 0, -0.15851267},
        Mfcc.dct(new double[] {1, 2, 3, 4}, 4),
        1e-8);
  }

  @Test
  void theMelScaleHasItsTwoPublishedPoints() {
    assertEquals(1000, Mfcc.mel(1000), 0.1); // 1000 mel at 1 kHz by definition
    assertEquals(440, Mfcc.hertz(Mfcc.mel(440)), 1e-9);
  }

  @Test
  void aToneLandsInTheMelFilterAroundIt() {
    var mfcc = new Mfcc(257, 16000, 32, 20, 7600, 20);
    var power = new Fft(512).power(sine(512, 16000, 1000, 1));
    var mels = mfcc.logs(power);
    int best = 0;
    for (int m = 0; m < mels.length; m++) if (mels[m] > mels[best]) best = m;
    double step = (Mfcc.mel(7600) - Mfcc.mel(20)) / 33;
    assertEquals(1000, Mfcc.hertz(Mfcc.mel(20) + (best + 1) * step), 80);
    assertEquals(20, mfcc.of(power).length);
  }

  @Test
  void louderSoundChangesOnlyTheZerothCoefficient() {
    var mfcc = new Mfcc(257, 16000, 32, 20, 7600, 13);
    var random = new Random(3);
    var x = new double[400];
    for (int i = 0; i < 400; i++) x[i] = random.nextGaussian();
    var quiet = mfcc.of(new Fft(512).power(x));
    for (int i = 0; i < 400; i++) x[i] *= 4;
    var loud = mfcc.of(new Fft(512).power(x));
    assertEquals(quiet[0] + Math.sqrt(32) * Math.log(16), loud[0], 1e-6);
    for (int k = 1; k < 13; k++) assertEquals(quiet[k], loud[k], 1e-6);
  }

  @Test
  void yinFindsThePitchOfAHarmonicSoundAndNoneInNoise() {
    var random = new Random(5);
    for (double f0 : new double[] {82.4, 110, 196, 261.6, 390}) {
      var x = new float[640];
      for (int i = 0; i < x.length; i++) {
        double t = i / 16000.0;
        for (int h = 1; h <= 6; h++) x[i] += (float) (Math.sin(2 * Math.PI * f0 * h * t) / h);
        x[i] += (float) (0.02 * random.nextGaussian());
      }
      assertEquals(f0, Pitch.hertz(x, 0, 640, 16000, 65, 420), f0 * 0.01);
    }
    var noise = new float[640];
    int voiced = 0;
    for (int round = 0; round < 50; round++) {
      for (int i = 0; i < noise.length; i++) noise[i] = (float) random.nextGaussian();
      if (!Double.isNaN(Pitch.hertz(noise, 0, 640, 16000, 65, 420))) voiced++;
    }
    assertEquals(0, voiced);
    assertTrue(Double.isNaN(Pitch.hertz(new float[640], 0, 640, 16000, 65, 420)));
  }

  @Test
  void flatnessTellsAToneFromNoise() {
    var fft = new Fft(512);
    var hann = Windows.hann(512);
    var tone = sine(512, 16000, 1000, 1);
    for (int i = 0; i < 512; i++) tone[i] *= hann[i];
    assertTrue(Spectra.flatness(fft.power(tone), 5, 250) < 0.001);
    var random = new Random(2);
    double sum = 0;
    for (int round = 0; round < 200; round++) {
      var noise = new double[512];
      for (int i = 0; i < 512; i++) noise[i] = random.nextGaussian();
      sum += Spectra.flatness(fft.power(noise), 5, 250);
    }
    // exp(-0.5772): the expected value of one frame of white noise.
    assertEquals(0.561, sum / 200, 0.02);
  }

  @Test
  void thePeakBetweenTwoBinsIsFound() {
    var hann = Windows.hann(512);
    var x = sine(512, 512, 40.3, 1);
    for (int i = 0; i < 512; i++) x[i] *= hann[i];
    var power = new Fft(2048).power(x);
    int best = 0;
    for (int i = 1; i < power.length; i++) if (power[i] > power[best]) best = i;
    assertEquals(40.3, Spectra.peak(power, best) * 512 / 2048, 0.02);
  }

  @Test
  void statisticsAgreeWithWorkedExamples() {
    var x = new double[] {2, 4, 4, 4, 5, 5, 7, 9};
    assertEquals(5, Statistics.mean(x), 1e-12);
    assertEquals(2, Statistics.deviation(x), 1e-12);
    assertEquals(4.5, Statistics.median(x), 1e-12);
    assertEquals(4, Statistics.entropy(uniform(16)), 1e-6);
    assertEquals(1, Statistics.bhattacharyya(uniform(16), uniform(16)), 1e-6);
    assertEquals(0, Statistics.bhattacharyya(new float[] {1, 0}, new float[] {0, 1}), 1e-12);
    assertEquals(-1, Statistics.correlation(new float[] {1, 2, 3}, new float[] {3, 2, 1}), 1e-9);
    assertEquals(0, Statistics.correlation(new float[] {1, 2, 3}, new float[] {3, 3, 3}), 1e-9);
    assertEquals(1, Statistics.autocorrelation(sine(300, 30, 1, 1), 30), 1e-6);
    assertEquals(-1, Statistics.autocorrelation(sine(300, 30, 1, 1), 15), 1e-6);
  }

  private static float[] uniform(int n) {
    var p = new float[n];
    java.util.Arrays.fill(p, 1f / n);
    return p;
  }
}
