package io.medtrust.rtc.rtcp;

import java.nio.charset.StandardCharsets;

/**
 * Appends RTCP packets to a buffer, forming a compound packet. Every method returns false, and
 * leaves the buffer's contents as they were, when there is no room. The buffer is the caller's; no
 * allocation. Not thread-safe.
 */
public final class RtcpWriter {
  private byte[] buf;
  private int start;
  private int limit;
  private int at;
  // Start of the SR, RR, NACK or FIR that still takes items, or -1.
  private int open = -1;

  /**
   * Begins a new compound packet.
   *
   * @param off first byte
   * @param max bytes that may be written
   */
  public RtcpWriter begin(byte[] buffer, int off, int max) {
    buf = buffer;
    start = off;
    at = off;
    limit = Math.min(buffer.length, off + max);
    open = -1;
    return this;
  }

  /** Bytes written since {@link #begin}. */
  public int length() {
    return at - start;
  }

  /** A sender report; report blocks may follow. {@code ntp} is a 64-bit NTP time. */
  public boolean senderReport(long ssrc, long ntp, long rtp, long packets, long octets) {
    if (!head(RtcpReader.SENDER_REPORT, 0, 28)) {
      return false;
    }
    put32(at + 4, ssrc);
    put32(at + 8, ntp >>> 32);
    put32(at + 12, ntp);
    put32(at + 16, rtp);
    put32(at + 20, packets);
    put32(at + 24, octets);
    return opened(28);
  }

  /** A receiver report without blocks; report blocks may follow. */
  public boolean receiverReport(long ssrc) {
    if (!head(RtcpReader.RECEIVER_REPORT, 0, 8)) {
      return false;
    }
    put32(at + 4, ssrc);
    return opened(8);
  }

  /**
   * One block of the report just begun, at most 31; parameters as in {@link
   * RtcpReader.Handler#onReceiverReport}.
   */
  public boolean reportBlock(
      long ssrc,
      int fractionLost,
      int cumulativeLost,
      long extendedHighest,
      long jitter,
      long lastSr,
      long delay) {
    if (open < 0 || type(open) > RtcpReader.RECEIVER_REPORT || (buf[open] & 0x1f) == 31) {
      return false;
    }
    if (limit - at < 24) {
      return false;
    }
    put32(at, ssrc);
    put32(at + 4, (long) (fractionLost & 0xff) << 24 | cumulativeLost & 0xffffff);
    put32(at + 8, extendedHighest);
    put32(at + 12, jitter);
    put32(at + 16, lastSr);
    put32(at + 20, delay);
    buf[open]++;
    return grew(24);
  }

  /** A source description with the CNAME item alone (RFC 3550 §6.5.1); allocates a little. */
  public boolean cname(long ssrc, String cname) {
    byte[] text = cname.getBytes(StandardCharsets.UTF_8);
    if (text.length > 255) {
      return false;
    }
    // SSRC, item head, text, at least one zero octet, up to the word's end.
    int size = 8 + (2 + text.length + 4 & ~3);
    if (!head(RtcpReader.SOURCE_DESCRIPTION, 1, size)) {
      return false;
    }
    put32(at + 4, ssrc);
    buf[at + 8] = 1;
    buf[at + 9] = (byte) text.length;
    System.arraycopy(text, 0, buf, at + 10, text.length);
    java.util.Arrays.fill(buf, at + 10 + text.length, at + size, (byte) 0);
    at += size;
    open = -1;
    return true;
  }

  /**
   * One item of a generic NACK; further items for the same streams join the same packet.
   *
   * @param blp bit i set: pid + i + 1 is missing too
   */
  public boolean nack(long sender, long mediaSsrc, int pid, int blp) {
    boolean join =
        open >= 0
            && type(open) == RtcpReader.TRANSPORT_FEEDBACK
            && RtcpReader.u32(buf, open + 4) == (sender & 0xffffffffL)
            && RtcpReader.u32(buf, open + 8) == (mediaSsrc & 0xffffffffL);
    if (join) {
      if (limit - at < 4) {
        return false;
      }
      put16(at, pid);
      put16(at + 2, blp);
      return grew(4);
    }
    if (!head(RtcpReader.TRANSPORT_FEEDBACK, 1, 16)) {
      return false;
    }
    put32(at + 4, sender);
    put32(at + 8, mediaSsrc);
    put16(at + 12, pid);
    put16(at + 14, blp);
    return opened(16);
  }

  /** Picture loss indication (RFC 4585 §6.3.1). */
  public boolean pli(long sender, long mediaSsrc) {
    if (!head(RtcpReader.PAYLOAD_FEEDBACK, 1, 12)) {
      return false;
    }
    put32(at + 4, sender);
    put32(at + 8, mediaSsrc);
    at += 12;
    open = -1;
    return true;
  }

  /**
   * Full intra request (RFC 5104 §4.3.1).
   *
   * @param number 0..255, raised with each new request
   */
  public boolean fir(long sender, long mediaSsrc, int number) {
    if (!head(RtcpReader.PAYLOAD_FEEDBACK, 4, 20)) {
      return false;
    }
    put32(at + 4, sender);
    put32(at + 8, 0);
    put32(at + 12, mediaSsrc);
    put32(at + 16, (long) (number & 0xff) << 24);
    at += 20;
    open = -1;
    return true;
  }

  /**
   * Receiver's estimated greatest bitrate for one stream (draft-alvestrand-rmcat-remb-03).
   *
   * @param bitsPerSecond rounded down to 18 significant bits
   */
  public boolean remb(long sender, long bitsPerSecond, long mediaSsrc) {
    if (bitsPerSecond < 0 || !head(RtcpReader.PAYLOAD_FEEDBACK, 15, 24)) {
      return false;
    }
    int exponent = Math.max(0, 64 - Long.numberOfLeadingZeros(bitsPerSecond) - 18);
    put32(at + 4, sender);
    put32(at + 8, 0);
    put32(at + 12, 0x52454d42L);
    put32(at + 16, 1L << 24 | (long) exponent << 18 | bitsPerSecond >> exponent);
    put32(at + 20, mediaSsrc);
    at += 24;
    open = -1;
    return true;
  }

  /** The streams end (RFC 3550 §6.6). */
  public boolean bye(long ssrc) {
    if (!head(RtcpReader.BYE, 1, 8)) {
      return false;
    }
    put32(at + 4, ssrc);
    at += 8;
    open = -1;
    return true;
  }

  private boolean head(int type, int count, int size) {
    if (limit - at < size) {
      return false;
    }
    buf[at] = (byte) (0x80 | count);
    buf[at + 1] = (byte) type;
    put16(at + 2, size / 4 - 1);
    return true;
  }

  private boolean opened(int size) {
    open = at;
    at += size;
    return true;
  }

  private boolean grew(int size) {
    at += size;
    put16(open + 2, (at - open) / 4 - 1);
    return true;
  }

  private int type(int packet) {
    return buf[packet + 1] & 0xff;
  }

  private void put16(int i, int value) {
    buf[i] = (byte) (value >> 8);
    buf[i + 1] = (byte) value;
  }

  private void put32(int i, long value) {
    put16(i, (int) (value >> 16));
    put16(i + 2, (int) value);
  }
}
