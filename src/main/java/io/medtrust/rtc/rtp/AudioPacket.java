package io.medtrust.rtc.rtp;

/**
 * One Opus packet.
 *
 * @param data the receiver's to keep
 * @param rtpTimestamp 0..2^32-1, 48 kHz (RFC 7587)
 * @param lostBefore packets lost for good directly before it, 0..50; silence that was not sent
 *     (DTX) does not count
 */
public record AudioPacket(byte[] data, long rtpTimestamp, int lostBefore) {}
