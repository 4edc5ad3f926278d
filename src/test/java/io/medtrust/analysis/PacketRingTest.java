package io.medtrust.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketRingTest {
  @Test
  void packets_come_out_as_they_went_in_across_the_edge() {
    var random = new Random(5);
    for (int capacity : new int[] {997, 1000, 1001, 1002, 1003}) {
      var ring = new PacketRing(capacity);
      var expected = new ArrayDeque<byte[]>();
      for (int n = 0; n < 20_000; n++) {
        var packet = new byte[random.nextInt(200)];
        random.nextBytes(packet);
        if (ring.offer(packet, 0, packet.length, n)) expected.add(packet);
        while (random.nextInt(3) > 0
            && ring.poll(
                (buffer, offset, length, _) ->
                    assertArrayEquals(
                        expected.remove(), Arrays.copyOfRange(buffer, offset, offset + length)))) {
          // checked
        }
      }
    }
  }

  @Test
  void a_full_ring_refuses_and_takes_again_when_there_is_room() {
    var ring = new PacketRing(300);
    var packet = new byte[100];
    assertTrue(ring.offer(packet, 0, 100, 1));
    assertTrue(ring.offer(packet, 0, 100, 2));
    assertFalse(ring.offer(packet, 0, 100, 3));
    long[] arrival = {0};
    assertTrue(ring.poll((_, _, _, at) -> arrival[0] = at));
    assertEquals(1, arrival[0]);
    assertTrue(ring.offer(packet, 0, 60, 4));
    assertFalse(ring.offer(new byte[1000], 0, 1000, 5));
  }

  @Test
  void one_thread_may_write_while_another_reads() throws InterruptedException {
    var ring = new PacketRing(4096);
    int count = 200_000;
    var writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  var packet = new byte[64];
                  for (int n = 0; n < count; ) {
                    int length = 1 + n % 64;
                    Arrays.fill(packet, 0, length, (byte) n);
                    if (ring.offer(packet, 0, length, n)) n++;
                    else Thread.onSpinWait();
                  }
                });
    int[] next = {0};
    while (next[0] < count) {
      boolean any =
          ring.poll(
              (buffer, offset, length, at) -> {
                assertEquals(next[0], at);
                assertEquals(1 + next[0] % 64, length);
                assertEquals((byte) next[0], buffer[offset + length - 1]);
                next[0]++;
              });
      if (!any) Thread.onSpinWait();
    }
    writer.join();
  }
}
