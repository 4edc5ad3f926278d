package io.medtrust.rtc.rtp;

/**
 * Numbers the packets of one outgoing stream so that the subscriber sees one continuous stream
 * whatever happens at its source: another simulcast layer, a publisher who comes back with a new
 * SSRC, a jump of numbering, packets that are not forwarded.
 *
 * <p>Loss stays visible: a packet missing at the source leaves its number free, and when it comes
 * late or is retransmitted it gets that number. The mapping is kept as a short list of segments in
 * which outgoing = source + offset; the last {@value #SEGMENTS} segments are remembered.
 *
 * <p>Usage: {@link #map}, and when it is true read {@link #sequence} and {@link #timestamp}. No
 * allocation after construction. Not thread-safe.
 */
public final class SequenceRewriter {
  private static final int SEGMENTS = 128;

  /** RFC 3550 A.1 MAX_DROPOUT: a longer jump is taken as a new beginning. */
  private static final int MAX_DROPOUT = 3000;

  /** Packets this far behind are not sent any more: numbers come again after 65536. */
  private static final int MAX_AGE = 8192;

  private static final long OPEN = Long.MAX_VALUE;

  private final int clockRate;
  private final long[] segmentSsrc = new long[SEGMENTS];
  // Unwrapped source numbers: first, and first that no longer belongs to the segment.
  private final long[] segmentStart = new long[SEGMENTS];
  private final long[] segmentEnd = new long[SEGMENTS];
  private final long[] segmentOffset = new long[SEGMENTS];
  private final int[] segmentTimestampOffset = new int[SEGMENTS];
  private int newest = -1;
  private int segments;

  private boolean started;
  private boolean switchPending;
  private long pendingSsrc;
  private long currentSsrc;
  private int expectedAfterJump = -1;
  private long highestSource;
  private long highestOut;
  private int lastTimestamp;
  private long lastNanos;

  private int outSequence;
  private long outTimestamp;
  private long sourceSsrc;
  private int sourceSequence;
  private int sourceTimestampOffset;

  /**
   * @param clockRate of the RTP timestamps, Hz
   * @param firstSequence first outgoing number, 0..65535 (RFC 3550 §5.1: random)
   * @param firstTimestamp first outgoing timestamp, 0..2^32-1
   */
  public SequenceRewriter(int clockRate, int firstSequence, long firstTimestamp) {
    this.clockRate = clockRate;
    this.highestOut = 0x10000L + (firstSequence & 0xffff) - 1;
    this.lastTimestamp = (int) firstTimestamp;
  }

  /**
   * The next packet of {@code ssrc} that is mapped begins a new part of the stream, without a gap
   * in the numbers; until then the present source goes on. Not needed for the very first source.
   * With the present source it closes up what was not forwarded meanwhile.
   */
  public void switchTo(long ssrc) {
    switchPending = started;
    pendingSsrc = ssrc;
  }

  /** Takes back {@link #switchTo}: the present source stays. */
  public void cancelSwitch() {
    switchPending = false;
  }

  /** The source that is forwarded now, or -1 before the first packet. */
  public long currentSource() {
    return started ? currentSsrc : -1;
  }

  /**
   * Finds the outgoing number and timestamp of a packet. The same packet always gets the same
   * number.
   *
   * @param ssrc source stream
   * @param seq source sequence number
   * @param ts source timestamp
   * @param nowNanos arrival, monotonic
   * @return false when the packet must not be forwarded: not of the present source, dropped before,
   *     or too old
   */
  public boolean map(long ssrc, int seq, long ts, long nowNanos) {
    if (!started || switchPending && ssrc == pendingSsrc) {
      begin(ssrc, seq, (int) ts, ssrc == currentSsrc, nowNanos);
      return true;
    }
    if (ssrc != currentSsrc) {
      return mapOld(ssrc, seq, ts);
    }
    int delta = (short) (seq - (int) highestSource);
    if (delta > MAX_DROPOUT || delta < -MAX_DROPOUT) {
      // RFC 3550 A.1: one stray packet changes nothing, two in a row are a new beginning.
      if (seq != expectedAfterJump) {
        expectedAfterJump = seq + 1 & 0xffff;
        return false;
      }
      begin(ssrc, seq, (int) ts, false, nowNanos);
      return true;
    }
    expectedAfterJump = -1;
    if (delta <= 0) {
      return mapOld(ssrc, seq, ts);
    }
    highestSource += delta;
    emit(newest, highestSource, ts);
    lastTimestamp = (int) outTimestamp;
    lastNanos = nowNanos;
    return true;
  }

  /**
   * A packet that is not forwarded (padding, a dropped layer): those after it move up, so that the
   * subscriber sees no gap. Without effect when a later packet was already mapped.
   */
  public void drop(long ssrc, int seq) {
    if (!started || ssrc != currentSsrc) {
      return;
    }
    int delta = (short) (seq - (int) highestSource);
    if (delta <= 0 || delta > MAX_DROPOUT) {
      return;
    }
    long at = highestSource + delta;
    highestSource = at;
    long offset = segmentOffset[newest];
    if (segmentStart[newest] == at) {
      segmentStart[newest] = at + 1;
      segmentOffset[newest] = offset - 1;
      return;
    }
    segmentEnd[newest] = at;
    highestOut = Math.max(highestOut, at - 1 + offset);
    open(ssrc, at + 1, offset - 1, segmentTimestampOffset[newest]);
  }

  /** The number found by {@link #map}, 0..65535. */
  public int sequence() {
    return outSequence;
  }

  /** The timestamp found by {@link #map}, 0..2^32-1. */
  public long timestamp() {
    return outTimestamp;
  }

  /**
   * Finds which source packet was sent under a number, as a NACK asks. Read {@link #sourceSsrc},
   * {@link #sourceSequence} and {@link #toOutgoing} after it.
   *
   * @param sequence outgoing number
   * @return false when it was not sent or is forgotten
   */
  public boolean findSource(int sequence) {
    if (!started) {
      return false;
    }
    long out = highestOut + (short) (sequence - (int) highestOut);
    if (out > highestOut || highestOut - out > MAX_AGE) {
      return false;
    }
    for (int i = 0; i < segments; i++) {
      int s = newest - i & SEGMENTS - 1;
      long source = out - segmentOffset[s];
      if (source >= segmentStart[s] && source < segmentEnd[s]) {
        if (i == 0 && source > highestSource) {
          return false;
        }
        sourceSsrc = segmentSsrc[s];
        sourceSequence = (int) source & 0xffff;
        sourceTimestampOffset = segmentTimestampOffset[s];
        return true;
      }
    }
    return false;
  }

  /** The source stream found by {@link #findSource}. */
  public long sourceSsrc() {
    return sourceSsrc;
  }

  /** The source's sequence number found by {@link #findSource}. */
  public int sourceSequence() {
    return sourceSequence;
  }

  /** The outgoing timestamp of the packet found by {@link #findSource}. */
  public long toOutgoing(long sourceTimestamp) {
    return sourceTimestamp + sourceTimestampOffset & 0xffffffffL;
  }

  /**
   * The outgoing timestamp for a timestamp of the present source, as a relayed sender report needs.
   *
   * @return 0..2^32-1, or -1 when {@code ssrc} is not the present source
   */
  public long senderReportTimestamp(long ssrc, long sourceTimestamp) {
    return started && ssrc == currentSsrc
        ? sourceTimestamp + segmentTimestampOffset[newest] & 0xffffffffL
        : -1;
  }

  /**
   * @param sameClock the timestamps go on as they were
   */
  private void begin(long ssrc, int seq, int ts, boolean sameClock, long nowNanos) {
    long source = 0x10000L + (seq & 0xffff);
    int outTs = lastTimestamp;
    if (started) {
      segmentEnd[newest] = Math.max(highestSource + 1, segmentStart[newest]);
    }
    if (started && sameClock) {
      outTs = ts + segmentTimestampOffset[newest];
    } else if (started) {
      // At least 10 ms, so that frames of the two parts do not share a timestamp.
      long elapsedMicros = Math.clamp((nowNanos - lastNanos) / 1000, 10_000, 3_600_000_000L);
      outTs += (int) (elapsedMicros * clockRate / 1_000_000);
    }
    open(ssrc, source, highestOut + 1 - source, outTs - ts);
    started = true;
    switchPending = false;
    expectedAfterJump = -1;
    currentSsrc = ssrc;
    highestSource = source;
    emit(newest, source, ts);
    lastTimestamp = outTs;
    lastNanos = nowNanos;
  }

  private void open(long ssrc, long start, long offset, int timestampOffset) {
    newest = newest + 1 & SEGMENTS - 1;
    segments = Math.min(segments + 1, SEGMENTS);
    segmentSsrc[newest] = ssrc;
    segmentStart[newest] = start;
    segmentEnd[newest] = OPEN;
    segmentOffset[newest] = offset;
    segmentTimestampOffset[newest] = timestampOffset;
  }

  private boolean mapOld(long ssrc, int seq, long ts) {
    for (int i = 0; i < segments; i++) {
      int s = newest - i & SEGMENTS - 1;
      if (segmentSsrc[s] != ssrc) {
        continue;
      }
      long reference = segmentEnd[s] == OPEN ? highestSource : segmentEnd[s];
      long source = reference + (short) (seq - (int) reference);
      if (source >= segmentStart[s] && source < segmentEnd[s]) {
        if (i == 0 && source > highestSource || highestOut - source - segmentOffset[s] > MAX_AGE) {
          return false;
        }
        emit(s, source, ts);
        return true;
      }
    }
    return false;
  }

  private void emit(int segment, long source, long ts) {
    long out = source + segmentOffset[segment];
    highestOut = Math.max(highestOut, out);
    outSequence = (int) out & 0xffff;
    outTimestamp = ts + segmentTimestampOffset[segment] & 0xffffffffL;
  }
}
