package io.medtrust.rtc.rtp;

import java.util.Arrays;
import java.util.function.Consumer;

/** What is common to the depacketisers of video: order, frame limits, damage. */
abstract sealed class VideoAssembler implements FrameAssembler, ReorderBuffer.Sink
    permits Vp8Depacketizer, H264Depacketizer {
  private static final int REORDER_PACKETS = 1024;

  private final ReorderBuffer reorder;
  private final Consumer<EncodedFrame> frames;
  private byte[] frame = new byte[16 * 1024];
  private int frameLength;
  private int framePackets;
  private long frameTimestamp;
  private boolean open;
  // The rest of the frame of this timestamp is passed over.
  private boolean skipping;
  // Packets missing before the next payload.
  private int lostBefore;
  private boolean damaged;
  private boolean waiting = true;
  private long emitted;
  private long dropped;

  VideoAssembler(Consumer<EncodedFrame> frames, long holdNanos) {
    this.frames = frames;
    this.reorder = new ReorderBuffer(this, holdNanos, REORDER_PACKETS);
  }

  /** What a codec says of a packet that would begin a frame. */
  enum Start {
    /** It does not begin a frame: the beginning is missing. */
    NO,
    /** It begins a frame; if something is missing before it, the chain of frames is broken. */
    YES,
    /** It begins the frame that follows the last whole one: whatever is missing was no media. */
    NOTHING_MISSED,
    /** It begins a frame, but not the one that follows the last whole one. */
    FRAME_MISSED
  }

  /** What a whole frame is good for. */
  enum Outcome {
    EMIT,
    /** No picture in it (parameter sets alone): it goes before the next frame. */
    PREFIX,
    BROKEN
  }

  /** Whether a payload begins a frame; {@code lost} packets before it are missing. */
  abstract Start start(byte[] buf, int off, int len, int lost);

  /** Adds a payload's media with {@link #add}; false when it makes no sense at this place. */
  abstract boolean append(byte[] buf, int off, int len);

  /** The frame has all its packets. */
  abstract Outcome complete();

  /** Whether the whole frame is one that a decoder can start with. */
  abstract boolean keyFrame();

  abstract int width();

  abstract int height();

  /** Forgets what is known of the present frame; {@code all}: of the stream too. */
  abstract void forget(boolean all);

  @Override
  public final void packet(RtpView packet, long nowNanos) {
    reorder.put(packet, nowNanos);
  }

  @Override
  public final void poll(long nowNanos) {
    reorder.poll(nowNanos);
  }

  @Override
  public final long nextNanos() {
    return reorder.nextNanos();
  }

  @Override
  public final boolean keyFrameNeeded() {
    return waiting || damaged;
  }

  @Override
  public final void skipToKeyFrame() {
    waiting = true;
  }

  @Override
  public final long frames() {
    return emitted;
  }

  @Override
  public final long framesDropped() {
    return dropped;
  }

  @Override
  public final long packetsLost() {
    return reorder.lost();
  }

  @Override
  public final long packetsLate() {
    return reorder.late();
  }

  @Override
  public final void payload(byte[] buf, int off, int len, long timestamp, boolean marker) {
    if (len == 0) {
      return; // padding
    }
    if (open && lostBefore > 0) {
      // What is missing belongs to this frame: its end, or something in its middle.
      dropFrame();
      skipping = true;
      lostBefore = 0;
    }
    if (skipping && timestamp == frameTimestamp) {
      skipping = !marker;
      lostBefore = 0;
      return;
    }
    skipping = false;
    if (open && timestamp != frameTimestamp) {
      finish(); // the sender set no marker
    }
    if (!open && !begin(buf, off, len, timestamp)) {
      skipping = !marker;
      return;
    }
    if (++framePackets > MAX_FRAME_PACKETS || !append(buf, off, len)) {
      dropFrame();
      skipping = !marker;
      return;
    }
    if (marker) {
      finish();
    }
  }

  private boolean begin(byte[] buf, int off, int len, long timestamp) {
    Start start = start(buf, off, len, lostBefore);
    if (lostBefore > 0 && start == Start.YES || start == Start.FRAME_MISSED) {
      damaged = true;
    }
    lostBefore = 0;
    frameTimestamp = timestamp;
    if (start == Start.NO) {
      dropFrame();
      return false;
    }
    open = true;
    return true;
  }

  private void finish() {
    open = false;
    switch (complete()) {
      case BROKEN -> dropFrame();
      case PREFIX -> {}
      case EMIT -> emit();
    }
  }

  private void emit() {
    boolean key = keyFrame();
    if (key) {
      waiting = false;
      damaged = false;
    }
    EncodedFrame out = null;
    if (waiting) {
      dropped++;
    } else {
      emitted++;
      byte[] data = Arrays.copyOf(frame, frameLength);
      out = new EncodedFrame(data, frameTimestamp, key, damaged, width(), height(), framePackets);
    }
    clear(false);
    if (out != null) {
      frames.accept(out);
    }
  }

  private void dropFrame() {
    open = false;
    dropped++;
    damaged = true;
    clear(false);
  }

  private void clear(boolean all) {
    frameLength = 0;
    framePackets = 0;
    forget(all);
  }

  @Override
  public final void lost(int packets) {
    lostBefore += packets;
  }

  @Override
  public final void restart() {
    if (open) {
      dropped++;
    }
    open = false;
    skipping = false;
    lostBefore = 0;
    damaged = false;
    waiting = true;
    clear(true);
  }

  /** Adds bytes to the present frame; false when it grows too large. */
  final boolean add(byte[] buf, int off, int len) {
    if (len > MAX_FRAME_BYTES - frameLength) {
      return false;
    }
    if (frameLength + len > frame.length) {
      frame = Arrays.copyOf(frame, Math.max(frameLength + len, frame.length * 2));
    }
    System.arraycopy(buf, off, frame, frameLength, len);
    frameLength += len;
    return true;
  }

  final boolean isEmpty() {
    return frameLength == 0;
  }
}
