package io.medtrust.rtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

/** A publisher may send any numbers and times; nothing may throw or grow. */
class HostileNumbersTest {
  private static final int PACKETS = 100_000;

  /** Wild numbers, or steps and small jumps in both directions. */
  private static IntBinaryOperator numbers(Random random) {
    return (i, last) ->
        switch (random.nextInt(6)) {
          case 0 -> random.nextInt(65_536);
          case 1 -> last + random.nextInt(2000) - 1000 & 0xffff;
          case 2 -> last + 3000 + random.nextInt(10) & 0xffff;
          default -> last + 1 & 0xffff;
        };
  }

  @Test
  void sequenceRewriterAlwaysFindsWhatItJustGave() {
    Random random = new Random(1);
    IntBinaryOperator next = numbers(random);
    SequenceRewriter r = new SequenceRewriter(90_000, 0, 0);
    int seq = 0;
    int mapped = 0;
    for (int i = 0; i < PACKETS; i++) {
      seq = next.applyAsInt(i, seq);
      long ssrc = random.nextInt(3);
      if (random.nextInt(100) == 0) {
        r.switchTo(ssrc);
      }
      if (random.nextInt(10) == 0) {
        r.drop(ssrc, seq);
      } else if (r.map(ssrc, seq, random.nextLong(), random.nextLong())) {
        mapped++;
        assertTrue(r.sequence() >= 0 && r.sequence() < 65_536);
        assertTrue(r.timestamp() >= 0 && r.timestamp() <= 0xffffffffL);
        assertTrue(r.findSource(r.sequence()));
        assertEquals(seq, r.sourceSequence());
        assertEquals(ssrc, r.sourceSsrc());
      }
      r.findSource(random.nextInt(65_536));
    }
    assertTrue(mapped > 1000);
  }

  @Test
  void nacksStayWithinTheirBounds() {
    Random random = new Random(2);
    IntBinaryOperator next = numbers(random);
    NackGenerator n = new NackGenerator();
    int seq = 0;
    for (int i = 0; i < PACKETS; i++) {
      seq = next.applyAsInt(i, seq);
      n.handle(seq, i * 1_000_000L);
      assertTrue(n.missing() <= 1000);
      if (random.nextInt(20) == 0) {
        assertTrue(n.roundTripNanos() >= 0 && n.roundTripNanos() <= 500_000_000);
        n.forgetBefore(random.nextInt(65_536));
        n.poll(
            i * 1_000_000L,
            (pid, blp) -> assertTrue(pid >= 0 && pid < 65_536 && blp >= 0 && blp < 65_536));
      }
    }
  }

  @Test
  void statisticsStayWithinTheirFields() {
    Random random = new Random(3);
    IntBinaryOperator next = numbers(random);
    ReceiverStats s = new ReceiverStats(90_000);
    RtpClock clock = new RtpClock(90_000);
    int seq = 0;
    long before = Long.MIN_VALUE;
    for (int i = 0; i < PACKETS; i++) {
      seq = next.applyAsInt(i, seq);
      long timestamp = random.nextInt() & 0xffffffffL;
      s.update(seq, timestamp, 100, random.nextInt(4) == 0 ? random.nextLong() : i * 1_000_000L);
      assertTrue(s.jitter() >= 0 && s.jitter() <= 0xffffffffL);
      assertTrue(s.cumulativeLost() >= -0x800000 && s.cumulativeLost() <= 0x7fffff);
      int fraction = s.takeFractionLost();
      assertTrue(fraction >= 0 && fraction <= 255);
      clock.observe(timestamp, i * 1000L);
      long capture = clock.nextCaptureMicros(timestamp);
      assertTrue(capture > before);
      before = capture;
    }
  }
}
