package io.medtrust.analysis;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bounded queue of packets between one media loop and one event loop: a ring of bytes, made once,
 * nothing allocated and nothing locked for a packet. A packet that does not fit is refused.
 *
 * <p>One thread may call {@link #offer}, another one {@link #poll}.
 */
final class PacketRing {
  /** Takes a packet; the bytes are valid during the call only. */
  interface Reader {
    void packet(byte[] buffer, int offset, int length, long arrivalNanos);
  }

  // Each record: length (4 bytes), arrival (8 bytes), the packet; it never wraps around the end.
  private static final int HEADER = 12;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, java.nio.ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.BIG_ENDIAN);
  private static final VarHandle HEAD;
  private static final VarHandle TAIL;

  static {
    try {
      var lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(PacketRing.class, "head", long.class);
      TAIL = lookup.findVarHandle(PacketRing.class, "tail", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final byte[] bytes;

  // Counted in bytes since the beginning; the index is the remainder.
  @SuppressWarnings("unused")
  private long head;

  @SuppressWarnings("unused")
  private long tail;

  /**
   * @param capacity bytes
   */
  PacketRing(int capacity) {
    bytes = new byte[capacity];
  }

  /** Adds a copy of a packet; false when there is no room. */
  boolean offer(byte[] buffer, int offset, int length, long arrivalNanos) {
    int needed = HEADER + length;
    long end = (long) TAIL.get(this);
    long begin = (long) HEAD.getAcquire(this);
    int at = (int) (end % bytes.length);
    int toEdge = bytes.length - at;
    // A record that would reach over the edge begins at the front; the rest up to the edge is void.
    int gap = toEdge < needed ? toEdge : 0;
    if (needed + gap > bytes.length - (end - begin)) return false;
    if (gap > 0) {
      if (gap >= 4) INT.set(bytes, at, -1);
      at = 0;
    }
    INT.set(bytes, at, length);
    LONG.set(bytes, at + 4, arrivalNanos);
    System.arraycopy(buffer, offset, bytes, at + HEADER, length);
    TAIL.setRelease(this, end + gap + needed);
    return true;
  }

  /** Hands over the oldest packet, if there is one. */
  boolean poll(Reader reader) {
    long begin = (long) HEAD.get(this);
    long end = (long) TAIL.getAcquire(this);
    if (begin == end) return false;
    int at = (int) (begin % bytes.length);
    int toEdge = bytes.length - at;
    if (toEdge < 4 || (int) INT.get(bytes, at) == -1) {
      begin += toEdge;
      at = 0;
    }
    int length = (int) INT.get(bytes, at);
    reader.packet(bytes, at + HEADER, length, (long) LONG.get(bytes, at + 4));
    HEAD.setRelease(this, begin + HEADER + length);
    return true;
  }
}
