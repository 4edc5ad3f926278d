package io.medtrust.rtc.rtp;

import java.util.function.Consumer;

/**
 * H.264 access units in Annex B from RTP (RFC 6184 single NAL units, STAP-A and FU-A). A key frame
 * is an access unit with an IDR picture and a readable SPS, in it or, when nothing was lost just
 * before it, known from earlier.
 */
public final class H264Depacketizer extends VideoAssembler {
  private static final byte[] START_CODE = {0, 0, 0, 1};

  private final H264Sps sps = new H264Sps();
  private final byte[] header = new byte[1];
  private boolean inFragment;
  private boolean hasSlice;
  private boolean hasIdr;
  private boolean hasSps;
  private boolean afterLoss;
  private int width;
  private int height;

  /** Waits {@link FrameAssembler#DEFAULT_HOLD_NANOS} for missing packets. */
  public H264Depacketizer(Consumer<EncodedFrame> frames) {
    this(frames, DEFAULT_HOLD_NANOS);
  }

  /**
   * @param frames takes each access unit
   * @param holdNanos how long a missing packet is waited for
   */
  public H264Depacketizer(Consumer<EncodedFrame> frames, long holdNanos) {
    super(frames, holdNanos);
  }

  @Override
  Start start(byte[] buf, int off, int len, int lost) {
    afterLoss = lost > 0;
    // Without loss the packet behind a marker begins a picture by definition.
    return lost == 0 || H264Payload.startsAccessUnit(buf, off, len) ? Start.YES : Start.NO;
  }

  @Override
  boolean append(byte[] buf, int off, int len) {
    int type = buf[off] & 0x1f;
    if (inFragment && type != H264Payload.FU_A) {
      return false;
    }
    return switch (type) {
      case H264Payload.STAP_A -> aggregate(buf, off + 1, off + len);
      case H264Payload.FU_A -> fragment(buf, off, len);
      default -> type > 0 && type < H264Payload.STAP_A && nal(buf, off, len);
    };
  }

  private boolean aggregate(byte[] buf, int from, int end) {
    int at = from;
    for (int n = 0; n < H264Payload.MAX_NALS && at < end; n++) {
      int size = end - at < 3 ? 0 : Bytes.u16(buf, at);
      if (size == 0 || size > end - at - 2 || !nal(buf, at + 2, size)) {
        return false;
      }
      at += 2 + size;
    }
    return at == end;
  }

  private boolean fragment(byte[] buf, int off, int len) {
    if (len < 3) {
      return false;
    }
    int fu = buf[off + 1];
    boolean first = (fu & 0x80) != 0;
    boolean last = (fu & 0x40) != 0;
    if (first == inFragment || first && last) {
      return false;
    }
    if (first) {
      header[0] = (byte) (buf[off] & 0xe0 | fu & 0x1f);
      note(header[0] & 0x1f);
      if (!add(START_CODE, 0, 4) || !add(header, 0, 1)) {
        return false;
      }
    }
    inFragment = !last;
    return add(buf, off + 2, len - 2);
  }

  private boolean nal(byte[] buf, int off, int len) {
    int type = buf[off] & 0x1f;
    note(type);
    if (type == H264Payload.SPS) {
      if (!sps.parse(buf, off, len)) {
        return false;
      }
      width = sps.width();
      height = sps.height();
      hasSps = true;
    }
    return add(START_CODE, 0, 4) && add(buf, off, len);
  }

  private void note(int type) {
    hasIdr |= type == H264Payload.IDR;
    hasSlice |= type >= H264Payload.SLICE && type <= H264Payload.IDR;
  }

  @Override
  Outcome complete() {
    // An IDR picture whose parameter sets may be among what was lost is not whole.
    if (inFragment || hasIdr && !hasSps && afterLoss) {
      return Outcome.BROKEN;
    }
    return hasSlice ? Outcome.EMIT : Outcome.PREFIX;
  }

  @Override
  boolean keyFrame() {
    return hasIdr && width > 0;
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
    inFragment = false;
    hasSlice = false;
    hasIdr = false;
    hasSps = false;
    if (all) {
      width = 0;
      height = 0;
    }
  }
}
