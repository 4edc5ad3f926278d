package io.medtrust.rtc.sdp;

/**
 * How a track that we send is announced.
 *
 * @param ssrc 1..2^32-1
 * @param rtxSsrc source of its retransmissions, or 0 for none
 * @param cname a token; same for tracks that are to be played in step
 * @param stream a token; the browser groups tracks by it
 * @param track a token
 */
public record SendSource(long ssrc, long rtxSsrc, String cname, String stream, String track) {
  private static final int MAX_TOKEN = 128;

  /**
   * @throws IllegalArgumentException when a text could break out of its line or a number is too
   *     large
   */
  public SendSource {
    if (!Text.isToken(cname, MAX_TOKEN)
        || !Text.isToken(stream, MAX_TOKEN)
        || !Text.isToken(track, MAX_TOKEN)) {
      throw new IllegalArgumentException("cname, stream and track are tokens");
    }
    if (ssrc <= 0 || ssrc >>> 32 != 0 || rtxSsrc < 0 || rtxSsrc >>> 32 != 0) {
      throw new IllegalArgumentException("sources have 32 bits");
    }
  }
}
