package io.medtrust.rtc.sdp;

/**
 * A codec that was agreed on, with its retransmission format.
 *
 * @param rtx null when retransmissions have no format of their own
 */
public record CodecChoice(Codec codec, Codec rtx) {
  public int payloadType() {
    return codec.payloadType();
  }

  /** Payload type of retransmissions, or -1. */
  public int rtxPayloadType() {
    return rtx == null ? -1 : rtx.payloadType();
  }
}
