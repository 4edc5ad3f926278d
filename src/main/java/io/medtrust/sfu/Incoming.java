package io.medtrust.sfu;

import java.util.Map;

/**
 * What was negotiated for one track that a transport sends to us.
 *
 * @param track the track's id in events
 * @param mid of its m-line
 * @param codec {@code VP8}, {@code H264}, {@code VP9}, {@code AV1} or {@code opus}
 * @param clockRate Hz
 * @param rtxPayloadType -1 when there is none
 * @param ssrc -1 when the SDP does not say it: learnt from the first packet
 * @param rtxSsrc as {@code ssrc}
 * @param extensions header-extension ids by URI
 * @param nack generic NACK was negotiated
 * @param verified the track carries the identity that is verified
 */
record Incoming(
    String track,
    String mid,
    boolean video,
    String codec,
    int clockRate,
    int payloadType,
    int rtxPayloadType,
    long ssrc,
    long rtxSsrc,
    Map<String, Integer> extensions,
    boolean nack,
    boolean verified) {

  String kind() {
    return video ? "video" : "audio";
  }
}
