package io.medtrust.rtc.sdp;

/**
 * An RTP header extension as numbered in a description ({@code a=extmap}, RFC 8285).
 *
 * @param id 1..14, the numbers that fit one-byte headers
 */
public record HeaderExtension(int id, String uri) {
  /** The extensions that are known here. */
  public enum Known {
    MID("urn:ietf:params:rtp-hdrext:sdes:mid"),
    ABS_SEND_TIME("http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),
    TRANSPORT_CC("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
    AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
    VIDEO_ORIENTATION("urn:3gpp:video-orientation"),
    RID("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
    REPAIRED_RID("urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id");

    private final String uri;

    Known(String uri) {
      this.uri = uri;
    }

    public String uri() {
      return uri;
    }

    static Known of(String uri) {
      for (Known known : values()) {
        if (known.uri.equals(uri)) {
          return known;
        }
      }
      return null;
    }
  }

  /** Null when it is none of ours. */
  public Known known() {
    return Known.of(uri);
  }
}
