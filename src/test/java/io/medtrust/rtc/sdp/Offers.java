package io.medtrust.rtc.sdp;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.medtrust.rtc.dtls.Fingerprint;
import java.net.InetSocketAddress;
import java.util.List;

/** Descriptions as browsers write them, for tests. */
final class Offers {
  static final String UFRAG = "Ab+/";
  static final String PASSWORD = "0123456789abcdefghijklmn";
  static final Fingerprint FINGERPRINT = Fingerprint.ofCertificate(new byte[] {1});
  static final String SESSION =
      """
      v=0
      o=- 4611731400430051336 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0 1
      a=extmap-allow-mixed
      a=msid-semantic: WMS stream1
      """;

  private Offers() {}

  private static String transport() {
    return """
    c=IN IP4 0.0.0.0
    a=rtcp:9 IN IP4 0.0.0.0
    a=ice-ufrag:%s
    a=ice-pwd:%s
    a=ice-options:trickle
    a=fingerprint:%s
    a=setup:actpass
    a=rtcp-mux
    """
        .formatted(UFRAG, PASSWORD, FINGERPRINT);
  }

  static String audio(String mid, String direction) {
    return """
    m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
    %sa=mid:%s
    a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
    a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
    a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
    a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
    a=%s
    a=msid:stream1 audio1
    a=rtcp-rsize
    a=rtpmap:111 opus/48000/2
    a=rtcp-fb:111 transport-cc
    a=fmtp:111 minptime=10;useinbandfec=1
    a=rtpmap:63 red/48000/2
    a=fmtp:63 111/111
    a=rtpmap:9 G722/8000
    a=rtpmap:0 PCMU/8000
    a=rtpmap:8 PCMA/8000
    a=rtpmap:13 CN/8000
    a=rtpmap:110 telephone-event/48000
    a=rtpmap:126 telephone-event/8000
    a=ssrc:1001 cname:abcd
    a=ssrc:1001 msid:stream1 audio1
    """
        .formatted(transport(), mid, direction);
  }

  /**
   * @param formats the payload types in their order
   */
  static String video(String mid, String direction, String formats) {
    return """
    m=video 9 UDP/TLS/RTP/SAVPF %s
    %sa=mid:%s
    a=extmap:14 urn:ietf:params:rtp-hdrext:toffset
    a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
    a=extmap:13 urn:3gpp:video-orientation
    a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
    a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
    a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
    a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
    a=%s
    a=msid:stream1 video1
    a=rtcp-rsize
    a=rtpmap:96 VP8/90000
    a=rtcp-fb:96 goog-remb
    a=rtcp-fb:96 transport-cc
    a=rtcp-fb:96 ccm fir
    a=rtcp-fb:96 nack
    a=rtcp-fb:96 nack pli
    a=rtpmap:97 rtx/90000
    a=fmtp:97 apt=96
    a=rtpmap:102 H264/90000
    a=rtcp-fb:102 nack
    a=rtcp-fb:102 nack pli
    a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
    a=rtpmap:103 rtx/90000
    a=fmtp:103 apt=102
    a=rtpmap:104 H264/90000
    a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f
    a=rtpmap:108 H264/90000
    a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
    a=rtpmap:109 rtx/90000
    a=fmtp:109 apt=108
    a=rtpmap:116 H264/90000
    a=fmtp:116 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=4d001f
    a=rtpmap:45 AV1/90000
    a=fmtp:45 level-idx=5;profile=0;tier=0
    a=rtpmap:46 rtx/90000
    a=fmtp:46 apt=45
    a=rtpmap:98 VP9/90000
    a=fmtp:98 profile-id=0
    a=rtpmap:99 rtx/90000
    a=fmtp:99 apt=98
    a=rtpmap:100 VP9/90000
    a=fmtp:100 profile-id=2
    a=ssrc-group:FID 2001 2002
    a=ssrc:2001 cname:abcd
    a=ssrc:2001 msid:stream1 video1
    a=ssrc:2002 cname:abcd
    a=ssrc:2002 msid:stream1 video1
    """
        .formatted(formats, transport(), mid, direction);
  }

  static final String ALL_VIDEO = "96 97 102 103 104 108 109 116 45 46 98 99 100";

  static String data(String mid) {
    return """
    m=application 9 UDP/DTLS/SCTP webrtc-datachannel
    %sa=mid:%s
    a=sctp-port:5000
    """
        .formatted(transport(), mid);
  }

  /** Camera and microphone. */
  static String call(String direction) {
    return lines(SESSION + audio("0", direction) + video("1", direction, ALL_VIDEO));
  }

  static String lines(String text) {
    return text.replace("\n", "\r\n");
  }

  static SessionDescription ok(String text) {
    return assertInstanceOf(SessionDescription.Parsed.Ok.class, SessionDescription.parse(text))
        .description();
  }

  static LocalTransport local() {
    return new LocalTransport(
        "serverufrag1",
        "serverpassword0123456789",
        Fingerprint.ofCertificate(new byte[] {2}),
        List.of(
            new InetSocketAddress("192.0.2.1", 40_000),
            new InetSocketAddress("2001:db8::1", 40_000)),
        77,
        1);
  }
}
