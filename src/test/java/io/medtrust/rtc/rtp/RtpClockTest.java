package io.medtrust.rtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpClockTest {
  private static final long START = 1_789_000_000_000_000L;

  @Test
  void timestampsUnwrapInBothDirections() {
    TimestampUnwrapper u = new TimestampUnwrapper();
    assertEquals(0xfffffff0L, u.unwrap(0xfffffff0L));
    assertEquals(0x1_0000_0010L, u.unwrap(0x10));
    assertEquals(0xfffffff8L, u.unwrap(0xfffffff8L));
    assertEquals(0x1_0000_0020L, u.unwrap(0x20));
  }

  /** 30 frames a second over a network with 20 ms + up to 60 ms of jitter, across the wrap. */
  @Test
  void stepsFollowTheRtpClockHoweverThePacketsArrive() {
    Random random = new Random(5);
    RtpClock clock = new RtpClock(90_000);
    long timestamp = 0xffff0000L;
    long before = 0;
    for (int i = 0; i < 3000; i++) {
      long sent = START + i * 100_000L / 3;
      clock.observe(timestamp, sent + 20_000 + random.nextInt(60_000));
      long capture = clock.captureMicros(timestamp);
      if (i > 0) {
        assertTrue(capture > before);
      }
      if (i > 200) {
        assertEquals(33_333, capture - before, 40, "frame " + i);
        assertEquals(sent + 20_000, capture, 6_000, "least delay, frame " + i);
      }
      before = capture;
      timestamp = timestamp + 3000 & 0xffffffffL;
    }
  }

  @Test
  void aSendersClockThatRunsFastIsFollowed() {
    RtpClock clock = new RtpClock(90_000);
    // 200 ppm fast: 30 minutes would be 360 ms off.
    for (int i = 0; i < 54_000; i++) {
      long sent = START + i * 100_000L / 3;
      long timestamp = (long) (i * 3000L * 1.0002) & 0xffffffffL;
      clock.observe(timestamp, sent + 10_000 + i % 7 * 3000);
      assertEquals(sent + 10_000, clock.captureMicros(timestamp), 5_000, "frame " + i);
    }
  }

  @Test
  void aPauseDoesNotDisturbAndAJumpIsTakenOver() {
    RtpClock clock = new RtpClock(90_000);
    clock.observe(1000, START);
    clock.observe(1000 + 90_000 * 60, START + 60_000_000);
    assertEquals(START + 60_000_000, clock.captureMicros(1000 + 90_000 * 60), 1000);
    // The sender's clock jumps ahead by 1000 s.
    long jumped = 1000 + 90_000L * 1061;
    clock.observe(jumped, START + 61_000_000);
    assertEquals(START + 61_000_000, clock.captureMicros(jumped));
  }

  @Test
  void nextTimesNeverGoBack() {
    RtpClock clock = new RtpClock(48_000);
    clock.observe(0, START);
    long a = clock.nextCaptureMicros(0);
    clock.observe(48_000 * 100, START + 1000);
    long b = clock.nextCaptureMicros(48_000 * 100);
    assertTrue(b > a);
    assertTrue(clock.nextCaptureMicros(48_000 * 100) > b);
  }
}
