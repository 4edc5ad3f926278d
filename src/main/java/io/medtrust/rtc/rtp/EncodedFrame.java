package io.medtrust.rtc.rtp;

/**
 * One whole encoded picture: a VP8 frame, or an H.264 access unit in Annex B.
 *
 * @param data the receiver's to keep; nobody writes to it
 * @param rtpTimestamp 0..2^32-1
 * @param keyFrame a decoder can start with it
 * @param damaged something before it was lost for good and no key frame came since: it decodes
 *     without an error and is nevertheless wrong
 * @param width pixels as the last key frame's header says, 0 when unknown
 * @param height pixels as the last key frame's header says, 0 when unknown
 * @param packets RTP packets that it came in
 */
public record EncodedFrame(
    byte[] data,
    long rtpTimestamp,
    boolean keyFrame,
    boolean damaged,
    int width,
    int height,
    int packets) {}
