package io.medtrust.rtc.congestion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.rtc.rtcp.RtcpReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransportCcRecorderTest {
  private static final long MS = 1_000_000;
  private final TransportCcRecorder recorder = new TransportCcRecorder();
  private final byte[] buf = new byte[1300];

  /** What a sender learns from feedback. */
  private static final class Seen implements RtcpReader.Handler {
    final Map<Integer, Long> received = new HashMap<>();
    final List<Integer> missing = new ArrayList<>();
    final List<Integer> counts = new ArrayList<>();

    @Override
    public void onTransportFeedback(long sender, long media, int count, int base, int statuses) {
      counts.add(count);
    }

    @Override
    public void onTransportPacket(int sequence, boolean got, long micros) {
      if (got) {
        received.put(sequence, micros);
      } else {
        missing.add(sequence);
      }
    }
  }

  private int build(Seen seen, int max, long ms) {
    int n = recorder.build(1, 2, buf, 10, max, ms * MS);
    if (n > 0) {
      assertEquals(1, RtcpReader.read(buf, 10, n, seen), "well formed");
    }
    return n;
  }

  @Test
  void aFeedbackLooksAsTheDraftSays() {
    recorder.record(10, 128 * MS);
    recorder.record(11, 129 * MS);
    recorder.record(13, 200 * MS);
    int n = recorder.build(1, 2, buf, 0, 1200, 300 * MS);
    // Two-bit vector 01 01 00 10 (71 ms are 284 ticks); deltas 0, 4, 284, two bytes of padding.
    assertArrayEquals(
        HexFormat.of()
            .parseHex(
                "afcd0006"
                    + "00000001"
                    + "00000002"
                    + "000a0004"
                    + "00000200"
                    + "d480"
                    + "00"
                    + "04"
                    + "011c"
                    + "0002"),
        Arrays.copyOf(buf, n));
  }

  @Test
  void feedbackIsDueOncePerIntervalAndOnlyWithNews() {
    assertEquals(Long.MAX_VALUE, recorder.nextNanos());
    recorder.record(1, 0);
    assertEquals(100 * MS, recorder.nextNanos());
    assertFalse(recorder.due(99 * MS));
    assertTrue(recorder.due(100 * MS));
    Seen seen = new Seen();
    assertTrue(build(seen, 1200, 100) > 0);
    assertEquals(0, build(seen, 1200, 100));
    assertEquals(Long.MAX_VALUE, recorder.nextNanos());
    recorder.record(2, 110 * MS);
    assertEquals(200 * MS, recorder.nextNanos());
  }

  @Test
  void lossBetweenFeedbacksIsTold() {
    recorder.record(65_534, 0);
    Seen seen = new Seen();
    build(seen, 1200, 100);
    recorder.record(1, 110 * MS);
    build(seen, 1200, 200);
    assertEquals(List.of(65_535, 0), seen.missing);
    assertEquals(List.of(0, 1), seen.counts);
  }

  @Test
  void aLatePacketIsReportedAfterwards() {
    Seen seen = new Seen();
    recorder.record(1, 0);
    recorder.record(3, 0);
    build(seen, 1200, 100);
    assertEquals(List.of(2), seen.missing);
    recorder.record(2, 120 * MS);
    recorder.record(2, 130 * MS);
    build(seen, 1200, 200);
    assertEquals(120_000L, seen.received.get(2));
  }

  @Test
  void aLongSilenceNeedsANewReference() {
    recorder.record(1, 0);
    recorder.record(2, 20_000 * MS);
    Seen seen = new Seen();
    assertTrue(build(seen, 1200, 20_100) > 0);
    assertTrue(build(seen, 1200, 20_100) > 0);
    assertEquals(0, build(seen, 1200, 20_100));
    assertEquals(Map.of(1, 0L, 2, 20_000_000L), seen.received);
  }

  @Test
  void aHugeGapThatDoesNotFitIsSteppedOver() {
    recorder.record(1, 0);
    for (int i = 2; i < 2900; i += 2) {
      if (i % 20 == 0) {
        recorder.record(i, i * MS / 10);
      }
    }
    Seen seen = new Seen();
    int rounds = 0;
    while (build(seen, 64, 400) > 0) {
      assertTrue(++rounds < 1000);
    }
    assertEquals(145, seen.received.size());
  }

  /** Loss, reordering, repetition, wrap: every arrival is told with its time to 250 µs. */
  @Test
  void everyArrivalIsToldExactly() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      TransportCcRecorder r = new TransportCcRecorder();
      Map<Integer, Long> arrivals = new HashMap<>();
      Seen seen = new Seen();
      int base = random.nextInt(65_536);
      long now = random.nextInt(1_000_000) * MS;
      int max = 100 + random.nextInt(1100);
      for (int i = 0; i < 3000; i++) {
        now += random.nextInt(random.nextInt(50) == 0 ? 200_000 : 3000) * 1000L;
        int number = i;
        if (random.nextInt(10) == 0) {
          number = Math.max(0, i - random.nextInt(30));
        } else if (random.nextInt(10) == 0) {
          continue;
        }
        r.record(base + number & 0xffff, now);
        arrivals.putIfAbsent(base + number & 0xffff, Math.floorDiv(now, 250_000L) * 250);
        if (r.due(now)) {
          int n;
          while ((n = r.build(1, 2, buf, 0, max, now)) > 0) {
            assertTrue(n <= max && n % 4 == 0);
            assertEquals(1, RtcpReader.read(buf, 0, n, seen));
          }
        }
      }
      int n;
      while ((n = r.build(1, 2, buf, 0, max, now)) > 0) {
        RtcpReader.read(buf, 0, n, seen);
      }
      assertEquals(arrivals, seen.received, "seed " + seed);
    }
  }

  @Test
  void randomNumbersNeverThrow() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      recorder.record(random.nextInt(65_536), random.nextLong() >> 10);
      if (random.nextInt(20) == 0) {
        recorder.build(1, 2, buf, 0, 40 + random.nextInt(1200), random.nextLong());
      }
    }
  }

  @Test
  void keyFrameRequestsAreThrottledAndNotForgotten() {
    PliThrottle pli = new PliThrottle(500 * MS);
    assertTrue(pli.request(0));
    assertFalse(pli.request(100 * MS));
    assertEquals(500 * MS, pli.nextNanos());
    assertFalse(pli.poll(499 * MS));
    assertTrue(pli.poll(500 * MS));
    assertFalse(pli.poll(2000 * MS));
    assertEquals(Long.MAX_VALUE, pli.nextNanos());
    assertTrue(pli.request(1000 * MS));
    assertFalse(pli.request(1100 * MS));
    pli.keyFrameArrived();
    assertFalse(pli.poll(5000 * MS));
  }
}
