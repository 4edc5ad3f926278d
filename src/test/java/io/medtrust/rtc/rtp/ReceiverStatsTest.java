package io.medtrust.rtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReceiverStatsTest {
  private static final long MS = 1_000_000;

  @Test
  void lossIsCountedAcrossTheWrap() {
    ReceiverStats stats = new ReceiverStats(90_000);
    for (int i = 0; i < 100; i++) {
      if (i % 4 != 1) {
        stats.update(65_500 + i & 0xffff, i * 3000L, 100, i * 33 * MS);
      }
    }
    assertEquals(25, stats.cumulativeLost());
    assertEquals(65_599, stats.extendedHighest());
    assertEquals(25 * 256 / 100, stats.takeFractionLost());
    assertEquals(0, stats.takeFractionLost(), "nothing new since");
    assertEquals(75, stats.received());
    assertEquals(7500, stats.bytes());
    stats.update(65_600 & 0xffff, 0, 1, 0);
    assertEquals(0, stats.takeFractionLost());
  }

  @Test
  void duplicatesMakeTheLossNegative() {
    ReceiverStats stats = new ReceiverStats(48_000);
    stats.update(1, 0, 1, 0);
    stats.update(1, 0, 1, 0);
    assertEquals(-1, stats.cumulativeLost());
    assertEquals(0, stats.takeFractionLost());
  }

  @Test
  void aRestartNeedsTwoPacketsInARow() {
    ReceiverStats stats = new ReceiverStats(90_000);
    stats.update(100, 0, 1, 0);
    stats.update(30_000, 0, 1, 0);
    assertEquals(100, stats.extendedHighest());
    stats.update(30_001, 0, 1, 0);
    assertEquals(30_001, stats.extendedHighest());
    assertEquals(0, stats.cumulativeLost());
  }

  @Test
  void jitterFollowsRfc3550() {
    ReceiverStats stats = new ReceiverStats(8000);
    // 20 ms packets, every other one 10 ms (80 units) late: |D| = 80 each time.
    double model = 0;
    for (int i = 0; i < 200; i++) {
      stats.update(i, i * 160L, 1, (i * 20L + i % 2 * 10) * MS);
      if (i > 0) {
        model += (80 - model) / 16;
      }
    }
    assertEquals(model, stats.jitter(), 1);
    ReceiverStats steady = new ReceiverStats(90_000);
    for (int i = 0; i < 200; i++) {
      steady.update(i, 0xfffff000L + i * 1800L & 0xffffffffL, 1, i * 20L * MS);
    }
    assertEquals(0, steady.jitter());
  }

  @Test
  void theDelaySinceTheLastSenderReportIsTold() {
    ReceiverStats stats = new ReceiverStats(90_000);
    assertEquals(0, stats.delaySinceLastSenderReport(5));
    // The example of RFC 3550 figure 2: SR at 0xb44db705.2000 answered after 5.25 s.
    stats.onSenderReport(0xb44db705_20000000L, 1000 * MS);
    assertEquals(0xb7052000L, stats.lastSenderReport());
    assertEquals(0x00054000L, stats.delaySinceLastSenderReport(6250 * MS));
    assertEquals(
        6_125_000_000L, NtpTime.roundTripNanos(0xb44db710_80000000L, 0xb7052000L, 0x00054000L));
    assertEquals(-1, NtpTime.roundTripNanos(1, 0, 0));
  }

  @Test
  void ntpTimeConvertsBothWays() {
    // 2004-01-01T00:00:00Z is 0xc39ebf00... seconds since 1900 (RFC 5905 epoch arithmetic).
    assertEquals(
        1_072_915_200L + 2_208_988_800L, NtpTime.fromEpochMicros(1_072_915_200_000_000L) >>> 32);
    for (long micros : new long[] {0, 1, 999_999, 1_789_000_000_123_456L, 2_100_000_000_000_001L}) {
      assertEquals(micros, NtpTime.toEpochMicros(NtpTime.fromEpochMicros(micros)));
    }
  }

  @Test
  void senderReportsRelateTheTwoClocks() {
    SenderClock clock = new SenderClock(90_000);
    assertFalse(clock.known());
    clock.onSenderReport(NtpTime.fromEpochMicros(1_700_000_000_000_000L), 0xffffff00L);
    assertTrue(clock.known());
    assertEquals(1_700_000_001_000_000L, clock.toEpochMicros(0xffffff00L + 90_000 & 0xffffffffL));
    assertEquals(1_699_999_999_000_000L, clock.toEpochMicros(0xffffff00L - 90_000));
    assertEquals(0xffffff00L + 45_000 & 0xffffffffL, clock.toRtp(1_700_000_000_500_000L));
  }
}
