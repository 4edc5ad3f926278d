package io.medtrust.analysis.detect.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceSearchTest {
  private static final int SIZE = 8;
  private static final double MEMORY = 30;

  private static byte[][] noise(long seed, int ticks) {
    var random = new Random(seed);
    var out = new byte[ticks][SIZE];
    for (var tick : out) {
      for (int k = 0; k < SIZE; k++) {
        tick[k] = (byte) Math.clamp(Math.round(30 * random.nextGaussian()), -127, 127);
      }
    }
    return out;
  }

  @Test
  void the_recursion_gives_what_the_definition_does_also_after_the_ring_has_wrapped() {
    var series = noise(1, 900);
    for (int t = 500; t < 560; t++) series[t] = series[t - 200];
    var search = new SequenceSearch(SIZE, 300, 20, MEMORY, true);
    double fade = Math.exp(-1 / MEMORY);
    for (int t = 0; t < series.length; t++) {
      search.add(series[t]);
      if (t < 100 || t % 7 != 0) continue;
      double best = -1;
      int at = 0;
      for (int back = 20; back <= Math.min(t, 300) - 20; back++) {
        double r = correlation(series, t, t - back, fade);
        if (r > best) {
          best = r;
          at = back;
        }
      }
      assertEquals(best, search.ahead().similarity(), 1e-3, "tick " + t);
      if (best > 0.4) assertEquals(at, search.ahead().ticksBack(), "tick " + t);
    }
  }

  private static double correlation(byte[][] series, int t, int s, double fade) {
    double product = 0;
    double now = 0;
    double then = 0;
    double weight = 1;
    for (int k = 0; k <= t; k++, weight *= fade) {
      now += weight * dot(series[t - k], series[t - k]);
      if (s < k) continue;
      then += weight * dot(series[s - k], series[s - k]);
      product += weight * dot(series[t - k], series[s - k]);
    }
    return product / Math.sqrt(now * then);
  }

  private static double dot(byte[] a, byte[] b) {
    int sum = 0;
    for (int k = 0; k < a.length; k++) sum += a[k] * b[k];
    return sum;
  }

  @Test
  void a_stretch_that_comes_again_is_found_where_it_was() {
    var series = noise(2, 2000);
    var search = new SequenceSearch(SIZE, 4000, 20, MEMORY, true);
    for (var tick : series) search.add(tick);
    for (int t = 300; t < 420; t++) search.add(series[t]);
    assertTrue(search.ahead().similarity() > 0.95, search.ahead().toString());
    assertTrue(search.ahead().distinctness() > 5, search.ahead().toString());
    assertEquals(2000 - 300, search.ahead().ticksBack());
    assertTrue(search.reversed().similarity() < 0.5);
    assertEquals(search.ahead().similarity(), search.similarityAt(1700, false), 1e-9);
    assertTrue(Math.abs(search.similarityAt(1697, false)) < 0.5);
    assertEquals(0, search.similarityAt(5000, false));
  }

  @Test
  void a_stretch_that_comes_again_backwards_with_opposite_sign_is_found() {
    var series = noise(3, 800);
    var search = new SequenceSearch(SIZE, 4000, 20, MEMORY, true);
    for (var tick : series) search.add(tick);
    for (int t = 799; t > 650; t--) {
      var turned = new byte[SIZE];
      for (int k = 0; k < SIZE; k++) turned[k] = (byte) -series[t][k];
      search.add(turned);
    }
    assertTrue(search.reversed().similarity() > 0.9, search.reversed().toString());
    assertTrue(search.ahead().similarity() < 0.5);
  }

  @Test
  void noise_never_looks_like_itself_and_rhythm_is_not_distinct() {
    var search = new SequenceSearch(SIZE, 20_000, 20, MEMORY, true);
    double highest = 0;
    for (var tick : noise(4, 12_000)) {
      search.add(tick);
      if (search.length() > 200) highest = Math.max(highest, search.ahead().similarity());
    }
    assertTrue(highest < 0.5, "similarity " + highest);
    var rocking = new SequenceSearch(SIZE, 20_000, 20, MEMORY, true);
    var random = new Random(5);
    for (int t = 0; t < 1500; t++) {
      var tick = new byte[SIZE];
      for (int k = 0; k < SIZE; k++) {
        tick[k] = (byte) (60 * Math.sin(t * 0.35 + k * 0.2) + 5 * random.nextGaussian());
      }
      rocking.add(tick);
      if (t > 200) assertTrue(rocking.ahead().distinctness() < 3, "tick " + t);
    }
    assertTrue(rocking.ahead().similarity() > 0.9);
  }

  @Test
  void nothing_is_matched_across_a_pause() {
    var series = noise(6, 400);
    var search = new SequenceSearch(SIZE, 1000, 20, MEMORY, true);
    for (var tick : series) search.add(tick);
    search.pause();
    search.add(series[100]);
    assertTrue(search.spread() < 2);
  }

  @Test
  void nothing_is_more_than_similar_even_where_it_was_still_before() {
    var series = noise(7, 900);
    // Nearly still for eight seconds again and again, as one who listens.
    for (int t = 0; t < series.length; t++) {
      if (t % 150 < 80) for (int k = 1; k < SIZE; k++) series[t][k] = 0;
      if (t % 150 < 80) series[t][0] = (byte) (t * 7919 % 3 - 1);
    }
    var search = new SequenceSearch(SIZE, 400, 20, MEMORY, true);
    for (int t = 0; t < series.length; t++) {
      search.add(series[t]);
      assertTrue(search.ahead().similarity() <= 1.001, t + " " + search.ahead());
      assertTrue(search.reversed().similarity() <= 1.001, t + " " + search.reversed());
    }
  }
}
