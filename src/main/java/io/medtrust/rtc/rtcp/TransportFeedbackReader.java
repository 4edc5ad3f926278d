package io.medtrust.rtc.rtcp;

/**
 * Reads transport-wide congestion feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01
 * §3.1): first the chunks are walked to see that every delta is there, then the handler is told.
 */
final class TransportFeedbackReader {
  private TransportFeedbackReader() {}

  /**
   * @param budget statuses that may be read
   * @return statuses read, or -1 when malformed or over the budget
   */
  static int read(byte[] b, int at, int end, int budget, RtcpReader.Handler handler) {
    if (end - at < 20) {
      return -1;
    }
    int statuses = RtcpReader.u16(b, at + 14);
    if (statuses > budget) {
      return -1;
    }
    int chunk = at + 20;
    int deltas = chunk;
    for (int left = statuses; left > 0; deltas += 2) {
      if (deltas + 2 > end) {
        return -1;
      }
      left -= capacity(RtcpReader.u16(b, deltas));
      if (left == statuses) {
        return -1; // a run of nothing
      }
    }
    handler.onTransportFeedback(
        RtcpReader.u32(b, at + 4),
        RtcpReader.u32(b, at + 8),
        b[at + 19] & 0xff,
        RtcpReader.u16(b, at + 12),
        statuses);
    // Reference time: signed 24 bits in multiples of 64 ms.
    long micros = ((int) RtcpReader.u32(b, at + 16) >> 8) * 64_000L;
    int sequence = RtcpReader.u16(b, at + 12);
    int left = statuses;
    while (left > 0) {
      int word = RtcpReader.u16(b, chunk);
      chunk += 2;
      int n = Math.min(left, capacity(word));
      for (int i = 0; i < n; i++) {
        int symbol = symbol(word, i);
        if (symbol == 1) {
          if (deltas >= end) {
            return -1;
          }
          micros += (b[deltas++] & 0xff) * 250L;
        } else if (symbol == 2) {
          if (deltas + 2 > end) {
            return -1;
          }
          micros += (short) RtcpReader.u16(b, deltas) * 250L;
          deltas += 2;
        }
        boolean received = symbol == 1 || symbol == 2;
        handler.onTransportPacket(sequence, received, received ? micros : 0);
        sequence = sequence + 1 & 0xffff;
      }
      left -= n;
    }
    return statuses;
  }

  /** Statuses that a chunk can hold: a run's length, 14 of one bit or 7 of two bits. */
  private static int capacity(int word) {
    if ((word & 0x8000) == 0) {
      return word & 0x1fff;
    }
    return (word & 0x4000) == 0 ? 14 : 7;
  }

  private static int symbol(int word, int index) {
    if ((word & 0x8000) == 0) {
      return word >> 13 & 3;
    }
    return (word & 0x4000) == 0 ? word >> 13 - index & 1 : word >> 12 - 2 * index & 3;
  }
}
