package io.medtrust.rtc.rtp;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * How the packets of one published track are written for one subscriber: SSRC, payload types and
 * header-extension ids as the subscriber negotiated them. Made once per track and subscriber, used
 * for every packet by {@link RtpRewriter}. Not thread-safe while it is being set up.
 */
public final class Rewrite {
  /** RFC 8843 §15. */
  public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

  /** RFC 8852. */
  public static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

  /** RFC 8852. */
  public static final String REPAIRED_RID =
      "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

  /** draft-holmer-rmcat-transport-wide-cc-extensions-01. */
  public static final String TRANSPORT_CC =
      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

  /** 24 bits, 6.18 fixed-point seconds. */
  public static final String ABS_SEND_TIME =
      "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

  private static final byte[] NONE = {};

  private final long ssrc;
  // Source payload type → subscriber's payload type + 1; 0 = not forwarded.
  private final short[] payloadTypes = new short[128];
  // Subscriber's payload type → its rtx payload type + 1; 0 = none.
  private final short[] rtxPayloadTypes = new short[128];
  private long rtxSsrc = -1;
  // Source extension id → subscriber's id; 0 = stripped.
  private final short[] extensionIds = new short[256];
  private int midId;
  private byte[] mid = NONE;
  private int transportId;
  private int absSendTimeId;
  private boolean twoByte;

  /**
   * A plan that forwards nothing yet.
   *
   * @param ssrc of the outgoing stream, 0..2^32-1
   */
  public Rewrite(long ssrc) {
    this.ssrc = ssrc & 0xffffffffL;
  }

  /** Forwards packets of payload type {@code from} as {@code to} (both 0..127). */
  public Rewrite payloadType(int from, int to) {
    payloadTypes[from & 0x7f] = (short) ((to & 0x7f) + 1);
    return this;
  }

  /** The subscriber's retransmission stream (RFC 4588). */
  public Rewrite rtxSsrc(long ssrc) {
    rtxSsrc = ssrc & 0xffffffffL;
    return this;
  }

  /** Retransmits the subscriber's payload type {@code media} under {@code rtx} (both 0..127). */
  public Rewrite rtxPayloadType(int media, int rtx) {
    rtxPayloadTypes[media & 0x7f] = (short) ((rtx & 0x7f) + 1);
    return this;
  }

  /** Copies the value of extension {@code from} under the subscriber's id {@code to} (1..255). */
  public Rewrite extension(int from, int to) {
    extensionIds[from & 0xff] = (short) checkId(to);
    return this;
  }

  /**
   * Writes the subscriber's mid into each packet.
   *
   * @param id the subscriber's extension id
   * @param value 1..16 ASCII characters
   */
  public Rewrite mid(int id, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length == 0 || bytes.length > 16) {
      throw new IllegalArgumentException("mid of " + bytes.length + " bytes");
    }
    mid = bytes;
    midId = checkId(id);
    return this;
  }

  /** Writes a transport-wide sequence number of the subscriber's transport into each packet. */
  public Rewrite transportSequence(int id) {
    transportId = checkId(id);
    return this;
  }

  /** Writes the time of sending into each packet. */
  public Rewrite absSendTime(int id) {
    absSendTimeId = checkId(id);
    return this;
  }

  /**
   * Sets all extensions from what both sides negotiated: mid is overwritten, rid and repaired rid
   * are stripped, transport-wide sequence and send time are the subscriber's own, and whatever else
   * both know is copied.
   *
   * @param from publisher's ids by URI
   * @param to subscriber's ids by URI
   * @param midValue the subscriber's mid of this track, or null to send none
   */
  public Rewrite extensions(Map<String, Integer> from, Map<String, Integer> to, String midValue) {
    for (Map.Entry<String, Integer> e : to.entrySet()) {
      int id = e.getValue();
      switch (e.getKey()) {
        case MID -> {
          if (midValue != null) {
            mid(id, midValue);
          }
        }
        case RID, REPAIRED_RID -> {}
        case TRANSPORT_CC -> transportSequence(id);
        case ABS_SEND_TIME -> absSendTime(id);
        default -> {
          Integer source = from.get(e.getKey());
          if (source != null) {
            extension(source, id);
          }
        }
      }
    }
    return this;
  }

  /** SSRC of the outgoing stream. */
  public long ssrc() {
    return ssrc;
  }

  /** SSRC of the outgoing retransmissions, or -1. */
  public long rtxSsrc() {
    return rtxSsrc;
  }

  /** Whether packets of this payload type can be retransmitted on the rtx stream. */
  public boolean canRetransmit(int sourcePayloadType) {
    int to = payloadTypeFor(sourcePayloadType);
    return rtxSsrc >= 0 && to >= 0 && rtxPayloadTypeFor(to) >= 0;
  }

  /** The subscriber's payload type, or -1 when packets of this type are not forwarded. */
  public int payloadTypeFor(int source) {
    return payloadTypes[source & 0x7f] - 1;
  }

  int rtxPayloadTypeFor(int media) {
    return rtxPayloadTypes[media & 0x7f] - 1;
  }

  int extensionFor(int source) {
    return extensionIds[source & 0xff];
  }

  int midId() {
    return midId;
  }

  byte[] midValue() {
    return mid;
  }

  int transportId() {
    return transportId;
  }

  int absSendTimeId() {
    return absSendTimeId;
  }

  /** Ids above 14 exist only in the two-byte form; a stream does not mix (RFC 8285 §4.1.2). */
  boolean twoByte() {
    return twoByte;
  }

  private int checkId(int id) {
    if (id < 1 || id > 255 || id == 15) {
      throw new IllegalArgumentException("extension id " + id);
    }
    twoByte |= id > 14;
    return id;
  }
}
