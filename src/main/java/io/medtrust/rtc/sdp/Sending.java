package io.medtrust.rtc.sdp;

/**
 * A track that is to be sent to a peer.
 *
 * @param codec what its packets contain; the payload type is the publisher's and is not used
 */
public record Sending(Codec codec, SendSource source) {}
