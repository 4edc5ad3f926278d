package io.medtrust.rtc.rtp;

/**
 * The sender's relation of NTP to RTP time, from its last sender report (RFC 3550 §6.4.1). Aligns
 * streams of one sender; the sender's NTP clock need not be right.
 */
public final class SenderClock {
  private final int clockRate;
  private boolean known;
  private long ntpMicros;
  private int timestamp;

  /**
   * @param clockRate of the RTP timestamps, Hz
   */
  public SenderClock(int clockRate) {
    this.clockRate = clockRate;
  }

  /** Takes a sender report's NTP and RTP timestamps. */
  public void onSenderReport(long ntp, long rtpTimestamp) {
    ntpMicros = NtpTime.toEpochMicros(ntp);
    timestamp = (int) rtpTimestamp;
    known = true;
  }

  /** Whether a sender report was seen. */
  public boolean known() {
    return known;
  }

  /** The sender's wall time of a timestamp within 2^31 units of the report, µs since 1970. */
  public long toEpochMicros(long rtpTimestamp) {
    return ntpMicros + (int) (rtpTimestamp - timestamp) * 1_000_000L / clockRate;
  }

  /** The RTP timestamp at a wall time of the sender, µs since 1970. */
  public long toRtp(long epochMicros) {
    return timestamp + (epochMicros - ntpMicros) * clockRate / 1_000_000 & 0xffffffffL;
  }
}
