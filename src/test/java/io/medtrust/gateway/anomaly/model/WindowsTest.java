package io.medtrust.gateway.anomaly.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowsTest {
  @Test
  void bucket_sums_are_those_of_the_steps_within_the_window() {
    var random = new Random(1);
    var buckets = new Buckets(6, 10_000, 1);
    var seen = new ArrayList<long[]>();
    long now = 1_000_000_000_000L;
    for (int i = 0; i < 5_000; i++) {
      now += random.nextInt(random.nextInt(50) == 0 ? 200_000 : 4_000);
      buckets.advance(now);
      int value = random.nextInt(10);
      buckets.add(0, value);
      seen.add(new long[] {now, value});
      long first = now / 10_000 - 5;
      long sum = 0;
      for (var one : seen) if (one[0] / 10_000 >= first) sum += one[1];
      assertEquals(sum, buckets.sum(0));
    }
  }

  @Test
  void distinct_things_are_counted_within_a_twentieth() {
    for (int n : new int[] {1, 10, 100, 300, 1000}) {
      var count = new DistinctCount(2048, 3_600_000);
      count.advance(5);
      for (int i = 0; i < n * 3; i++) count.add((i % n) * 65_537 + 3);
      assertEquals(n, count.estimate(), 0.05 * n + 1);
      count.advance(5 + 1_800_000);
      assertEquals(n, count.estimate(), 0.05 * n + 1, "still in the half before");
      count.advance(5 + 3_600_000);
      assertEquals(0, count.estimate());
    }
  }

  @Test
  void entropy_is_that_of_the_shares_and_what_has_no_room_counts_as_one() {
    var counts = new FewCounts(4, 600_000);
    counts.advance(0);
    for (int i = 0; i < 40; i++) counts.add(i % 4);
    assertEquals(2, counts.entropy(), 1e-12);
    for (int i = 0; i < 10; i++) counts.add(100 + i);
    assertEquals(5, counts.distinct());
    assertEquals(Math.log(5) / Math.log(2), counts.entropy(), 1e-12);
    counts.advance(600_000);
    assertEquals(0, counts.distinct());
  }

  @Test
  void two_devices_are_no_switches_and_one_token_in_two_places_is() {
    var clients = new Clients();
    for (int i = 0; i < 20; i++) {
      assertFalse(clients.seen(1, 100, i * 2000L));
      assertFalse(clients.seen(2, 200, i * 2000L + 1000));
    }
    assertEquals(2, clients.tokensInUse(40_000));
    assertFalse(clients.seen(2, 300, 41_000));
    assertTrue(clients.seen(9, 300, 42_000));
    assertTrue(clients.seen(2, 300, 43_000));
    assertFalse(clients.seen(9, 300, 43_000 + 600_000), "after so long it is somebody who moved");
  }

  @Test
  void rare_endpoints_and_strange_payloads_stand_out() {
    var commons = new Commons();
    var random = new Random(2);
    for (int i = 0; i < 2000; i++) {
      commons.rarity(i % 4);
      commons.payload(1, 100 + random.nextInt(60));
    }
    assertEquals(2, commons.rarity(1), 0.1);
    assertTrue(commons.rarity(77) > 10);
    assertTrue(commons.payload(1, 130) < 1);
    assertTrue(commons.payload(1, 900_000) > 5);
  }
}
