package io.medtrust.rtc.rtp;

/**
 * Capture times of one stream on the receiver's clock, from RTP timestamps and arrival times. The
 * steps between frames follow the RTP clock; only the constant between the two clocks is estimated,
 * as the least delay seen in the last 5 to 10 s (delay only ever adds), and followed slowly: 5 % in
 * the first 5 s, then 0.05 %, far above the drift of any crystal and far below what a pulse
 * measurement would see. What remains is the least network delay. Not thread-safe.
 */
public final class RtpClock {
  private static final long WINDOW_MICROS = 5_000_000;
  private static final long WARM_UP_MICROS = 5_000_000;

  /** A greater error than this is not drift: the sender's clock was stopped or set. */
  private static final long JUMP_MICROS = 1_000_000;

  private final int clockRate;
  private final TimestampUnwrapper unwrapper = new TimestampUnwrapper();
  private boolean started;
  private long firstUnits;
  private long lastUnits;
  private long offset;
  private long windowStart;
  private long windowMinimum;
  private long previousMinimum;
  private long warmUntil;
  private long floor = Long.MIN_VALUE;

  /**
   * @param clockRate of the RTP timestamps, Hz
   */
  public RtpClock(int clockRate) {
    this.clockRate = clockRate;
  }

  /**
   * Takes note of a packet; in the order of arrival.
   *
   * @param timestamp RTP timestamp, 0..2^32-1
   * @param arrivalMicros when it arrived, µs on the clock in which capture times are wanted
   */
  public void observe(long timestamp, long arrivalMicros) {
    long units = unwrapper.unwrap(timestamp);
    if (!started) {
      started = true;
      firstUnits = units;
      lastUnits = units;
      begin(arrivalMicros, arrivalMicros);
      return;
    }
    long sample = arrivalMicros - mediaMicros(units);
    // Later than the window allows, or earlier than any delay could explain.
    if (sample - Math.min(windowMinimum, previousMinimum) < -JUMP_MICROS
        || arrivalMicros - windowStart > 2 * WINDOW_MICROS) {
      begin(sample, arrivalMicros);
      lastUnits = Math.max(lastUnits, units);
      return;
    }
    if (arrivalMicros - windowStart > WINDOW_MICROS) {
      previousMinimum = windowMinimum;
      windowMinimum = sample;
      windowStart = arrivalMicros;
    }
    windowMinimum = Math.min(windowMinimum, sample);
    long target = Math.min(windowMinimum, previousMinimum);
    if (Math.abs(target - offset) > JUMP_MICROS) {
      begin(sample, arrivalMicros);
    } else if (units > lastUnits) {
      long step = mediaMicros(units) - mediaMicros(lastUnits);
      long most = arrivalMicros < warmUntil ? step / 20 : step / 2000;
      offset += Math.clamp(target - offset, -most, most);
    }
    lastUnits = Math.max(lastUnits, units);
  }

  private void begin(long newOffset, long arrivalMicros) {
    offset = newOffset;
    windowMinimum = newOffset;
    previousMinimum = newOffset;
    windowStart = arrivalMicros;
    warmUntil = arrivalMicros + WARM_UP_MICROS;
  }

  /**
   * The capture time of a frame by the present estimate.
   *
   * @param timestamp within 2^31 units of the last observed
   * @return µs on the clock of the arrival times; 0 before the first observation
   */
  public long captureMicros(long timestamp) {
    if (!started) {
      return 0;
    }
    long units = lastUnits + (int) (timestamp - lastUnits);
    return mediaMicros(units) + offset;
  }

  /**
   * As {@link #captureMicros}, and at least one microsecond later than the last answer of this
   * method: for frames in their order, across jumps of the clock.
   */
  public long nextCaptureMicros(long timestamp) {
    floor = Math.max(captureMicros(timestamp), floor + 1);
    return floor;
  }

  private long mediaMicros(long units) {
    long relative = units - firstUnits;
    return relative / clockRate * 1_000_000 + relative % clockRate * 1_000_000 / clockRate;
  }
}
