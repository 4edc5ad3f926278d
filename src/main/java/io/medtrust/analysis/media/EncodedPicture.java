package io.medtrust.analysis.media;

/**
 * One whole encoded frame: a VP8 frame or an H.264 access unit in Annex B.
 *
 * @param data belongs to the receiver of this record and may be overwritten by it (the pure-Java
 *     decoder unescapes in place)
 * @param captureTimeMicros microseconds since 1970 on the node's clock
 * @param rtpTimestamp 90 kHz, unsigned 32 bits in an int
 * @param damaged a packet before it was lost and no key frame came since
 */
public record EncodedPicture(
    byte[] data, long captureTimeMicros, int rtpTimestamp, boolean damaged) {}
