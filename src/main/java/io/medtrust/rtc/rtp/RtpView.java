package io.medtrust.rtc.rtp;

/**
 * One RTP packet (RFC 3550 §5.1) with header extensions (RFC 8285) as it lies in a buffer.
 * Reusable: {@link #parse} moves the view to another packet; nothing is copied or allocated.
 *
 * <p>The buffer stays the caller's; the view is valid until the buffer changes. Not thread-safe.
 */
public final class RtpView {
  /** Bytes of the fixed header. */
  public static final int FIXED_HEADER = 12;

  /** Elements of one packet that are looked at; a browser sends at most about ten. */
  static final int MAX_EXTENSIONS = 32;

  private static final int ONE_BYTE_PROFILE = 0xbede;
  private static final int TWO_BYTE_PROFILE = 0x1000;

  private byte[] buffer;
  private int offset;
  private int length;
  private int payloadOffset;
  private int payloadLength;
  private int extensionCount;
  // Per element: id << 24 | length << 16 | offset relative to the packet.
  private final int[] extensions = new int[MAX_EXTENSIONS];

  /**
   * Moves this view to a packet. Never throws on content.
   *
   * @param buf holds the packet
   * @param off first byte of the packet
   * @param len bytes of the packet, at most 65535
   * @return false when this is not RTP (version, lengths, padding); the view is then unusable. Bad
   *     extension elements are ignored together with those behind them, the packet is still valid
   */
  public boolean parse(byte[] buf, int off, int len) {
    if (len < FIXED_HEADER || len > 0xffff || off < 0 || len > buf.length - off) {
      return false;
    }
    int first = buf[off];
    if ((first & 0xc0) != 0x80) {
      return false;
    }
    int at = FIXED_HEADER + ((first & 0x0f) << 2);
    int extensionAt = 0;
    int extensionEnd = 0;
    int profile = 0;
    if ((first & 0x10) != 0) {
      if (at + 4 > len) {
        return false;
      }
      profile = Bytes.u16(buf, off + at);
      extensionAt = at + 4;
      extensionEnd = extensionAt + (Bytes.u16(buf, off + at + 2) << 2);
      at = extensionEnd;
    }
    if (at > len) {
      return false;
    }
    int padding = 0;
    if ((first & 0x20) != 0) {
      // RFC 3550 A.1: the last octet counts the padding, itself included.
      padding = at < len ? buf[off + len - 1] & 0xff : 0;
      if (padding == 0 || padding > len - at) {
        return false;
      }
    }
    buffer = buf;
    offset = off;
    length = len;
    payloadOffset = off + at;
    payloadLength = len - at - padding;
    extensionCount = 0;
    if (extensionEnd > extensionAt) {
      if (profile == ONE_BYTE_PROFILE) {
        indexOneByte(extensionAt, extensionEnd);
      } else if ((profile & 0xfff0) == TWO_BYTE_PROFILE) {
        indexTwoByte(extensionAt, extensionEnd);
      }
    }
    return true;
  }

  // RFC 8285 §4.2: id 0 is a padding octet, id 15 stops the processing.
  private void indexOneByte(int from, int end) {
    int at = from;
    while (at < end && extensionCount < MAX_EXTENSIONS) {
      int head = buffer[offset + at++] & 0xff;
      int id = head >> 4;
      if (id == 0) {
        continue;
      }
      int size = (head & 0x0f) + 1;
      if (id == 15 || size > end - at) {
        return;
      }
      extensions[extensionCount++] = id << 24 | size << 16 | at;
      at += size;
    }
  }

  // RFC 8285 §4.3: an id octet and a length octet; id 0 is a padding octet without length.
  private void indexTwoByte(int from, int end) {
    int at = from;
    while (at < end && extensionCount < MAX_EXTENSIONS) {
      int id = buffer[offset + at++] & 0xff;
      if (id == 0) {
        continue;
      }
      if (at >= end) {
        return;
      }
      int size = buffer[offset + at++] & 0xff;
      if (size > end - at) {
        return;
      }
      extensions[extensionCount++] = id << 24 | size << 16 | at;
      at += size;
    }
  }

  /**
   * Whether a packet of the shared port is RTCP, by its second byte (RFC 5761 §4).
   *
   * @param len bytes of the packet
   */
  public static boolean isRtcp(byte[] buf, int off, int len) {
    if (len < 8) {
      return false;
    }
    int type = buf[off + 1] & 0xff;
    return type >= 192 && type <= 223;
  }

  /** The array that holds the packet. */
  public byte[] buffer() {
    return buffer;
  }

  /** Index of the packet's first byte in {@link #buffer()}. */
  public int offset() {
    return offset;
  }

  /** Bytes of the packet, header and padding included. */
  public int length() {
    return length;
  }

  /** 0..2^32-1. */
  public long ssrc() {
    return Bytes.u32(buffer, offset + 8);
  }

  /** 0..127. */
  public int payloadType() {
    return buffer[offset + 1] & 0x7f;
  }

  /** 0..65535. */
  public int sequenceNumber() {
    return Bytes.u16(buffer, offset + 2);
  }

  /** 0..2^32-1, in units of the codec's clock rate. */
  public long timestamp() {
    return Bytes.u32(buffer, offset + 4);
  }

  /** For video: the last packet of a frame. */
  public boolean marker() {
    return buffer[offset + 1] < 0;
  }

  /** Number of contributing sources, 0..15. */
  public int csrcCount() {
    return buffer[offset] & 0x0f;
  }

  /** Index of the payload's first byte in {@link #buffer()}. */
  public int payloadOffset() {
    return payloadOffset;
  }

  /** Bytes of payload without padding; 0 for a pure padding packet. */
  public int payloadLength() {
    return payloadLength;
  }

  /**
   * Where the value of a header extension begins.
   *
   * @param id negotiated id, 1..14 (one-byte form) or 1..255
   * @return index in {@link #buffer()}, or -1 when the packet does not carry it
   */
  public int extensionOffset(int id) {
    for (int i = 0; i < extensionCount; i++) {
      if (extensions[i] >>> 24 == id) {
        return offset + (extensions[i] & 0xffff);
      }
    }
    return -1;
  }

  /**
   * Bytes of a header extension's value.
   *
   * @param id negotiated id
   * @return 0..255, or -1 when the packet does not carry it
   */
  public int extensionLength(int id) {
    for (int i = 0; i < extensionCount; i++) {
      if (extensions[i] >>> 24 == id) {
        return extensions[i] >> 16 & 0xff;
      }
    }
    return -1;
  }

  /** The value of a text extension as mid or rid, or null. Allocates: not for every packet. */
  public String extensionText(int id) {
    int at = extensionOffset(id);
    return at < 0
        ? null
        : new String(buffer, at, extensionLength(id), java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** The value of a two-byte number extension as the transport-wide sequence number, or -1. */
  public int extensionU16(int id) {
    int at = extensionOffset(id);
    return at < 0 || extensionLength(id) < 2 ? -1 : Bytes.u16(buffer, at);
  }

  int extensionCount() {
    return extensionCount;
  }

  int extensionIdAt(int index) {
    return extensions[index] >>> 24;
  }

  int extensionLengthAt(int index) {
    return extensions[index] >> 16 & 0xff;
  }

  int extensionOffsetAt(int index) {
    return offset + (extensions[index] & 0xffff);
  }
}
