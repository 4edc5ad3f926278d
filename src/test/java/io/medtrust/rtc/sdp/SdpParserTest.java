package io.medtrust.rtc.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.rtc.sdp.SessionDescription.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpParserTest {
  @Test
  void aBrowsersOfferIsRead() {
    SessionDescription offer = Offers.ok(Offers.call("sendonly"));

    assertEquals(List.of("0", "1"), offer.bundle());
    assertEquals(2, offer.media().size());
    MediaSection audio = offer.media("0");
    assertEquals("audio", audio.kind());
    assertEquals(Direction.SENDONLY, audio.direction());
    assertEquals(
        new Codec(111, "opus", 48_000, 2, "minptime=10;useinbandfec=1", List.of("transport-cc")),
        audio.codec(111));
    assertEquals(1, audio.extensionId(HeaderExtension.Known.AUDIO_LEVEL));
    assertEquals(-1, audio.extensionId(HeaderExtension.Known.VIDEO_ORIENTATION));
    assertEquals(List.of(new MediaSection.Source(1001, "abcd")), audio.sources());

    MediaSection video = offer.media("1");
    assertEquals(
        List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"),
        video.codec(96).feedback());
    assertEquals(96, video.codec(97).associatedPayloadType());
    assertEquals("1", video.codec(102).parameter("Packetization-Mode", "0"));
    assertEquals(2002, video.rtxOf(2001));
    assertEquals(new MediaSection.Msid("stream1", "video1"), video.msid());
    assertTrue(video.rtcpMux());
    assertEquals(
        new SessionDescription.Transport(
            Offers.UFRAG, Offers.PASSWORD, Offers.FINGERPRINT, Setup.ACTPASS),
        offer.transport());
  }

  @Test
  void whatStandsAtSessionLevelHoldsForEverySection() {
    SessionDescription offer =
        Offers.ok(
            Offers.SESSION
                + "a=ice-ufrag:"
                + Offers.UFRAG
                + "\na=ice-pwd:"
                + Offers.PASSWORD
                + "\na=fingerprint:"
                + Offers.FINGERPRINT
                + "\na=setup:active\na=recvonly\n"
                + "m=audio 9 UDP/TLS/RTP/SAVPF 111\na=mid:0\n"
                + "m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:1\na=sendonly\na=setup:actpass\n");

    assertEquals(Setup.ACTIVE, offer.transport().setup());
    assertEquals(Offers.FINGERPRINT, offer.media("1").fingerprint());
    assertEquals(Direction.RECVONLY, offer.media("0").direction());
    assertEquals(Direction.SENDONLY, offer.media("1").direction());
    assertEquals(Setup.ACTPASS, offer.media("1").setup());
  }

  @Test
  void simulcastLayersAreReadInTheirOrder() {
    SessionDescription offer =
        Offers.ok(
            Offers.lines(
                Offers.SESSION
                    + Offers.video("1", "sendonly", "96 97")
                    + "a=rid:q send\na=rid:h send pt=96\na=rid:x recv\na=rid:f send\n"
                    + "a=simulcast:send q;~h,zz;f;unknown recv x\n"));

    assertEquals(List.of("q", "h", "f"), offer.media("1").sendRids());
  }

  @Test
  void aBundleOnlySectionIsNotRejected() {
    SessionDescription offer =
        Offers.ok(
            "v=0\nm=audio 0 UDP/TLS/RTP/SAVPF 111\na=bundle-only\na=mid:0\n"
                + "m=video 0 UDP/TLS/RTP/SAVPF 96\na=mid:1\n");

    assertEquals(false, offer.media("0").rejected());
    assertEquals(true, offer.media("1").rejected());
    assertEquals(Direction.SENDRECV, offer.media("0").direction());
  }

  @Test
  void feedbackForAllPayloadTypesReachesEach() {
    SessionDescription offer =
        Offers.ok(
            "v=0\nm=video 9 UDP/TLS/RTP/SAVPF 96 98\na=rtpmap:96 VP8/90000\n"
                + "a=rtpmap:98 VP9/90000\na=rtcp-fb:* nack pli\na=rtcp-fb:98 nack\n");

    assertEquals(List.of("nack pli"), offer.media().getFirst().codec(96).feedback());
    assertEquals(List.of("nack", "nack pli"), offer.media().getFirst().codec(98).feedback());
  }

  @Test
  void payloadTypesThatLookLikeRtcpAreLeftOut() {
    SessionDescription offer =
        Offers.ok(
            "v=0\nm=video 9 UDP/TLS/RTP/SAVPF 72 96\na=rtpmap:72 VP8/90000\n"
                + "a=rtpmap:96 VP8/90000\n");

    assertNull(offer.media().getFirst().codec(72));
    assertEquals(1, offer.media().getFirst().codecs().size());
  }

  @Test
  void linesThatAreNotOfTheirFormAreLeftOut() {
    SessionDescription offer =
        Offers.ok(
            """
            v=0
            b=AS:500
            m=video 9/2 UDP/TLS/RTP/SAVPF 96 97
            a=rtpmap:96
            a=rtpmap:97 VP8/abc
            a=rtpmap:999 VP8/90000
            a=fmtp:
            a=rtcp-fb:96
            a=extmap:0 urn:x
            a=extmap:15 urn:x
            a=extmap:3
            a=ssrc:-1 cname:x
            a=ssrc:4294967296 cname:x
            a=ssrc:99999999999999999999999 cname:x
            a=ssrc-group:FID 1
            a=ssrc-group:FID 1 2 3
            a=msid:
            a=rid:
            a=simulcast:
            a=setup:never
            a=fingerprint:sha-1 00
            a=candidate:whatever
            a=:
            a=
            """);

    MediaSection section = offer.media().getFirst();
    assertTrue(section.codecs().isEmpty());
    assertTrue(section.extensions().isEmpty());
    assertTrue(section.sources().isEmpty());
    assertTrue(section.repairs().isEmpty());
    assertNull(section.msid());
    assertNull(section.setup());
    assertNull(section.fingerprint());
  }

  @Test
  void theFirstFingerprintThatIsStrongEnoughCounts() {
    SessionDescription offer =
        Offers.ok(
            "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 111\na=fingerprint:sha-1 AA:BB\na=fingerprint:"
                + Offers.FINGERPRINT
                + "\n");

    assertEquals(Offers.FINGERPRINT, offer.media().getFirst().fingerprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "v=1\n",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111\nv=0\n",
        "v=0\nnot a line\n",
        "v=0\nm=audio\n",
        "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF\n",
        "v=0\nm=audio x UDP/TLS/RTP/SAVPF 111\n",
        "v=0\nm=audio 65536 UDP/TLS/RTP/SAVPF 111\n",
        "v=0\nm=au:dio 9 UDP/TLS/RTP/SAVPF 111\n",
        "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 1,1\n",
        "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 1\na=mid:\n",
        "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 1\na=mid:a b\n",
        "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 1\na=mid:12345678901234567\n",
        "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 1\na=mid:0\rx\n",
        "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 1\na=fmtp:1 x\0\n",
        "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 1\na=ice-ufrag:abc\n",
        "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 1\na=ice-ufrag:abc;d\n",
        "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 1\na=ice-pwd:tooshort\n",
        "v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 1\na=mid:0\nm=audio 9 UDP/TLS/RTP/SAVPF 1\na=mid:0\n"
      })
  void whatCannotBeUsedIsInvalid(String text) {
    assertInstanceOf(Parsed.Invalid.class, SessionDescription.parse(text));
  }

  @Test
  void nothingAtAllIsInvalid() {
    assertInstanceOf(Parsed.Invalid.class, SessionDescription.parse(null));
  }

  @Test
  void longDescriptionsAreRefusedBeforeTheyAreRead() {
    assertInstanceOf(
        Parsed.Invalid.class,
        SessionDescription.parse("v=0\n" + "a=x\n".repeat(SessionDescription.MAX_LENGTH)));
    assertInstanceOf(
        Parsed.Invalid.class,
        SessionDescription.parse("v=0\n" + "\n".repeat(SessionDescription.MAX_LINES)));
    assertInstanceOf(
        Parsed.Invalid.class,
        SessionDescription.parse(
            "v=0\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 1\n".repeat(SessionDescription.MAX_MEDIA + 1)));
  }

  @Test
  void thePasswordStaysOutOfTexts() {
    assertTrue(
        !Offers.ok(Offers.call("sendonly")).transport().toString().contains(Offers.PASSWORD));
    assertTrue(!Offers.local().toString().contains("serverpassword"));
  }
}
