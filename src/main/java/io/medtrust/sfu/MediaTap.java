package io.medtrust.sfu;

/**
 * Where the packets of verified tracks go besides to the other participants. The SFU knows nothing
 * of what happens behind it.
 */
public interface MediaTap {
  /** A tap that takes nothing. */
  MediaTap NONE = _ -> null;

  /**
   * A verified track begins to be tapped. Called on a media loop; must not block.
   *
   * @return where its packets go, or null for nowhere
   */
  TrackTap open(TappedTrack track);

  /**
   * @param kind {@code audio} or {@code video}
   * @param codec {@code VP8}, {@code H264} or {@code opus}
   * @param clockRate of the RTP timestamps, Hz
   * @param keyFrames asks the sender for a key frame; throttled; may be called from any thread
   */
  record TappedTrack(
      String session,
      String participant,
      String kind,
      String codec,
      int clockRate,
      long ssrc,
      Runnable keyFrames) {}

  /**
   * One tapped track. All methods are called on the track's media loop and must not block or throw.
   */
  interface TrackTap {
    /**
     * One decrypted RTP packet, header included; recovered packets (RTX) have their original
     * sequence number and may come late. The buffer belongs to the media loop: copy what is needed
     * before returning.
     *
     * @param arrivalNanos monotonic clock of the media loop
     */
    void packet(byte[] buffer, int offset, int length, long arrivalNanos);

    /** The track ended or consent was withdrawn: drop what is queued. */
    void close();
  }
}
