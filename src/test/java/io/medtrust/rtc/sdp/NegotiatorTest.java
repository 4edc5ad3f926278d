package io.medtrust.rtc.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.rtc.sdp.Negotiator.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiatorTest {
  private static final Codec VP8 = new Codec(120, "VP8", 90_000, 1, "", List.of());
  private static final Codec OPUS = new Codec(109, "opus", 48_000, 2, "", List.of());
  private static final SendSource VIDEO_SOURCE = new SendSource(11, 12, "p1", "p1", "p1-video");
  private static final SendSource AUDIO_SOURCE = new SendSource(21, 0, "p1", "p1", "p1-audio");

  @Test
  void theAnswerToAPublisherHasEveryLineThatABrowserNeeds() {
    SessionDescription offer = Offers.ok(Offers.call("sendonly"));

    String answer =
        SdpWriter.answer(Offers.local(), ok(Negotiator.publisher(offer, CodecPolicy.VERIFIED)));

    assertEquals(
        """
        v=0
        o=- 77 1 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=ice-lite
        a=group:BUNDLE 0 1
        a=msid-semantic: WMS *
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        c=IN IP4 0.0.0.0
        a=mid:0
        a=ice-ufrag:serverufrag1
        a=ice-pwd:serverpassword0123456789
        a=fingerprint:FP
        a=setup:passive
        a=rtcp-mux
        a=rtcp-rsize
        a=recvonly
        a=rtpmap:111 opus/48000/2
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtcp-fb:111 transport-cc
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host
        a=candidate:2 1 udp 2130706175 2001:db8:0:0:0:0:0:1 40000 typ host
        m=video 9 UDP/TLS/RTP/SAVPF 96 97
        c=IN IP4 0.0.0.0
        a=mid:1
        a=ice-ufrag:serverufrag1
        a=ice-pwd:serverpassword0123456789
        a=fingerprint:FP
        a=setup:passive
        a=rtcp-mux
        a=rtcp-rsize
        a=recvonly
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 nack pli
        a=rtcp-fb:96 ccm fir
        a=rtcp-fb:96 transport-cc
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:13 urn:3gpp:video-orientation
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        """
            .replace("FP", Offers.local().fingerprint().toString())
            .replace("\n", "\r\n"),
        answer);
  }

  @ParameterizedTest
  @CsvSource({
    "VERIFIED, 96 97 98 99, 96",
    "VERIFIED, 98 99 96 97, 96",
    "VERIFIED, 45 46 104 116 108 109, 108",
    "VERIFIED, 102 103 108 109, 102",
    "VERIFIED, 45 46 98 99 104 116 100, -1",
    "RELAYED, 98 99 96 97, 98",
    "RELAYED, 100 45 46 96, 45",
    "RELAYED, 100 104 116, -1"
  })
  void thePolicyTakesTheFirstOfThePeersCodecsThatItAllows(
      CodecPolicy policy, String formats, int expected) {
    SessionDescription offer =
        Offers.ok(Offers.lines(Offers.SESSION + Offers.video("1", "sendonly", formats)));

    CodecChoice choice = policy.choose(offer.media("1"));

    assertEquals(expected, choice == null ? -1 : choice.payloadType());
    if (choice != null && formats.contains(String.valueOf(expected + 1))) {
      assertEquals(expected + 1, choice.rtxPayloadType());
    }
  }

  @Test
  void withoutTransportWideNumbersTheOlderFeedbackIsTaken() {
    SessionDescription offer =
        Offers.ok(
            Offers.lines(
                (Offers.SESSION + Offers.video("1", "sendonly", "96 97"))
                    .replaceAll("a=extmap:3 .*\n", "")));

    LocalMedia media = ok(Negotiator.publisher(offer, CodecPolicy.VERIFIED)).getFirst();

    List<String> feedback = media.codecs().getFirst().codec().feedback();
    assertTrue(feedback.contains("goog-remb"));
    assertFalse(feedback.contains("transport-cc"));
  }

  @Test
  void aDataChannelIsRejectedAndLeftOutOfTheBundle() {
    SessionDescription offer =
        Offers.ok(
            Offers.lines(
                Offers.SESSION.replace("BUNDLE 0 1", "BUNDLE 2 0")
                    + Offers.data("2")
                    + Offers.audio("0", "sendonly")));

    String answer =
        SdpWriter.answer(Offers.local(), ok(Negotiator.publisher(offer, CodecPolicy.VERIFIED)));

    assertTrue(answer.contains("a=group:BUNDLE 0\r\n"));
    assertTrue(
        answer.contains(
            "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\n"));
    SessionDescription read = Offers.ok(answer);
    assertTrue(read.media("2").rejected());
    assertFalse(read.media("0").rejected());
    assertTrue(answer.indexOf("a=candidate") > answer.indexOf("m=audio"));
  }

  @Test
  void aSubscriberGetsOneTrackOfEachKindAndMaySendNothing() {
    SessionDescription offer =
        Offers.ok(
            Offers.lines(
                Offers.SESSION.replace("BUNDLE 0 1", "BUNDLE 0 1 2 3")
                    + Offers.audio("0", "recvonly")
                    + Offers.video("1", "recvonly", Offers.ALL_VIDEO)
                    + Offers.video("2", "recvonly", Offers.ALL_VIDEO)
                    + Offers.video("3", "sendonly", Offers.ALL_VIDEO)));

    List<LocalMedia> media =
        ok(
            Negotiator.subscriber(
                offer,
                Map.of(
                    "audio", new Sending(OPUS, AUDIO_SOURCE),
                    "video", new Sending(VP8, VIDEO_SOURCE))));

    assertEquals(Direction.SENDONLY, media.get(0).direction());
    assertEquals(96, media.get(1).codecs().getFirst().payloadType());
    assertTrue(media.get(2).rejected());
    assertTrue(media.get(3).rejected());
    // Counters of the publisher's transport are not announced.
    assertEquals(-1, media.get(1).extensionId(HeaderExtension.Known.TRANSPORT_CC));
    assertEquals(4, media.get(1).extensionId(HeaderExtension.Known.MID));
    String answer = SdpWriter.answer(Offers.local(), media);
    assertTrue(answer.contains("a=msid:p1 p1-video\r\na=ssrc-group:FID 11 12\r\n"));
    assertTrue(answer.contains("a=ssrc:11 cname:p1\r\na=ssrc:11 msid:p1 p1-video\r\n"));
    assertTrue(answer.contains("a=ssrc:12 cname:p1\r\n"));
    assertTrue(answer.contains("a=ssrc:21 cname:p1\r\n"));
    assertFalse(answer.contains("transport-cc"));
  }

  @Test
  void aTrackThatTheSubscriberCannotDecodeIsRejected() {
    SessionDescription offer =
        Offers.ok(
            Offers.lines(
                Offers.SESSION
                    + Offers.audio("0", "recvonly")
                    + Offers.video("1", "recvonly", "96 97")));
    Codec av1 = new Codec(45, "AV1", 90_000, 1, "profile=0", List.of());

    List<LocalMedia> media =
        ok(
            Negotiator.subscriber(
                offer,
                Map.of(
                    "audio", new Sending(OPUS, AUDIO_SOURCE),
                    "video", new Sending(av1, VIDEO_SOURCE))));

    assertTrue(media.get(1).rejected());
  }

  @Test
  void ofH264OneBaselineProfileStandsInForTheOther() {
    SessionDescription offer =
        Offers.ok(Offers.lines(Offers.SESSION + Offers.video("1", "recvonly", "104 116 108 109")));
    Codec baseline =
        new Codec(
            102, "H264", 90_000, 1, "packetization-mode=1;profile-level-id=42001F", List.of());

    assertEquals(108, PayloadTypes.forSending(offer, "video", baseline).payloadType());
    Codec main =
        new Codec(50, "h264", 90_000, 1, "packetization-mode=1;profile-level-id=4d0028", List.of());
    assertEquals(116, PayloadTypes.forSending(offer, "video", main).payloadType());
  }

  @Test
  void inARoomWhatIsNotUsedYetIsInactiveAndCanBeUsedLater() {
    SessionDescription first = Offers.ok(Offers.call("recvonly"));

    List<LocalMedia> media = ok(Negotiator.room(first, CodecPolicy.VERIFIED, Map.of()));

    assertEquals(Direction.INACTIVE, media.get(0).direction());
    assertEquals(Direction.INACTIVE, media.get(1).direction());
    assertFalse(media.get(1).rejected());

    List<LocalMedia> later =
        ok(
            Negotiator.room(
                first, CodecPolicy.VERIFIED, Map.of("1", new Sending(VP8, VIDEO_SOURCE))));
    assertEquals(Direction.SENDONLY, later.get(1).direction());
    assertEquals(VIDEO_SOURCE, later.get(1).source());
  }

  @Test
  void oneSectionMayCarryBothDirections() {
    SessionDescription offer = Offers.ok(Offers.call("sendrecv"));
    Codec h264 = offer.media("1").codec(108);

    LocalMedia media =
        ok(Negotiator.room(
                offer, CodecPolicy.VERIFIED, Map.of("1", new Sending(h264, VIDEO_SOURCE))))
            .get(1);

    assertEquals(Direction.SENDRECV, media.direction());
    // The first is what the peer is to send.
    assertEquals(List.of(96, 108), media.codecs().stream().map(CodecChoice::payloadType).toList());
  }

  @Test
  void ourOfferAddsTracksUnderThePeersNumbersAndFitsItsAnswer() {
    SessionDescription client = Offers.ok(Offers.call("sendonly"));
    List<LocalMedia> sections =
        new ArrayList<>(ok(Negotiator.publisher(client, CodecPolicy.VERIFIED)));
    sections.add(
        LocalMedia.sending(
            "s1",
            "video",
            PayloadTypes.forSending(client, "video", VP8),
            PayloadTypes.extensionsForSending(client, "video"),
            VIDEO_SOURCE));

    SessionDescription offer = Offers.ok(SdpWriter.offer(Offers.local().next(), sections));

    assertEquals(Setup.ACTPASS, offer.transport().setup());
    assertTrue(offer.iceLite());
    assertEquals(List.of("0", "1", "s1"), offer.bundle());
    MediaSection added = offer.media("s1");
    assertEquals(Direction.SENDONLY, added.direction());
    assertEquals(List.of("96", "97"), added.formats());
    assertEquals(new MediaSection.Msid("p1", "p1-video"), added.msid());
    assertEquals(12, added.rtxOf(11));
    assertEquals(4, added.extensionId(HeaderExtension.Known.MID));
    assertEquals(13, added.extensionId(HeaderExtension.Known.VIDEO_ORIENTATION));
    assertEquals(-1, added.extensionId(HeaderExtension.Known.TRANSPORT_CC));

    sections.set(2, sections.get(2).inactive());
    MediaSection gone = Offers.ok(SdpWriter.offer(Offers.local(), sections)).media("s1");
    assertEquals(Direction.INACTIVE, gone.direction());
    assertTrue(gone.sources().isEmpty());
    assertFalse(gone.rejected());
  }

  @Test
  void anAnswerMustFitOurOffer() {
    SessionDescription client = Offers.ok(Offers.call("sendonly"));
    List<LocalMedia> sections = ok(Negotiator.publisher(client, CodecPolicy.VERIFIED));
    String answer = Offers.call("recvonly").replace("a=setup:actpass", "a=setup:active");

    assertNull(Negotiator.answerProblem(sections, Offers.ok(answer)));
    assertNotNull(
        Negotiator.answerProblem(
            sections, Offers.ok(answer.replace("a=setup:active", "a=setup:passive"))));
    assertNotNull(
        Negotiator.answerProblem(sections, Offers.ok(answer.replace("a=mid:1", "a=mid:7"))));
    assertNotNull(Negotiator.answerProblem(sections.subList(0, 1), Offers.ok(answer)));
    assertNotNull(
        Negotiator.answerProblem(sections, Offers.ok(answer.replaceAll("a=ice-ufrag.*\r\n", ""))));
  }

  @Test
  void aKindThatThePeerNeverNamedGetsFreeNumbers() {
    SessionDescription audioOnly =
        Offers.ok(Offers.lines(Offers.SESSION + Offers.audio("0", "sendonly")));

    CodecChoice video = PayloadTypes.forSending(audioOnly, "video", VP8);

    assertEquals(96, video.payloadType());
    assertEquals(97, video.rtxPayloadType());
    assertEquals("apt=96", video.rtx().fmtp());
    Codec odd = new Codec(96, "H266", 90_000, 1, "", List.of());
    assertNull(PayloadTypes.forSending(audioOnly, "video", odd));
  }

  @ParameterizedTest
  @CsvSource({
    "a=ice-ufrag:[^\\r]*",
    "a=ice-pwd:[^\\r]*",
    "a=fingerprint:[^\\r]*",
    "a=group:[^\\r]*",
    "a=rtcp-mux"
  })
  void anOfferWithoutWhatTheTransportNeedsIsRefused(String line) {
    SessionDescription offer = Offers.ok(Offers.call("sendonly").replaceAll(line + "\r\n", ""));

    assertInstanceOf(Result.Refused.class, Negotiator.publisher(offer, CodecPolicy.VERIFIED));
  }

  @Test
  void aPeerThatWantsToBeTheServerOrIsLiteItselfIsRefused() {
    String offer = Offers.call("sendonly");
    assertInstanceOf(
        Result.Refused.class,
        Negotiator.publisher(
            Offers.ok(offer.replace("setup:actpass", "setup:passive")), CodecPolicy.VERIFIED));
    assertInstanceOf(
        Result.Refused.class,
        Negotiator.publisher(
            Offers.ok(offer.replace("a=group", "a=ice-lite\r\na=group")), CodecPolicy.VERIFIED));
    assertInstanceOf(
        Result.Refused.class, Negotiator.publisher(Offers.ok("v=0\r\n"), CodecPolicy.VERIFIED));
  }

  @Test
  void textsOfOursThatCouldBreakALineAreABug() {
    assertThrows(IllegalArgumentException.class, () -> new SendSource(1, 0, "a\r\nb", "s", "t"));
    assertThrows(IllegalArgumentException.class, () -> new SendSource(1, 0, "a", "s t", "t"));
    assertThrows(IllegalArgumentException.class, () -> new SendSource(1L << 32, 0, "a", "s", "t"));
  }

  private static List<LocalMedia> ok(Result result) {
    return assertInstanceOf(Result.Ok.class, result).media();
  }
}
