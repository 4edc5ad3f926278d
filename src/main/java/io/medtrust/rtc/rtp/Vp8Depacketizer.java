package io.medtrust.rtc.rtp;

import java.util.function.Consumer;

/**
 * VP8 frames from RTP (RFC 7741). Besides sequence numbers it looks at picture ids: packets lost
 * between two whole frames with adjacent ids carried no media, and a jump of ids without missing
 * packets is nevertheless a missing frame.
 */
public final class Vp8Depacketizer extends VideoAssembler {
  // A gap of more packets could hide a whole turn of a 7-bit picture id.
  private static final int MAX_GAP_BRIDGED = 100;

  private final Vp8Payload payload = new Vp8Payload();
  private boolean key;
  private int keyWidth;
  private int keyHeight;
  private int width;
  private int height;
  private int pictureId;
  private int pictureIdBits;
  private int lastPictureId = -1;
  private int lastPictureIdBits;

  /** Waits {@link FrameAssembler#DEFAULT_HOLD_NANOS} for missing packets. */
  public Vp8Depacketizer(Consumer<EncodedFrame> frames) {
    this(frames, DEFAULT_HOLD_NANOS);
  }

  /**
   * @param frames takes each frame
   * @param holdNanos how long a missing packet is waited for
   */
  public Vp8Depacketizer(Consumer<EncodedFrame> frames, long holdNanos) {
    super(frames, holdNanos);
  }

  @Override
  Start start(byte[] buf, int off, int len, int lost) {
    if (!payload.parse(buf, off, len) || !payload.startOfFrame()) {
      return Start.NO;
    }
    if (payload.pictureId() < 0
        || payload.pictureIdBits() != lastPictureIdBits
        || lost > MAX_GAP_BRIDGED) {
      return Start.YES;
    }
    int mask = (1 << lastPictureIdBits) - 1;
    return (lastPictureId + 1 & mask) == payload.pictureId()
        ? Start.NOTHING_MISSED
        : Start.FRAME_MISSED;
  }

  @Override
  boolean append(byte[] buf, int off, int len) {
    if (!payload.parse(buf, off, len)) {
      return false;
    }
    if (isEmpty()) {
      key = payload.keyFrame();
      keyWidth = payload.width();
      keyHeight = payload.height();
      pictureId = payload.pictureId();
      pictureIdBits = payload.pictureIdBits();
    } else if (payload.startOfFrame() || payload.pictureId() != pictureId) {
      return false;
    }
    int header = payload.headerLength();
    return add(buf, off + header, len - header);
  }

  @Override
  Outcome complete() {
    if (key) {
      if (keyWidth == 0 || keyHeight == 0) {
        return Outcome.BROKEN;
      }
      width = keyWidth;
      height = keyHeight;
    }
    lastPictureId = pictureId;
    lastPictureIdBits = pictureIdBits;
    return Outcome.EMIT;
  }

  @Override
  boolean keyFrame() {
    return key;
  }

  @Override
  int width() {
    return width;
  }

  @Override
  int height() {
    return height;
  }

  @Override
  void forget(boolean all) {
    key = false;
    if (all) {
      lastPictureId = -1;
      lastPictureIdBits = 0;
      width = 0;
      height = 0;
    }
  }
}
