package io.medtrust.rtc.rtp;

/**
 * What a receiver report says of one received stream (RFC 3550 §6.4.1, A.1, A.3 and A.8). Recovered
 * packets (rtx) are not counted here. Not thread-safe.
 */
public final class ReceiverStats {
  private static final int MAX_DROPOUT = 3000;
  private static final int MAX_MISORDER = 100;

  private final int clockRate;
  private boolean started;
  private int badSequence = -1;
  private int maxSequence;
  private long cycles;
  private long baseSequence;
  private long received;
  private long bytes;
  private long expectedPrior;
  private long receivedPrior;
  private long firstNanos;
  private int transit;
  private int jitter16;
  private long lastSr;
  private long lastSrNanos;

  /**
   * @param clockRate of the RTP timestamps, Hz
   */
  public ReceiverStats(int clockRate) {
    this.clockRate = clockRate;
  }

  /**
   * Counts a packet.
   *
   * @param seq 0..65535
   * @param timestamp RTP timestamp
   * @param length bytes of the packet
   * @param nowNanos arrival
   */
  public void update(int seq, long timestamp, int length, long nowNanos) {
    if (!started) {
      started = true;
      firstNanos = nowNanos;
      restart(seq);
      transit = -(int) timestamp;
    } else {
      int delta = seq - maxSequence & 0xffff;
      if (delta < MAX_DROPOUT) {
        if (seq < maxSequence) {
          cycles += 0x10000;
        }
        maxSequence = seq;
        badSequence = -1;
      } else if (delta <= 0x10000 - MAX_MISORDER) {
        // RFC 3550 A.1: two in a row mean that the sender began anew.
        if (seq != badSequence) {
          badSequence = seq + 1 & 0xffff;
          return;
        }
        restart(seq);
      }
    }
    received++;
    bytes += length;
    // RFC 3550 A.8, in units of the timestamp; times 16 to keep the fraction.
    int arrival = (int) ((nowNanos - firstNanos) / 1000 * clockRate / 1_000_000);
    int now = arrival - (int) timestamp;
    int d = Math.abs(now - transit);
    transit = now;
    if (d < clockRate * 10L && d >= 0) {
      jitter16 += d - (jitter16 + 8 >> 4);
    }
  }

  private void restart(int seq) {
    maxSequence = seq;
    baseSequence = seq;
    cycles = 0;
    received = 0;
    expectedPrior = 0;
    receivedPrior = 0;
    badSequence = -1;
  }

  /** A sender report of this stream came. */
  public void onSenderReport(long ntp, long nowNanos) {
    lastSr = ntp >>> 16 & 0xffffffffL;
    lastSrNanos = nowNanos;
  }

  /** Whether any packet was counted. */
  public boolean active() {
    return started;
  }

  /** Extended highest sequence number received, 32 bits. */
  public long extendedHighest() {
    return cycles + maxSequence & 0xffffffffL;
  }

  /** Packets received, duplicates included. */
  public long received() {
    return received;
  }

  /** Bytes received. */
  public long bytes() {
    return bytes;
  }

  /** Packets lost since the beginning, -2^23..2^23-1; negative when duplicates outweigh loss. */
  public int cumulativeLost() {
    long expected = cycles + maxSequence - baseSequence + 1;
    return started ? (int) Math.clamp(expected - received, -0x800000L, 0x7fffffL) : 0;
  }

  /** Interarrival jitter in units of the timestamp. */
  public long jitter() {
    return jitter16 >> 4;
  }

  /** Share of packets lost since the last call, as 0..255/256. Call once per report. */
  public int takeFractionLost() {
    if (!started) {
      return 0;
    }
    long expected = cycles + maxSequence - baseSequence + 1;
    long expectedInterval = expected - expectedPrior;
    long lostInterval = expectedInterval - (received - receivedPrior);
    expectedPrior = expected;
    receivedPrior = received;
    return expectedInterval <= 0 || lostInterval <= 0
        ? 0
        : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
  }

  /** Middle 32 bits of the last sender report's NTP time, 0 when there was none. */
  public long lastSenderReport() {
    return lastSr;
  }

  /** Delay since the last sender report in 1/65536 s, 0 when there was none. */
  public long delaySinceLastSenderReport(long nowNanos) {
    return lastSr == 0
        ? 0
        : Math.clamp((nowNanos - lastSrNanos) / 1000 * 65_536 / 1_000_000, 0, 0xffffffffL);
  }
}
