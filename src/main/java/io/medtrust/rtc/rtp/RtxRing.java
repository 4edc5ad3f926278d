package io.medtrust.rtc.rtp;

/**
 * The last packets of one published stream, by source sequence number, for retransmission to any of
 * its subscribers. Memory is taken in chunks as packets come and then kept: at most {@code slots ×
 * bytes}. Not thread-safe.
 */
public final class RtxRing {
  private static final int CHUNK = 64;

  private final int mask;
  private final int slotBytes;
  private final byte[][] chunks;
  // Per slot: sequence number + 1 and length; 0 = empty.
  private final int[] sequences;
  private final short[] lengths;
  private final long[] storedAt;

  /**
   * @param slots packets kept, rounded up to a power of two, 64..32768; 2048 is about 10-20 s of
   *     video
   * @param slotBytes longest packet kept, at most 32767; longer ones are not stored
   */
  public RtxRing(int slots, int slotBytes) {
    if (slots < 1 || slots > 32768 || slotBytes < 64 || slotBytes > Short.MAX_VALUE) {
      throw new IllegalArgumentException("slots " + slots + ", bytes " + slotBytes);
    }
    int size = slots <= CHUNK ? CHUNK : Integer.highestOneBit(slots - 1) << 1;
    this.mask = size - 1;
    this.slotBytes = slotBytes;
    this.chunks = new byte[size / CHUNK][];
    this.sequences = new int[size];
    this.lengths = new short[size];
    this.storedAt = new long[size];
  }

  /** Keeps a copy of the packet under its own sequence number, in place of an older one. */
  public void store(RtpView packet, long nowNanos) {
    int length = packet.length();
    int sequence = packet.sequenceNumber();
    int slot = sequence & mask;
    if (length > slotBytes) {
      sequences[slot] = 0;
      return;
    }
    byte[] chunk = chunks[slot / CHUNK];
    if (chunk == null) {
      chunk = chunks[slot / CHUNK] = new byte[CHUNK * slotBytes];
    }
    System.arraycopy(packet.buffer(), packet.offset(), chunk, slot % CHUNK * slotBytes, length);
    sequences[slot] = sequence + 1;
    lengths[slot] = (short) length;
    storedAt[slot] = nowNanos;
  }

  /**
   * Points {@code into} at the kept packet. The bytes stay this ring's: read them before the next
   * {@link #store}.
   *
   * @param sequence source sequence number
   * @return false when it is not kept any more
   */
  public boolean find(int sequence, RtpView into) {
    int slot = sequence & mask;
    return sequences[slot] == (sequence & 0xffff) + 1
        && into.parse(chunks[slot / CHUNK], slot % CHUNK * slotBytes, lengths[slot]);
  }

  /** Whether a packet with this source sequence number is kept. */
  public boolean contains(int sequence) {
    return sequences[sequence & mask] == (sequence & 0xffff) + 1;
  }

  /** When the kept packet was stored; meaningful only if {@link #contains} says so. */
  public long storedAtNanos(int sequence) {
    return storedAt[sequence & mask];
  }

  /** Forgets all packets and gives the memory back: the source began anew. */
  public void clear() {
    java.util.Arrays.fill(sequences, 0);
    java.util.Arrays.fill(chunks, null);
  }
}
