package io.medtrust.rtc.rtp;

/** NTP timestamps of RTCP (RFC 3550 §4): 32 bits of seconds since 1900, 32 bits of fraction. */
public final class NtpTime {
  private static final long EPOCH_SECONDS = 2_208_988_800L;

  private NtpTime() {}

  /**
   * @param epochMicros microseconds since 1970
   * @return the 64-bit NTP timestamp
   */
  public static long fromEpochMicros(long epochMicros) {
    long seconds = Math.floorDiv(epochMicros, 1_000_000) + EPOCH_SECONDS;
    long fraction = (Math.floorMod(epochMicros, 1_000_000L) << 32) / 1_000_000;
    return seconds << 32 | fraction;
  }

  /**
   * @param ntp 64-bit NTP timestamp of era 0 (until 2036) or, below 1968, era 1
   * @return microseconds since 1970, rounded
   */
  public static long toEpochMicros(long ntp) {
    long seconds = ntp >>> 32;
    // RFC 4330 §3: with the top bit clear the time is in the era that begins in 2036.
    if (ntp >= 0) {
      seconds += 0x1_0000_0000L;
    }
    return (seconds - EPOCH_SECONDS) * 1_000_000
        + ((ntp & 0xffffffffL) * 1_000_000 + 0x8000_0000L >>> 32);
  }

  /** The middle 32 bits, in 1/65536 s. */
  public static long compact(long ntp) {
    return ntp >>> 16 & 0xffffffffL;
  }

  /**
   * Round-trip time from a report block (RFC 3550 §6.4.1).
   *
   * @param nowNtp time of arrival
   * @param lastSr compact NTP time of the sender report that it answers, not 0
   * @param delay the receiver's delay, 1/65536 s
   * @return nanoseconds, at least 0; -1 when {@code lastSr} is 0
   */
  public static long roundTripNanos(long nowNtp, long lastSr, long delay) {
    if (lastSr == 0) {
      return -1;
    }
    int units = (int) (compact(nowNtp) - lastSr - delay);
    return units <= 0 ? 0 : units * 1_000_000_000L >> 16;
  }
}
