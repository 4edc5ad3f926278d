package io.medtrust.rtc.rtp;

/**
 * The VP8 payload descriptor (RFC 7741 §4.2) and key-frame header (RFC 6386 §9.1) of one packet.
 * Reusable; never throws on content. Not thread-safe.
 */
public final class Vp8Payload {
  private int headerLength;
  private boolean startOfFrame;
  private int pictureId;
  private int pictureIdBits;
  private boolean keyFrame;
  private int width;
  private int height;

  /**
   * Reads a payload.
   *
   * @return false when it is no VP8 payload or has nothing behind the descriptor
   */
  public boolean parse(byte[] buf, int off, int len) {
    if (len < 1 || off < 0 || len > buf.length - off) {
      return false;
    }
    int end = off + len;
    int first = buf[off];
    int at = off + 1;
    pictureId = -1;
    pictureIdBits = 0;
    if ((first & 0x80) != 0) {
      if (at >= end) {
        return false;
      }
      int extended = buf[at++];
      if ((extended & 0x80) != 0) {
        if (at >= end) {
          return false;
        }
        pictureId = buf[at++] & 0xff;
        pictureIdBits = 7;
        if (pictureId >= 0x80) {
          if (at >= end) {
            return false;
          }
          pictureId = (pictureId & 0x7f) << 8 | buf[at++] & 0xff;
          pictureIdBits = 15;
        }
      }
      if ((extended & 0x40) != 0) {
        at++; // TL0PICIDX
      }
      if ((extended & 0x30) != 0) {
        at++; // TID, Y, KEYIDX
      }
    }
    if (at >= end) {
      return false;
    }
    headerLength = at - off;
    startOfFrame = (first & 0x17) == 0x10;
    keyFrame = startOfFrame && (buf[at] & 1) == 0;
    width = 0;
    height = 0;
    if (keyFrame && end - at >= 10) {
      // 3 bytes of frame tag, start code 9d 01 2a, then 14 bits each and 2 bits of scaling.
      if (buf[at + 3] != (byte) 0x9d || buf[at + 4] != 1 || buf[at + 5] != 0x2a) {
        return false;
      }
      width = (buf[at + 6] & 0xff | (buf[at + 7] & 0x3f) << 8);
      height = (buf[at + 8] & 0xff | (buf[at + 9] & 0x3f) << 8);
    }
    return true;
  }

  /** Bytes of the descriptor before the VP8 data. */
  public int headerLength() {
    return headerLength;
  }

  /** The packet begins a frame: start of partition 0. */
  public boolean startOfFrame() {
    return startOfFrame;
  }

  /** 0..127 or 0..32767, -1 when absent. */
  public int pictureId() {
    return pictureId;
  }

  /** 7 or 15; 0 when there is no picture id. */
  public int pictureIdBits() {
    return pictureIdBits;
  }

  /** The packet begins a key frame. */
  public boolean keyFrame() {
    return keyFrame;
  }

  /** Pixels, 0..16383; 0 when the packet does not begin a key frame. */
  public int width() {
    return width;
  }

  /** Pixels, 0..16383; 0 when the packet does not begin a key frame. */
  public int height() {
    return height;
  }

  static boolean startsKeyFrame(byte[] buf, int off, int len) {
    int first = buf[off];
    if ((first & 0x17) != 0x10) {
      return false;
    }
    int at = off + 1;
    int end = off + len;
    if ((first & 0x80) != 0) {
      if (at >= end) {
        return false;
      }
      int extended = buf[at++];
      if ((extended & 0x80) != 0 && at < end) {
        at += buf[at] < 0 ? 2 : 1;
      }
      at += (extended & 0x40) != 0 ? 1 : 0;
      at += (extended & 0x30) != 0 ? 1 : 0;
    }
    return at < end && (buf[at] & 1) == 0;
  }
}
