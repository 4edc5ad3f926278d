package io.medtrust.sfu;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries packets from one media loop to one other: a ring without locks, one writer, one reader.
 *
 * <p>The slots' buffers belong to the writer until {@link #publish}, then to the reader until
 * {@link #release}. A full ring refuses; it never waits, because a slow loop must not slow another.
 */
final class HandOver {
  /** One packet on its way. */
  static final class Slot {
    final byte[] packet = new byte[MediaLoop.BUFFER_BYTES];
    int length;
    Fanout target;
    long source;
    boolean keyFrame;
    long arrivalNanos;
  }

  /** About a quarter of a second of a 40 Mbit/s flow. */
  private static final int SLOTS = 1024;

  private final Slot[] slots = new Slot[SLOTS];
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();

  HandOver() {
    for (int i = 0; i < SLOTS; i++) slots[i] = new Slot();
  }

  /** Writer: the next free slot, or null when the ring is full. */
  Slot claim() {
    long next = written.getPlain();
    return next - read.getAcquire() >= SLOTS ? null : slots[(int) next & (SLOTS - 1)];
  }

  /** Writer: gives the claimed slot to the reader. */
  void publish() {
    // A full store: the writer next reads whether the reader sleeps, and must not read that first.
    written.set(written.getPlain() + 1);
  }

  /** Reader: the oldest slot given, or null. */
  Slot peek() {
    long next = read.getPlain();
    return next == written.getAcquire() ? null : slots[(int) next & (SLOTS - 1)];
  }

  /** Reader: gives the slot back. */
  void release() {
    int slot = (int) read.getPlain() & (SLOTS - 1);
    slots[slot].target = null;
    read.setRelease(read.getPlain() + 1);
  }

  boolean isEmpty() {
    return read.getPlain() == written.get();
  }
}
