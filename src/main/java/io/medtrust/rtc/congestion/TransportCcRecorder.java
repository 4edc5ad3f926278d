package io.medtrust.rtc.congestion;

/**
 * Records when the packets of one transport arrived, by their transport-wide sequence numbers, and
 * builds the feedback that tells the sender (draft-holmer-rmcat-transport-wide-cc-extensions-01). A
 * packet that comes after it was reported missing is reported again. No allocation after
 * construction. Not thread-safe.
 */
public final class TransportCcRecorder {
  /** Time between feedbacks. */
  public static final long DEFAULT_INTERVAL_NANOS = 100_000_000;

  private static final int WINDOW = 4096;
  private static final int MAX_JUMP = 3000;
  private static final int MAX_STATUSES = WINDOW;
  private static final int HEADER = 20;
  private static final long TICK_NANOS = 250_000;
  // 64 ms
  private static final int TICKS_PER_REFERENCE = 256;
  private static final int NOT_RECEIVED = 0;
  private static final int SMALL = 1;
  private static final int LARGE = 2;

  private final long intervalNanos;
  // Arrival in ticks of 250 µs by sequence number; valid when numbers[] agrees.
  private final long[] ticks = new long[WINDOW];
  private final long[] numbers = new long[WINDOW];
  private final byte[] symbols = new byte[MAX_STATUSES];
  private boolean started;
  private boolean fresh;
  private long highest;
  private long next;
  private long dueNanos;
  private int feedbackCount;

  public TransportCcRecorder() {
    this(DEFAULT_INTERVAL_NANOS);
  }

  /**
   * @param intervalNanos time between feedbacks
   */
  public TransportCcRecorder(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  /**
   * A packet arrived.
   *
   * @param sequence transport-wide number, 0..65535
   * @param nowNanos arrival
   */
  public void record(int sequence, long nowNanos) {
    long number;
    if (!started) {
      started = true;
      dueNanos = nowNanos + intervalNanos;
      number = restart(sequence);
    } else {
      int delta = (short) (sequence - (int) highest);
      number = highest + delta;
      if (delta > MAX_JUMP || delta < -MAX_JUMP) {
        number = restart(sequence);
      } else if (delta > 0) {
        highest = number;
      } else if (numbers[(int) number & WINDOW - 1] == number) {
        return; // a duplicate: the first arrival counts
      } else if (number < next) {
        next = number;
      }
    }
    int slot = (int) number & WINDOW - 1;
    numbers[slot] = number;
    ticks[slot] = Math.floorDiv(nowNanos, TICK_NANOS);
    fresh = true;
  }

  private long restart(int sequence) {
    java.util.Arrays.fill(numbers, -1);
    highest = 0x10000L + (sequence & 0xffff);
    next = highest;
    return highest;
  }

  /** When a feedback is due, or {@link Long#MAX_VALUE} when there is nothing to tell. */
  public long nextNanos() {
    return fresh ? dueNanos : Long.MAX_VALUE;
  }

  /** Whether a feedback is to be built now. */
  public boolean due(long nowNanos) {
    return fresh && nowNanos >= dueNanos;
  }

  /**
   * Builds one RTCP feedback packet about what arrived since the last one. Call again until it
   * returns 0: a great gap in time or many packets need more than one.
   *
   * @param sender our SSRC
   * @param mediaSsrc any SSRC of the transport
   * @param max bytes that may be written, at least 64
   * @return bytes written, 0 when there is nothing (more) to tell
   */
  public int build(long sender, long mediaSsrc, byte[] buf, int off, int max, long nowNanos) {
    dueNanos = nowNanos + intervalNanos;
    if (highest - next >= WINDOW) {
      next = highest - WINDOW + 1;
    }
    // The highest number always was received, so the search ends.
    long first = next;
    while (fresh && first <= highest && !received(first)) {
      first++;
    }
    if (!fresh || first > highest) {
      fresh = false;
      return 0;
    }
    int room = Math.min(max, buf.length - off);
    long reference = Math.floorDiv(ticks[(int) first & WINDOW - 1], TICKS_PER_REFERENCE);
    int count = collect(reference * TICKS_PER_REFERENCE, room);
    if (count == 0) {
      // More missing than fit: tell from the first that arrived.
      next = first;
      count = collect(reference * TICKS_PER_REFERENCE, room);
      if (count == 0) {
        return 0;
      }
    }
    put32(buf, off + 4, sender);
    put32(buf, off + 8, mediaSsrc);
    put16(buf, off + 12, (int) next);
    put16(buf, off + 14, count);
    put32(buf, off + 16, reference << 8 | feedbackCount++ & 0xff);
    int at = writeChunks(buf, off + HEADER, count);
    at = writeDeltas(buf, at, count, reference * TICKS_PER_REFERENCE);
    int padding = -(at - off) & 3;
    for (int i = 1; i <= padding; i++) {
      buf[at++] = (byte) (i == padding ? padding : 0);
    }
    buf[off] = (byte) (0x80 | (padding > 0 ? 0x20 : 0) | 15);
    buf[off + 1] = (byte) 205;
    put16(buf, off + 2, (at - off) / 4 - 1);
    next += count;
    fresh = next <= highest;
    return at - off;
  }

  private boolean received(long number) {
    return numbers[(int) number & WINDOW - 1] == number;
  }

  /**
   * Sets the symbols from {@code next} on as far as they fit; the last one is a received packet.
   * Two bytes for seven packets is the worst that {@link #writeChunks} needs.
   */
  private int collect(long previousTick, int room) {
    int count = 0;
    int lastReceived = 0;
    int deltaBytes = 0;
    long previous = previousTick;
    while (next + count <= highest && count < MAX_STATUSES) {
      long number = next + count;
      int symbol = NOT_RECEIVED;
      if (received(number)) {
        long delta = ticks[(int) number & WINDOW - 1] - previous;
        if (delta < Short.MIN_VALUE || delta > Short.MAX_VALUE) {
          break;
        }
        symbol = delta >= 0 && delta <= 255 ? SMALL : LARGE;
        previous += delta;
      }
      int needed = HEADER + (count / 7 + 1) * 2 + deltaBytes + symbol + 3;
      if (needed > room) {
        break;
      }
      deltaBytes += symbol;
      symbols[count++] = (byte) symbol;
      if (symbol != NOT_RECEIVED) {
        lastReceived = count;
      }
    }
    return lastReceived;
  }

  private int writeChunks(byte[] buf, int from, int count) {
    int at = from;
    int i = 0;
    while (i < count) {
      int run = 1;
      while (i + run < count && run < 8191 && symbols[i + run] == symbols[i]) {
        run++;
      }
      int narrow = 0;
      while (i + narrow < count && narrow < 14 && symbols[i + narrow] != LARGE) {
        narrow++;
      }
      boolean oneBit = narrow == 14 || i + narrow == count && narrow > 7;
      int word;
      if (run > 14 || run >= 7 && !oneBit || run == count - i) {
        word = symbols[i] << 13 | run;
        i += run;
      } else if (oneBit) {
        word = 0x8000;
        for (int j = 0; j < narrow; j++) {
          word |= symbols[i + j] << 13 - j;
        }
        i += narrow;
      } else {
        word = 0xc000;
        int n = Math.min(7, count - i);
        for (int j = 0; j < n; j++) {
          word |= symbols[i + j] << 12 - 2 * j;
        }
        i += n;
      }
      put16(buf, at, word);
      at += 2;
    }
    return at;
  }

  private int writeDeltas(byte[] buf, int from, int count, long previousTick) {
    int at = from;
    long previous = previousTick;
    for (int i = 0; i < count; i++) {
      if (symbols[i] == NOT_RECEIVED) {
        continue;
      }
      long tick = ticks[(int) (next + i) & WINDOW - 1];
      long delta = tick - previous;
      previous = tick;
      if (symbols[i] == LARGE) {
        put16(buf, at, (int) delta);
        at += 2;
      } else {
        buf[at++] = (byte) delta;
      }
    }
    return at;
  }

  private static void put16(byte[] b, int at, int value) {
    b[at] = (byte) (value >> 8);
    b[at + 1] = (byte) value;
  }

  private static void put32(byte[] b, int at, long value) {
    put16(b, at, (int) (value >> 16));
    put16(b, at + 2, (int) value);
  }
}
