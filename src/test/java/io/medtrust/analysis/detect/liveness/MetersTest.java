package io.medtrust.analysis.detect.liveness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MetersTest {
  private final Random random = new Random(6);

  /** How far lids are closed, 0..1, at a time after the blink's begin: shut fast, opened slower. */
  private static double closed(double t, double lasts) {
    double down = lasts / 3;
    if (t < 0 || t > lasts) return 0;
    return t < down ? t / down : 1 - (t - down) / (lasts - down);
  }

  private BlinkMeter watch(
      double fps, double seconds, java.util.function.DoubleFunction<double[]> eyes) {
    var meter = new BlinkMeter();
    for (int i = 0; i < seconds * fps; i++) {
      double t = i / fps;
      var e = eyes.apply(t);
      double noise = 0.006 * random.nextGaussian();
      meter.add(Math.round(t * 1e6), e[0] + noise, e[1] + 0.006 * random.nextGaussian());
    }
    return meter;
  }

  @Test
  void blinksOfUsualLengthAreCountedAtFifteenAndThirtyMeshesASecond() {
    for (double fps : new double[] {15, 30}) {
      for (double lasts : new double[] {0.25, 0.3, 0.4}) {
        for (double open : new double[] {0.2, 0.3, 0.36}) {
          // One every 3.1 s, so that meshes fall differently into each; closing two thirds.
          var meter =
              watch(
                  fps,
                  32,
                  t -> {
                    double r = open * (1 - 0.66 * closed(t % 3.1 - 2, lasts));
                    return new double[] {r, r};
                  });
          var found = meter.since(0);
          assertEquals(10, found.size(), fps + "/s, " + lasts + " s, open " + open);
          for (var b : found) assertTrue(b.seconds() >= 0.05 && b.seconds() <= 0.5);
        }
      }
    }
  }

  @Test
  void aWinkALookDownAndEyesThatStayShutAreNoBlinks() {
    var wink = watch(15, 20, t -> new double[] {0.3, 0.3 * (1 - 0.6 * closed(t % 4 - 2, 0.3))});
    assertEquals(0, wink.since(0).size(), "wink");
    var down = watch(15, 20, t -> t % 5 > 3 ? new double[] {0.2, 0.2} : new double[] {0.3, 0.3});
    assertEquals(0, down.since(0).size(), "looking down for two seconds");
    var shut = watch(15, 20, t -> t % 6 > 4.8 ? new double[] {0.1, 0.1} : new double[] {0.3, 0.3});
    assertEquals(0, shut.since(0).size(), "shut for more than a second");
    var nod =
        watch(
            15,
            30,
            t -> {
              double r = 0.28 + 0.05 * Math.sin(2 * Math.PI * 0.4 * t);
              return new double[] {r, r};
            });
    assertEquals(0, nod.since(0).size(), "nodding slowly");
    assertEquals(0, watch(15, 300, t -> new double[] {0.3, 0.3}).since(0).size(), "noise");
  }

  @Test
  void blinksAreTimedAndKeptForAMinuteAlsoOverAPause() {
    var meter =
        watch(
            15,
            10,
            t -> {
              double r = 0.3 * (1 - 0.7 * closed(t - 4, 0.3));
              return new double[] {r, r};
            });
    var blink = meter.since(0).getFirst();
    assertEquals(4.1e6, blink.startMicros(), 0.1e6);
    assertEquals(1, meter.since(4_000_000).size());
    assertEquals(0, meter.since(5_000_000).size());
    meter.add(13_000_000, 0.3, 0.3);
    assertEquals(1, meter.since(0).size(), "a pause forgets no blink");
    meter.add(80_000_000, 0.3, 0.3);
    assertEquals(0, meter.since(0).size(), "a minute does");
    meter.clear();
    assertTrue(Double.isNaN(meter.open()));
  }

  @Test
  void whatIsNoNumberIsNotTaken() {
    var meter = new BlinkMeter();
    meter.add(1, Double.NaN, 0.3);
    meter.add(2, 0.3, Double.POSITIVE_INFINITY);
    assertTrue(meter.since(0).isEmpty());
    var mouth = new MouthMeter();
    mouth.add(1, Double.NaN);
    assertTrue(Double.isNaN(mouth.openness()));
  }

  @Test
  void aMouthThatOpensIsCountedAndOneThatStaysOpenIsOne() {
    var mouth = new MouthMeter();
    for (int i = 0; i < 15 * 20; i++) {
      double t = i / 15.0;
      double ratio = 0.03 + 0.2 * Math.max(0, Math.sin(2 * Math.PI * t / 2));
      mouth.add(Math.round(t * 1e6), ratio + 0.004 * random.nextGaussian());
    }
    assertEquals(10, mouth.since(0).size(), 1);
    var first = mouth.since(0).getFirst();
    assertEquals(0.23, first.height(), 0.02);
    assertTrue(first.endMicros() > first.startMicros());
    var open = new MouthMeter();
    for (int i = 0; i < 15 * 10; i++) {
      double ratio = i < 30 || i > 120 ? 0.03 : 0.3;
      open.add(Math.round(i * 1e6 / 15), ratio + 0.004 * random.nextGaussian());
    }
    assertEquals(1, open.since(0).size());
    var closed = new MouthMeter();
    for (int i = 0; i < 15 * 60; i++) {
      closed.add(Math.round(i * 1e6 / 15), 0.05 + 0.006 * random.nextGaussian());
    }
    assertEquals(0, closed.since(0).size());
    assertTrue(closed.openness() < 0.03);
  }
}
