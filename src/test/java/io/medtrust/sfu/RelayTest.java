package io.medtrust.sfu;

import static io.medtrust.sfu.RelayHarness.ROOM;
import static io.medtrust.sfu.TestPeer.OPUS;
import static io.medtrust.sfu.TestPeer.VP8;
import static io.medtrust.sfu.TestPeer.VP8_RTX;
import static io.medtrust.sfu.TestPeer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomCommand.Mode;
import io.medtrust.bus.RoomEvent;
import io.medtrust.bus.RoomReply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole calls over 127.0.0.1, with peers that speak ICE, DTLS and SRTP. */
@Timeout(240)
class RelayTest {
  @ParameterizedTest
  @ValueSource(ints = {7, 1})
  void picturesAndSoundReachEverySubscriberUnderBothSrtpProfiles(int profile) throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var publisher = relay.peer(profile);
      relay.connect(publisher, "doctor", Mode.PUBLISH, true, null);
      var watchers = new ArrayList<TestPeer>();
      for (int i = 0; i < 3; i++) {
        var watcher = relay.peer(profile);
        relay.connect(watcher, "wall" + i, Mode.WATCH, false, "doctor");
        watchers.add(watcher);
      }
      send(publisher, 0, 50);
      for (var watcher : watchers) {
        await(() -> watcher.received(VP8).size() == 50, "not every picture came");
        await(() -> watcher.received(OPUS).size() == 50, "not every sound came");
        assertEquals(range(0, 50), numbers(watcher.received(VP8)));
        assertEquals(range(0, 50), numbers(watcher.received(OPUS)));
        assertContinuous(watcher.received(VP8));
        assertContinuous(watcher.received(OPUS));
        assertTrue(watcher.received(VP8).stream().allMatch(p -> p.mid().equals("1")));
        assertEquals(0, watcher.counted("bad_srtp"));
      }
      // Each has streams of its own.
      assertEquals(
          3, watchers.stream().map(w -> w.received(VP8).getFirst().ssrc()).distinct().count());
      await(() -> publisher.counted("twcc") > 0, "no transport-cc feedback to the publisher");
      await(() -> publisher.counted("rr") > 0, "no receiver report to the publisher");
      assertEquals(
          List.of(true, true),
          relay.events(RoomEvent.TrackStarted.class).stream()
              .map(RoomEvent.TrackStarted::verified)
              .toList());
    }
  }

  @Test
  void aSubscriberWaitsForAKeyFrameAndAsksForIt() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var publisher = relay.publisher("doctor");
      send(publisher, 0, 5);
      var watcher = relay.watcher("wall");
      int before = publisher.counted("pli");
      publisher.sendVideo(false, 100);
      await(() -> publisher.counted("pli") > before, "no key frame was asked for");
      publisher.sendVideo(false, 101);
      publisher.sendVideo(true, 102);
      publisher.sendVideo(false, 103);
      await(() -> watcher.received(VP8).size() == 2, "the picture did not begin");
      assertEquals(List.of(102, 103), numbers(watcher.received(VP8)));
    }
  }

  @Test
  void keyFrameRequestsOfManyAreOneForTheSender() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var publisher = relay.publisher("doctor");
      var watcher = relay.watcher("wall");
      send(publisher, 0, 3);
      await(() -> watcher.received(VP8).size() == 3, "no picture");
      long ssrc = watcher.received(VP8).getFirst().ssrc();
      int before = publisher.counted("pli");
      long began = System.nanoTime();
      for (int i = 0; i < 200; i++) watcher.sendPli(ssrc);
      await(() -> relay.counted("medtrust_sfu_plis", "in") >= 200, "requests got lost");
      await(() -> publisher.counted("pli") > before, "no request reached the sender");
      long halfSeconds = (System.nanoTime() - began) / 500_000_000L;
      assertTrue(publisher.counted("pli") - before <= halfSeconds + 2);
    }
  }

  @Test
  void lossBetweenPublisherAndRelayIsRepaired() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var publisher = relay.publisher("doctor");
      var watcher = relay.watcher("wall");
      publisher.loseSent = sequence -> sequence % 10 == 5;
      send(publisher, 0, 100);
      await(() -> watcher.received(VP8).size() == 100, "lost packets did not come back");
      assertEquals(
          range(0, 100), Set.copyOf(numbers(watcher.received(VP8))).stream().sorted().toList());
      assertTrue(publisher.nacksReceived.size() >= 10);
      // Each number once: under SRTP a number must never be used for two packets.
      assertEquals(
          100, watcher.received(VP8).stream().map(TestPeer.Received::sequence).distinct().count());
    }
  }

  @Test
  void lossBetweenRelayAndSubscriberIsRepairedOnTheRtxStream() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var publisher = relay.publisher("doctor");
      var watcher = relay.watcher("wall");
      watcher.loseReceived = sequence -> sequence % 7 == 3;
      send(publisher, 0, 70);
      await(
          () -> watcher.received(VP8).size() + watcher.counted("lost_by_test") >= 70,
          "packets are missing");
      var media = watcher.received(VP8);
      long ssrc = media.getFirst().ssrc();
      int first = media.getFirst().sequence();
      var have = media.stream().map(TestPeer.Received::sequence).collect(Collectors.toSet());
      var missing = IntStream.range(first, first + 69).filter(s -> !have.contains(s)).toArray();
      assertTrue(missing.length > 0);
      for (int sequence : missing) watcher.sendNack(ssrc, sequence);
      await(() -> watcher.received(VP8_RTX).size() == missing.length, "not all were sent again");
      var repaired =
          watcher.received(VP8_RTX).stream()
              .map(p -> ByteBuffer.wrap(p.payload()).getShort(0) & 0xffff)
              .collect(Collectors.toSet());
      assertEquals(IntStream.of(missing).boxed().collect(Collectors.toSet()), repaired);
      var numbers =
          watcher.received(VP8_RTX).stream()
              .map(p -> ByteBuffer.wrap(p.payload()).getInt(22))
              .collect(Collectors.toSet());
      assertTrue(numbers.stream().noneMatch(numbers(media)::contains));
      assertContinuous(watcher.received(VP8_RTX));
    }
  }

  @Test
  void senderReportsReachSubscribersInTheirOwnTime() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var publisher = relay.publisher("doctor");
      var watcher = relay.watcher("wall");
      send(publisher, 0, 3);
      await(() -> watcher.received(VP8).size() == 3, "no picture");
      publisher.sendSenderReport(publisher.videoSsrc, 0x1234_5678_9abc_def0L, 2 * 3000);
      await(() -> watcher.lastReport != null, "no sender report came");
      var packet = watcher.received(VP8).getLast();
      assertEquals(packet.ssrc(), watcher.lastReport[0]);
      assertEquals(0x1234_5678_9abc_def0L, watcher.lastReport[1]);
      assertEquals(packet.timestamp(), watcher.lastReport[2]);
      assertEquals(3, watcher.lastReport[3]);
    }
  }

  @Test
  void aPublisherThatReturnsIsSeenInTheSamePlace() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var publisher = relay.publisher("doctor");
      var watcher = relay.watcher("wall");
      send(publisher, 0, 20);
      await(() -> watcher.received(VP8).size() == 20, "no picture");
      await(() -> watcher.received(OPUS).size() == 20, "no sound");
      var again = relay.peer();
      relay.connect(again, "doctor", Mode.PUBLISH, true, null);
      await(() -> again.counted("pli") > 0 || sendOne(again), "no key frame was asked for");
      int before = watcher.received(VP8).size();
      send(again, 1000, 1020);
      await(() -> watcher.received(VP8).size() >= before + 20, "no picture after the return");
      await(() -> watcher.received(OPUS).size() >= 40, "no sound after the return");
      assertEquals(
          1, watcher.received(VP8).stream().map(TestPeer.Received::ssrc).distinct().count());
      assertContinuous(watcher.received(VP8));
      assertContinuous(watcher.received(OPUS));
      assertEquals("replaced", relay.events(RoomEvent.Disconnected.class).getFirst().why());
      assertTrue(relay.events(RoomEvent.TrackEnded.class).isEmpty());
    }
  }

  private static boolean sendOne(TestPeer peer) {
    peer.sendVideo(false, 999);
    return false;
  }

  @Test
  void aWatcherThatCameFirstSeesThePublisherWhenItComesLeavesAndReturns() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var watcher = relay.watcher("wall");
      var first = relay.peer();
      var connection = relay.connect(first, "doctor", Mode.PUBLISH, true, null);
      send(first, 0, 10);
      await(() -> watcher.received(VP8).size() == 10, "no picture");
      relay.ask(new RoomCommand.Disconnect(ROOM, connection));
      await(() -> relay.events(RoomEvent.TrackEnded.class).size() == 2, "no end of the tracks");
      var second = relay.publisher("doctor");
      send(second, 20, 30);
      await(() -> watcher.received(VP8).size() == 20, "no picture after the return");
      assertContinuous(watcher.received(VP8));
    }
  }

  @Test
  void hostilePacketsAreDroppedAndCountedWhileAnotherCallGoesOn() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var publisher = relay.publisher("doctor");
      var watcher = relay.watcher("wall");
      send(publisher, 0, 10);
      await(() -> watcher.received(VP8).size() == 10, "no picture");
      var attacker = relay.publisher("attacker");
      var stranger = relay.peer();
      var random = new Random(7);
      for (int i = 0; i < 2000; i++) {
        var noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        // From an address that is connected, as every kind of packet.
        noise[0] =
            (byte)
                switch (i % 4) {
                  case 0 -> random.nextInt(256);
                  case 1 -> random.nextInt(4);
                  case 2 -> 128 + random.nextInt(64);
                  default -> 64 + random.nextInt(64);
                };
        attacker.raw(noise);
        if (i % 4 == 2) {
          // Authentic, but no RTP or RTCP behind it.
          var packet = new byte[12 + random.nextInt(60)];
          random.nextBytes(packet);
          packet[0] = (byte) (0x80 | random.nextInt(64));
          attacker.sendAsRtp(packet);
          attacker.sendRtcp(rtcpNoise(random));
        }
        if (i % 100 == 0) {
          publisher.sendVideo(false, 10 + i / 100);
          publisher.sendAudio(10 + i / 100);
        }
      }
      await(() -> watcher.received(VP8).size() == 30, "the other call was disturbed");
      await(() -> watcher.received(OPUS).size() == 30, "the other call was disturbed");
      await(() -> relay.dropped(Drop.STUN_MALFORMED) > 0, "STUN noise was not counted");
      await(() -> relay.dropped(Drop.NOT_MEDIA) > 0, "noise was not counted");
      await(
          () -> relay.dropped(Drop.SRTP_AUTH) + relay.dropped(Drop.SRTCP_AUTH) > 0,
          "forged media was not counted");
      assertEquals(0, relay.dropped(Drop.INTERNAL));
      assertTrue(relay.sfu.alive());
      stranger.close();
    }
  }

  private static byte[] rtcpNoise(Random random) {
    var packet = new byte[8 + 4 * random.nextInt(20)];
    random.nextBytes(packet);
    packet[0] = (byte) (0x80 | random.nextInt(32));
    packet[1] = (byte) (200 + random.nextInt(8));
    packet[2] = 0;
    packet[3] = (byte) (packet.length / 4 - 1);
    return packet;
  }

  @Test
  void aWrongPasswordAndAnUnknownUserGetNothing() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var peer = relay.peer();
      var answer = relay.answer("x", peer, "doctor", Mode.PUBLISH, true, null);
      var ufrag =
          answer
              .lines()
              .filter(l -> l.startsWith("a=ice-ufrag:"))
              .findFirst()
              .orElseThrow()
              .substring(12);
      var other = relay.peer();
      other.connect(relay.answer("y", other, "patient", Mode.PUBLISH, false, null));
      other.raw(
          io.medtrust.rtc.ice.Checks.check(
              ufrag + ":" + TestPeer.UFRAG, "wrongwrongwrongwrongwrong", true));
      other.raw(
          io.medtrust.rtc.ice.Checks.check(
              "nobodynobody:" + TestPeer.UFRAG, "wrongwrongwrongwrongwrong", true));
      // DTLS and media from an address that passed no check.
      try (var stranger = new TestPeer()) {
        var socket = java.nio.channels.DatagramChannel.open();
        socket.send(ByteBuffer.wrap(new byte[] {22, (byte) 254, (byte) 253, 0}), other.server());
        socket.send(ByteBuffer.wrap(new byte[] {(byte) 128, 96, 0, 0}), other.server());
        socket.close();
        assertFalse(stranger.received.stream().findAny().isPresent());
      }
      await(() -> relay.dropped(Drop.STUN_WRONG_PASSWORD) >= 1, "not counted");
      await(() -> relay.dropped(Drop.STUN_UNKNOWN_USER) >= 1, "not counted");
      await(() -> relay.dropped(Drop.UNKNOWN_ADDRESS) >= 2, "not counted");
    }
  }

  @Test
  void anotherCertificateThanTheSdpsEndsTheConnection() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var peer = relay.peer();
      var reply =
          relay.ask(
              new RoomCommand.Connect(
                  ROOM, "doctor", "x", Mode.PUBLISH, true, null, peer.withWrongFingerprint()));
      peer.begin(assertInstanceOf(RoomReply.Answered.class, reply).sdp());
      await(() -> relay.dropped(Drop.DTLS_WRONG_CERTIFICATE) == 1, "not counted");
      await(() -> !relay.events(RoomEvent.Disconnected.class).isEmpty(), "the connection stayed");
      assertEquals(
          "dtls_wrong_certificate", relay.events(RoomEvent.Disconnected.class).getFirst().why());
      assertTrue(relay.events(RoomEvent.Connected.class).isEmpty());
    }
  }

  @Test
  void withoutConsentTheConnectionEnds() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE, "sfu.consent_ms", "2000")) {
      var publisher = relay.publisher("doctor");
      var watcher = relay.watcher("wall");
      send(publisher, 0, 5);
      await(() -> watcher.received(VP8).size() == 5, "no picture");
      watcher.checking = false;
      await(() -> !relay.events(RoomEvent.Disconnected.class).isEmpty(), "the connection stayed");
      var gone = relay.events(RoomEvent.Disconnected.class).getFirst();
      assertEquals("consent_expired", gone.why());
      assertEquals("wall", gone.participant());
    }
  }

  @Test
  void theTapGetsTheOriginalPacketsOnlyWhileItIsOpen() throws Exception {
    var tap = new RecordingTap();
    try (var relay = new RelayHarness(tap)) {
      var publisher = relay.publisher("doctor");
      send(publisher, 0, 10);
      await(() -> relay.counted("medtrust_sfu_packets", "in") >= 20, "nothing came");
      assertTrue(tap.tracks.isEmpty());
      assertInstanceOf(RoomReply.Done.class, relay.ask(new RoomCommand.Tap(ROOM, "doctor", true)));
      publisher.loseSent = sequence -> sequence % 10 == 5;
      await(
          () -> {
            publisher.sendAudio(10);
            return tap.opened("audio") != null;
          },
          "the tap was not opened");
      send(publisher, 10, 60);
      await(() -> tap.sequences("video").size() == 50, "packets of the tap are missing");
      var video = tap.opened("video");
      assertEquals("VP8", video.codec());
      assertEquals(90_000, video.clockRate());
      assertEquals(publisher.videoSsrc, video.ssrc());
      assertEquals("doctor", video.participant());
      // The sender's own numbers, those that were lost and came again among them.
      assertEquals(
          IntStream.rangeClosed(11, 60).boxed().collect(Collectors.toSet()),
          Set.copyOf(tap.sequences("video")));
      relay.ask(new RoomCommand.Tap(ROOM, "doctor", false));
      await(() -> tap.closed.size() == 2, "the tap was not closed");
      int taken = tap.sequences("video").size();
      var watcher = relay.watcher("wall");
      publisher.loseSent = _ -> false;
      send(publisher, 60, 70);
      await(() -> watcher.received(OPUS).size() == 10, "the call did not go on");
      assertEquals(taken, tap.sequences("video").size());
    }
  }

  @Test
  void theTapIsRefusedForWhoIsNotVerified() throws Exception {
    try (var relay = new RelayHarness(new RecordingTap())) {
      relay.connect(relay.peer(), "patient", Mode.PUBLISH, false, null);
      var refused =
          assertInstanceOf(
              RoomReply.Refused.class, relay.ask(new RoomCommand.Tap(ROOM, "patient", true)));
      assertEquals(403, refused.status());
    }
  }

  @Test
  void aboveTheLimitOtherLoopsShareTheSending() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE, "sfu.spread_above", "4")) {
      var publisher = relay.publisher("doctor");
      var watchers = new ArrayList<TestPeer>();
      for (int i = 0; i < 10; i++) watchers.add(relay.watcher("wall" + i));
      assertEquals(2, watchers.stream().map(w -> w.server().getPort()).distinct().count());
      send(publisher, 0, 60);
      for (var watcher : watchers) {
        await(() -> watcher.received(VP8).size() == 60, "not every picture came");
        await(() -> watcher.received(OPUS).size() == 60, "not every sound came");
        assertContinuous(watcher.received(VP8));
      }
      assertTrue(relay.counted("medtrust_sfu_handed_over", "out") >= 120);
      // Repair and key frames work across loops too.
      var far =
          watchers.stream()
              .filter(w -> w.server().getPort() != publisher.server().getPort())
              .findFirst()
              .orElseThrow();
      var lost = far.received(VP8).get(30);
      far.sendNack(lost.ssrc(), lost.sequence());
      await(() -> far.received(VP8_RTX).size() == 1, "no retransmission from the other loop");
      int before = publisher.counted("pli");
      far.sendPli(lost.ssrc());
      await(() -> publisher.counted("pli") > before, "no key-frame request across loops");
      publisher.sendSenderReport(publisher.videoSsrc, 1L << 40, 3000);
      await(() -> far.lastReport != null, "no sender report across loops");
    }
  }

  @Test
  void repeatedPacketsOfAPublisherReachNobodyTwice() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var publisher = relay.publisher("doctor");
      var watcher = relay.watcher("wall");
      send(publisher, 0, 10);
      await(() -> watcher.received(VP8).size() == 10, "no picture");
      // A retransmission of what was received, with another content.
      var body = new byte[100];
      body[1] = 5;
      publisher.sendRtp(publisher.videoRtxSsrc, VP8_RTX, 0, true, "1", body, body.length);
      publisher.sendVideo(false, 10);
      await(() -> watcher.received(VP8).size() == 11, "the picture did not go on");
      assertContinuous(watcher.received(VP8));
    }
  }

  @Test
  void aPublisherWithoutTransportCcIsToldABitrate() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var publisher = relay.peer();
      var offer =
          publisher
              .sending()
              .lines()
              .filter(line -> !line.contains("transport-"))
              .collect(Collectors.joining("\r\n", "", "\r\n"));
      var reply =
          relay.ask(new RoomCommand.Connect(ROOM, "doctor", "x", Mode.PUBLISH, true, null, offer));
      publisher.connect(assertInstanceOf(RoomReply.Answered.class, reply).sdp());
      await(() -> !relay.events(RoomEvent.Connected.class).isEmpty(), "not connected");
      send(publisher, 0, 5);
      await(() -> publisher.counted("remb") > 0, "no bitrate was told");
      assertEquals(0, publisher.counted("twcc"));
    }
  }

  @Test
  void aSenderThatAnnouncesNoSourcesIsUnderstoodByMid() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var publisher = relay.peer();
      var offer =
          publisher
              .sending()
              .lines()
              .filter(line -> !line.startsWith("a=ssrc"))
              .collect(Collectors.joining("\r\n", "", "\r\n"));
      var reply =
          relay.ask(new RoomCommand.Connect(ROOM, "doctor", "x", Mode.PUBLISH, true, null, offer));
      publisher.connect(assertInstanceOf(RoomReply.Answered.class, reply).sdp());
      await(() -> !relay.events(RoomEvent.Connected.class).isEmpty(), "not connected");
      var watcher = relay.watcher("wall");
      publisher.loseSent = sequence -> sequence % 10 == 5;
      send(publisher, 0, 30);
      await(() -> watcher.received(VP8).size() == 30, "not every picture came");
      await(() -> watcher.received(OPUS).size() == 30, "not every sound came");
    }
  }

  // ---- helpers ----

  /** Frames of one packet each, a key frame first, and as much sound. */
  private static void send(TestPeer publisher, int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      publisher.sendVideo(i == from, i);
      publisher.sendAudio(i);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private static List<Integer> numbers(List<TestPeer.Received> packets) {
    return packets.stream().map(TestPeer::number).toList();
  }

  /** Sequence numbers without a gap or a repetition, timestamps never going back. */
  private static void assertContinuous(List<TestPeer.Received> packets) {
    for (int i = 1; i < packets.size(); i++) {
      var before = packets.get(i - 1);
      var now = packets.get(i);
      assertEquals(before.sequence() + 1 & 0xffff, now.sequence());
      assertTrue((int) (now.timestamp() - before.timestamp()) >= 0);
    }
  }

  /** Keeps what it is given. */
  private static final class RecordingTap implements MediaTap {
    final List<TappedTrack> tracks = new CopyOnWriteArrayList<>();
    final List<TappedTrack> closed = new CopyOnWriteArrayList<>();
    private final java.util.Map<String, List<Integer>> sequences =
        new java.util.concurrent.ConcurrentHashMap<>();

    @Override
    public TrackTap open(TappedTrack track) {
      tracks.add(track);
      return new TrackTap() {
        @Override
        public void packet(byte[] buffer, int offset, int length, long arrivalNanos) {
          sequences
              .computeIfAbsent(track.kind(), _ -> new CopyOnWriteArrayList<>())
              .add(ByteBuffer.wrap(buffer).getShort(offset + 2) & 0xffff);
        }

        @Override
        public void close() {
          closed.add(track);
        }
      };
    }

    TappedTrack opened(String kind) {
      return tracks.stream().filter(t -> t.kind().equals(kind)).findFirst().orElse(null);
    }

    List<Integer> sequences(String kind) {
      return sequences.getOrDefault(kind, List.of());
    }
  }
}
