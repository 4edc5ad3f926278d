package io.medtrust.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandOverTest {
  @Test
  void aFullRingRefusesAndForgetsNothing() {
    var ring = new HandOver();
    int taken = 0;
    for (var slot = ring.claim(); slot != null; slot = ring.claim()) {
      slot.length = taken++;
      ring.publish();
    }
    assertEquals(1024, taken);
    for (int i = 0; i < taken; i++) {
      assertEquals(i, ring.peek().length);
      ring.release();
    }
    assertNull(ring.peek());
    assertTrue(ring.isEmpty());
    assertNotNull(ring.claim());
  }

  @Test
  void packetsPassBetweenTwoThreadsInOrderAndWhole() throws Exception {
    var ring = new HandOver();
    int packets = 200_000;
    var writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < packets; ) {
                    var slot = ring.claim();
                    if (slot == null) {
                      Thread.onSpinWait();
                      continue;
                    }
                    slot.length = i;
                    slot.packet[0] = (byte) i;
                    slot.packet[1999] = (byte) i;
                    ring.publish();
                    i++;
                  }
                });
    for (int i = 0; i < packets; ) {
      var slot = ring.peek();
      if (slot == null) {
        Thread.onSpinWait();
        continue;
      }
      assertEquals(i, slot.length);
      assertEquals((byte) i, slot.packet[0]);
      assertEquals((byte) i, slot.packet[1999]);
      ring.release();
      i++;
    }
    writer.join();
  }
}
