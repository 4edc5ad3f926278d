package io.medtrust.rtc.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RtxRingTest {
  private final RtxRing ring = new RtxRing(100, 200);
  private final RtpView view = new RtpView();

  private byte[] store(int seq, int payload) {
    byte[] bytes = new byte[payload];
    Arrays.fill(bytes, (byte) seq);
    byte[] p = Packetizers.rtp(1, 96, seq, 5, false, bytes);
    assertTrue(view.parse(p, 0, p.length));
    ring.store(view, seq);
    return p;
  }

  @Test
  void theLastPacketsAreKeptAndOlderOnesAreNot() {
    for (int i = 65_500; i < 65_500 + 200; i++) {
      store(i & 0xffff, 50 + i % 100);
    }
    // 100 slots are rounded up to 128.
    for (int i = 65_500; i < 65_500 + 72; i++) {
      assertFalse(ring.find(i & 0xffff, view));
    }
    for (int i = 65_572; i < 65_700; i++) {
      assertTrue(ring.find(i & 0xffff, view));
      assertEquals(i & 0xffff, view.sequenceNumber());
      assertEquals(50 + i % 100, view.payloadLength());
      assertEquals((byte) i, view.buffer()[view.payloadOffset()]);
      assertEquals(i & 0xffff, ring.storedAtNanos(i & 0xffff));
    }
  }

  @Test
  void aPacketIsGivenBackAsItWas() {
    byte[] p = store(7, 188);
    assertTrue(ring.find(7, view));
    assertArrayEquals(
        p, Arrays.copyOfRange(view.buffer(), view.offset(), view.offset() + view.length()));
  }

  @Test
  void tooLongPacketsAreNotKeptNorWhatTheyReplace() {
    store(7, 100);
    store(7 + 128, 300);
    assertFalse(ring.contains(7));
    assertFalse(ring.find(7 + 128, view));
  }

  @Test
  void afterClearNothingIsFound() {
    store(0, 10);
    assertTrue(ring.contains(0));
    ring.clear();
    assertFalse(ring.find(0, view));
    store(0, 10);
    assertTrue(ring.find(0, view));
  }
}
