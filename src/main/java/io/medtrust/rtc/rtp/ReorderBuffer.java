package io.medtrust.rtc.rtp;

/**
 * Hands packets on in the order of their numbers. A missing packet is waited for {@code holdNanos},
 * counted from the arrival of the first packet behind it, or until the buffer is full; then it is
 * lost. In-order packets pass without being copied. Bounded; buffers of packets are reused.
 */
final class ReorderBuffer {
  /** Takes packets in order. The bytes are valid during the call only. */
  interface Sink {
    /** A payload; {@code length} may be 0. */
    void payload(byte[] buf, int off, int len, long timestamp, boolean marker);

    /** Packets were given up, before the next payload. */
    void lost(int packets);

    /** The numbering began anew; what came before is unrelated. */
    void restart();
  }

  /** No path carries more in a packet; keeps the memory at {@code capacity} times this. */
  static final int MAX_PAYLOAD = 4096;

  private static final int MAX_DROPOUT = 3000;

  private final Sink sink;
  private final long holdNanos;
  private final int capacity;
  private final byte[][] data;
  private final int[] lengths;
  private final long[] timestamps;
  private final boolean[] markers;
  // Unwrapped number held in the slot, -1 = empty.
  private final long[] held;
  private final long[] arrivals;
  private int count;
  private boolean started;
  private long ssrc;
  private long next;
  private long highest;
  private int expectedAfterJump = -1;
  private long waitingSince;
  private long late;
  private long lost;

  /**
   * @param capacity packets held, a power of two
   */
  ReorderBuffer(Sink sink, long holdNanos, int capacity) {
    this.sink = sink;
    this.holdNanos = holdNanos;
    this.capacity = capacity;
    this.data = new byte[capacity][];
    this.lengths = new int[capacity];
    this.timestamps = new long[capacity];
    this.markers = new boolean[capacity];
    this.held = new long[capacity];
    this.arrivals = new long[capacity];
    java.util.Arrays.fill(held, -1);
  }

  void put(RtpView p, long nowNanos) {
    if (p.payloadLength() > MAX_PAYLOAD) {
      return;
    }
    poll(nowNanos); // what expired is lost, even if it is this packet
    int seq = p.sequenceNumber();
    if (!started || p.ssrc() != ssrc) {
      boolean again = started;
      begin(p.ssrc(), seq);
      if (again) {
        sink.restart();
      }
    }
    int delta = (short) (seq - (int) next);
    if (delta > MAX_DROPOUT || delta < -MAX_DROPOUT) {
      // RFC 3550 A.1: two in a row are a new beginning.
      if (seq != expectedAfterJump) {
        expectedAfterJump = seq + 1 & 0xffff;
        return;
      }
      begin(ssrc, seq);
      sink.restart();
      delta = 0;
    }
    expectedAfterJump = -1;
    if (delta < 0) {
      late++;
      return;
    }
    if (delta == 0 && count == 0) {
      next++;
      deliver(p);
    } else {
      while (delta >= capacity) {
        skipGap(nowNanos);
        drain(nowNanos);
        delta = (short) (seq - (int) next);
        if (count == 0 && delta > 0) {
          give(delta);
          delta = 0;
        }
      }
      hold(p, next + delta, nowNanos);
      drain(nowNanos);
    }
    poll(nowNanos);
  }

  void poll(long nowNanos) {
    while (count > 0 && nowNanos - waitingSince >= holdNanos) {
      skipGap(nowNanos);
      drain(nowNanos);
    }
  }

  long nextNanos() {
    return count > 0 ? waitingSince + holdNanos : Long.MAX_VALUE;
  }

  long late() {
    return late;
  }

  long lost() {
    return lost;
  }

  private void begin(long newSsrc, int seq) {
    started = true;
    ssrc = newSsrc;
    next = 0x10000L + seq;
    highest = next;
    count = 0;
    expectedAfterJump = -1;
    java.util.Arrays.fill(held, -1);
  }

  private void deliver(RtpView p) {
    sink.payload(p.buffer(), p.payloadOffset(), p.payloadLength(), p.timestamp(), p.marker());
  }

  private void hold(RtpView p, long number, long nowNanos) {
    int slot = (int) number & capacity - 1;
    if (held[slot] == number) {
      late++;
      return;
    }
    int length = p.payloadLength();
    if (data[slot] == null || data[slot].length < length) {
      data[slot] = new byte[Math.max(length, 1280)];
    }
    System.arraycopy(p.buffer(), p.payloadOffset(), data[slot], 0, length);
    lengths[slot] = length;
    timestamps[slot] = p.timestamp();
    markers[slot] = p.marker();
    held[slot] = number;
    arrivals[slot] = nowNanos;
    highest = Math.max(highest, number);
    if (count++ == 0) {
      waitingSince = nowNanos;
    }
  }

  /** Hands on what is next; afterwards the buffer is empty or waits for {@code next}. */
  private void drain(long nowNanos) {
    boolean moved = false;
    while (count > 0) {
      int slot = (int) next & capacity - 1;
      if (held[slot] != next) {
        break;
      }
      held[slot] = -1;
      count--;
      next++;
      moved = true;
      sink.payload(data[slot], 0, lengths[slot], timestamps[slot], markers[slot]);
    }
    if (moved && count > 0) {
      // The gap at `next` was noticed when the first of those behind it came.
      waitingSince = nowNanos;
      for (long n = next + 1; n <= highest; n++) {
        int slot = (int) n & capacity - 1;
        if (held[slot] == n && arrivals[slot] < waitingSince) {
          waitingSince = arrivals[slot];
        }
      }
    }
  }

  private void skipGap(long nowNanos) {
    if (count == 0) {
      return;
    }
    int gap = 0;
    while (held[(int) (next + gap) & capacity - 1] != next + gap) {
      gap++;
    }
    if (gap > 0) {
      give(gap);
    }
  }

  private void give(int packets) {
    next += packets;
    lost += packets;
    sink.lost(packets);
  }
}
