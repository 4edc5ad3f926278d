package io.medtrust.rtc.rtp;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Opus packets from RTP (RFC 7587) in order, with what was lost between them. Waits shortly for
 * reordered packets. Sans-IO, not thread-safe.
 */
public final class OpusDepacketizer implements ReorderBuffer.Sink {
  /** Longer than usual reordering, shorter than people notice. */
  public static final long DEFAULT_HOLD_NANOS = 80_000_000;

  /** At most this much loss is told: after one second concealment is silence anyway. */
  public static final int MAX_LOST_BEFORE = 50;

  private static final int REORDER_PACKETS = 64;

  private final ReorderBuffer reorder;
  private final Consumer<AudioPacket> packets;
  private int lostBefore;
  private long emitted;

  /** Waits {@link #DEFAULT_HOLD_NANOS} for missing packets. */
  public OpusDepacketizer(Consumer<AudioPacket> packets) {
    this(packets, DEFAULT_HOLD_NANOS);
  }

  /**
   * @param packets takes each packet
   * @param holdNanos how long a missing packet is waited for
   */
  public OpusDepacketizer(Consumer<AudioPacket> packets, long holdNanos) {
    this.packets = packets;
    this.reorder = new ReorderBuffer(this, holdNanos, REORDER_PACKETS);
  }

  /** Takes a packet of the audio SSRC and copies what it needs of it. */
  public void packet(RtpView packet, long nowNanos) {
    reorder.put(packet, nowNanos);
  }

  /** Gives up what was waited for too long. */
  public void poll(long nowNanos) {
    reorder.poll(nowNanos);
  }

  /** When {@link #poll} has something to do, or {@link Long#MAX_VALUE}. */
  public long nextNanos() {
    return reorder.nextNanos();
  }

  /** Packets emitted. */
  public long packets() {
    return emitted;
  }

  /** Packets lost for good. */
  public long packetsLost() {
    return reorder.lost();
  }

  /** Packets that came twice or after they were given up. */
  public long packetsLate() {
    return reorder.late();
  }

  @Override
  public void payload(byte[] buf, int off, int len, long timestamp, boolean marker) {
    if (len == 0) {
      return;
    }
    int lost = lostBefore;
    lostBefore = 0;
    emitted++;
    packets.accept(new AudioPacket(Arrays.copyOfRange(buf, off, off + len), timestamp, lost));
  }

  @Override
  public void lost(int count) {
    lostBefore = Math.min(MAX_LOST_BEFORE, lostBefore + count);
  }

  @Override
  public void restart() {
    lostBefore = 0;
  }
}
