package io.medtrust.analysis.detect.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SpeechFeaturesTest {
  @Test
  void aToneLandsInTheLinearFilterAroundIt() {
    var lfcc = new Lfcc(257, 16_000, 20, 0, 8000, 20);
    double step = 8000.0 / 21;
    for (double hertz : new double[] {500, 2000, 5000, 7200}) {
      var x = new double[320];
      for (int i = 0; i < x.length; i++) x[i] = Math.sin(2 * Math.PI * hertz * i / 16_000);
      var logs = lfcc.logs(new Fft(512).power(x));
      int best = 0;
      for (int m = 0; m < logs.length; m++) if (logs[m] > logs[best]) best = m;
      assertEquals(hertz, (best + 1) * step, step / 2 + 1);
    }
  }

  @Test
  void deltasOfAStraightLineAreItsSlope() {
    var frames = new double[20][];
    for (int t = 0; t < 20; t++) frames[t] = new double[] {3 * t, -0.5 * t, 7};
    var deltas = Deltas.of(frames, 2);
    for (int t = 2; t < 18; t++) assertArrayEquals(new double[] {3, -0.5, 0}, deltas[t], 1e-12);
    // At the end the last frame is repeated: (1 * 3 + 2 * 2 * 3) / 10 less what is missing.
    assertEquals((1 * 3 + 2 * 6) / 10.0, deltas[19][0], 1e-12);
  }

  @Test
  void theGroupDelayOfAnImpulseIsItsPlace() {
    var plain = new GroupDelay(256, 1, 1, 0, 128, 10);
    var x = new double[200];
    x[37] = 2.5;
    for (double tau : plain.of(x)) assertEquals(37, tau, 1e-6);
  }

  @Test
  void theGroupDelayOfAResonancePeaksAtItsFrequency() {
    // A pole pair at 2 kHz: the group delay peaks there (Yegnanarayana 1978).
    var x = new double[400];
    double r = 0.97;
    double theta = 2 * Math.PI * 2000 / 16_000;
    for (int n = 0; n < x.length; n++) x[n] = Math.pow(r, n) * Math.cos(theta * n);
    for (var plan :
        new GroupDelay[] {
          new GroupDelay(512, 1, 1, 0, 257, 10), new GroupDelay(512, 0.4, 0.9, 30, 257, 10)
        }) {
      var tau = plan.of(x);
      int best = 0;
      for (int k = 0; k < tau.length; k++) if (tau[k] > tau[best]) best = k;
      assertEquals(64, best, 2);
    }
    assertEquals(10, new GroupDelay(512, 0.4, 0.9, 8, 200, 10).cepstrum(x).length);
  }

  /** Decaying pulses whose distances and heights alternate around their mean. */
  private static float[] pulses(double period, double jitter, double shimmer) {
    var x = new float[8000];
    double at = 20;
    for (int n = 0; at < x.length - 200; n++) {
      int sign = n % 2 == 0 ? 1 : -1;
      double height = 0.5 * (1 + sign * shimmer / 2);
      for (int i = (int) Math.ceil(at); i < Math.min(x.length, at + 150); i++) {
        double t = i - at;
        x[i] += (float) (height * Math.exp(-t / 18) * Math.sin(2 * Math.PI * t * 0.04));
      }
      at += period * (1 + sign * jitter / 2);
    }
    return x;
  }

  @Test
  void jitterOfAlternatingPeriodsIsTheirDifference() {
    for (double truth : new double[] {0, 0.01, 0.03, 0.06}) {
      var x = pulses(131.7, truth, 0);
      var found = Periods.of(x, 0, x.length, 131);
      var u = Periods.unsteadiness(found[0], found[1]);
      assertTrue(u.pairs() > 40, "pairs: " + u.pairs());
      assertEquals(131.7, Statistics.mean(found[0]), 0.7);
      assertEquals(truth, u.jitter(), 0.003 + 0.1 * truth, "jitter " + truth);
    }
  }

  @Test
  void shimmerOfAlternatingHeightsIsTheirDifference() {
    for (double truth : new double[] {0, 0.05, 0.15}) {
      var x = pulses(120.3, 0, truth);
      var found = Periods.of(x, 0, x.length, 121);
      var u = Periods.unsteadiness(found[0], found[1]);
      assertEquals(truth, u.shimmer(), 0.01 + 0.12 * truth, "shimmer " + truth);
    }
  }

  @Test
  void noiseHasNoPeriods() {
    var random = new Random(3);
    var x = new float[8000];
    for (int i = 0; i < x.length; i++) x[i] = (float) random.nextGaussian();
    assertTrue(Periods.of(x, 0, x.length, 100)[0].length < 3);
    assertEquals(0, Periods.of(new float[4000], 0, 4000, 100)[0].length);
  }

  @Test
  void normalisedFeaturesHaveMeanZeroAndDeviationOne() {
    var random = new Random(4);
    var frames = new double[500][2];
    for (var f : frames) {
      f[0] = 5 + 3 * random.nextGaussian();
      f[1] = Math.exp(random.nextGaussian());
    }
    var warped = Normalize.warp(frames, 500);
    Normalize.meanAndVariance(frames);
    for (var set : new double[][][] {frames, warped}) {
      for (int d = 0; d < 2; d++) {
        double sum = 0;
        double squares = 0;
        for (var f : set) {
          sum += f[d];
          squares += f[d] * f[d];
        }
        assertEquals(0, sum / 500, 0.01);
        assertEquals(1, squares / 500, 0.02);
      }
    }
  }

  @Test
  void theNormalQuantileHasItsTabulatedValues() {
    assertEquals(0, Normalize.probit(0.5), 1e-9);
    assertEquals(1.959963985, Normalize.probit(0.975), 1e-8);
    assertEquals(-3.090232306, Normalize.probit(0.001), 1e-8);
  }
}
