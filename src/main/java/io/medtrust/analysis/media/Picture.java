package io.medtrust.analysis.media;

/**
 * One decoded picture as I420: a full luma plane and two chroma planes of half its size (rounded
 * up). Values are unsigned bytes of limited range (luma 16..235, chroma 16..240), read as ITU-R
 * BT.601, which is what browsers send for camera pictures.
 *
 * <p>Ownership: the arrays belong to the decoder, which writes the next picture into them. They are
 * valid, and not written, only during the call that hands the picture over: copy what is kept.
 *
 * @param y luma, row r begins at {@code r * yStride}
 * @param u chroma blue, row r begins at {@code r * chromaStride}
 * @param v chroma red, as {@code u}
 * @param width of the luma plane, pixels
 * @param height of the luma plane, pixels
 * @param yStride distance of two luma rows, at least {@code width}
 * @param chromaStride distance of two chroma rows, at least {@link #chromaWidth()}
 * @param captureTimeMicros when it was captured, microseconds since 1970 on the node's clock; steps
 *     follow the RTP clock
 * @param rtpTimestamp of the frame, 90 kHz, as an unsigned 32-bit number in an int
 * @param keyFrame decoded without any other picture
 * @param damaged a packet before it was lost and no key frame came since: it may look right and be
 *     wrong, and no detector may judge it
 * @param arrivalMicros when its last packet reached the node, microseconds since 1970; 0 when that
 *     is not known
 * @param encodedBytes size of the encoded frame; 0 when that is not known
 */
public record Picture(
    byte[] y,
    byte[] u,
    byte[] v,
    int width,
    int height,
    int yStride,
    int chromaStride,
    long captureTimeMicros,
    int rtpTimestamp,
    boolean keyFrame,
    boolean damaged,
    long arrivalMicros,
    int encodedBytes) {

  /** A picture whose way here is not known. */
  public Picture(
      byte[] y,
      byte[] u,
      byte[] v,
      int width,
      int height,
      int yStride,
      int chromaStride,
      long captureTimeMicros,
      int rtpTimestamp,
      boolean keyFrame,
      boolean damaged) {
    this(
        y,
        u,
        v,
        width,
        height,
        yStride,
        chromaStride,
        captureTimeMicros,
        rtpTimestamp,
        keyFrame,
        damaged,
        0,
        0);
  }

  /** The same picture with when its last packet reached the node, and its encoded size. */
  public Picture arrived(long micros, int bytes) {
    return new Picture(
        y,
        u,
        v,
        width,
        height,
        yStride,
        chromaStride,
        captureTimeMicros,
        rtpTimestamp,
        keyFrame,
        damaged,
        micros,
        bytes);
  }

  /** Width of the chroma planes, pixels. */
  public int chromaWidth() {
    return (width + 1) / 2;
  }

  /** Height of the chroma planes, pixels. */
  public int chromaHeight() {
    return (height + 1) / 2;
  }
}
