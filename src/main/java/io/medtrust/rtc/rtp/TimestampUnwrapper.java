package io.medtrust.rtc.rtp;

/** Makes 32-bit RTP timestamps into a number that does not wrap. Not thread-safe. */
public final class TimestampUnwrapper {
  private boolean started;
  private long last;

  /**
   * @param timestamp 0..2^32-1, within 2^31 units of the one before
   * @return the same, continued beyond 2^32; may go back for a late packet
   */
  public long unwrap(long timestamp) {
    if (!started) {
      started = true;
      last = timestamp & 0xffffffffL;
    } else {
      last += (int) (timestamp - last);
    }
    return last;
  }
}
