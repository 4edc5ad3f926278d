package io.medtrust.rtc.srtp;

import java.util.Arrays;

/**
 * Protects what goes to one peer (RFC 3711, RFC 7714).
 *
 * <p>Keeps the rollover counter of each synchronisation source. A stream should begin with a
 * sequence number below 2^15: then a peer that misses the first packets still guesses the same
 * counter (RFC 3711 §3.3.1).
 *
 * <p>The caller must never hand in two different packets with the same source and sequence number
 * within one turn of the counter: they would be encrypted under one nonce, which reveals their
 * difference and, with GCM, lets anyone forge packets. Sending the very same packet again is safe;
 * a retransmission in the RTX format has a source and sequence numbers of its own.
 *
 * <p>Not thread-safe; owned by one media loop.
 */
public final class SrtpSender {
  /** Room in bytes that a caller must leave behind a packet. */
  public static final int MAX_OVERHEAD = 20;

  /** Not RTP or RTCP, or the header does not fit; nothing was written. */
  public static final int MALFORMED = -1;

  /**
   * The packet lies before the first one of its stream, or its counter is used up (2^48 packets,
   * 2^31 for RTCP); nothing was written.
   */
  public static final int INDEX_EXHAUSTED = -2;

  /** More than {@link #MAX_SSRCS} sources were used; nothing was written. */
  public static final int TOO_MANY_SSRCS = -3;

  /** A source costs 12 bytes and is never forgotten as long as the keys live. */
  public static final int MAX_SSRCS = 65_536;

  private final PacketCipher cipher;
  private final SsrcTable table = new SsrcTable(MAX_SSRCS);

  /** Highest RTP packet index of each source, or -1. */
  private long[] highest = new long[8];

  /** Next SRTCP index of each source. */
  private int[] nextRtcp = new int[8];

  /**
   * @throws IllegalArgumentException when key or salt have another length than the profile says
   */
  public SrtpSender(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    cipher = PacketCipher.create(profile, masterKey, masterSalt);
  }

  /**
   * Encrypts an RTP packet in place and appends its tag.
   *
   * @param buf has {@link #MAX_OVERHEAD} bytes of room behind the packet
   * @return the new length, or a negative constant of this class
   */
  public int protectRtp(byte[] buf, int off, int len) {
    int header = RtpPackets.headerLength(buf, off, len);
    if (header < 0) {
      return MALFORMED;
    }
    int ssrc = RtpPackets.ssrcOfRtp(buf, off);
    int slot = slot(ssrc);
    if (slot < 0) {
      return TOO_MANY_SSRCS;
    }
    int sequence = RtpPackets.sequence(buf, off);
    long last = highest[slot];
    long index = last < 0 ? sequence : RtpPackets.guessIndex(last, sequence);
    if (index < 0 || index >>> 48 != 0) {
      return INDEX_EXHAUSTED;
    }
    if (index > last) {
      highest[slot] = index;
    }
    return cipher.protectRtp(buf, off, len, header, ssrc, index);
  }

  /**
   * Encrypts an RTCP compound in place and appends index and tag.
   *
   * @param buf has {@link #MAX_OVERHEAD} bytes of room behind the packet
   * @return the new length, or a negative constant of this class
   */
  public int protectRtcp(byte[] buf, int off, int len) {
    if (len < RtpPackets.RTCP_HEADER || (buf[off] & 0xC0) != 0x80) {
      return MALFORMED;
    }
    int ssrc = RtpPackets.ssrcOfRtcp(buf, off);
    int slot = slot(ssrc);
    if (slot < 0) {
      return TOO_MANY_SSRCS;
    }
    int index = nextRtcp[slot];
    if (index < 0) {
      return INDEX_EXHAUSTED;
    }
    nextRtcp[slot] = index + 1;
    return cipher.protectRtcp(buf, off, len, ssrc, index);
  }

  private int slot(int ssrc) {
    int slot = table.find(ssrc);
    if (slot >= 0) {
      return slot;
    }
    slot = table.add(ssrc);
    if (slot >= 0) {
      if (slot >= highest.length) {
        highest = Arrays.copyOf(highest, 2 * highest.length);
        nextRtcp = Arrays.copyOf(nextRtcp, highest.length);
      }
      highest[slot] = -1;
    }
    return slot;
  }
}
