package io.medtrust.sfu;

import static io.medtrust.sfu.RelayHarness.ROOM;
import static io.medtrust.sfu.TestPeer.VP8;
import static io.medtrust.sfu.TestPeer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomCommand.Mode;
import io.medtrust.bus.RoomEvent;
import io.medtrust.bus.RoomReply;
import io.medtrust.rtc.sdp.Direction;
import io.medtrust.rtc.sdp.MediaSection;
import io.medtrust.rtc.sdp.SessionDescription;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is offered what, when people come, go and return. */
@Timeout(240)
class RoomNegotiationTest {
  @Test
  void twoInARoomSeeEachOther() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var doctor = relay.peer();
      var doctorAt = relay.connect(doctor, "doctor", Mode.ROOM, true, null);
      var patient = relay.peer();
      var patientAt = relay.connect(patient, "patient", Mode.ROOM, false, null);

      var toDoctor = answerOffer(relay, doctor, doctorAt, 1);
      var toPatient = answerOffer(relay, patient, patientAt, 1);

      assertEquals(List.of("patient", "patient"), streamsShown(toDoctor));
      assertEquals(List.of("doctor", "doctor"), streamsShown(toPatient));
      assertEquals(
          List.of("doctor-audio", "doctor-video"),
          shown(toPatient).stream().map(m -> m.msid().track()).sorted().toList());
      doctor.sendVideo(true, 1);
      patient.sendVideo(true, 2);
      await(() -> patient.received(VP8).size() == 1, "the patient sees nothing");
      await(() -> doctor.received(VP8).size() == 1, "the doctor sees nothing");
      assertEquals(1, TestPeer.number(patient.received(VP8).getFirst()));
      assertEquals(2, TestPeer.number(doctor.received(VP8).getFirst()));
      // Its own picture comes back to nobody.
      assertEquals(1, doctor.received(VP8).size());
    }
  }

  @Test
  void thePlacesOfWhoLeftAreEmptiedAndUsedAgain() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var doctor = relay.peer();
      var doctorAt = relay.connect(doctor, "doctor", Mode.ROOM, true, null);
      var patientAt = relay.connect(relay.peer(), "patient", Mode.ROOM, false, null);
      var with = answerOffer(relay, doctor, doctorAt, 1);
      relay.ask(new RoomCommand.Disconnect(ROOM, patientAt));
      var without = answerOffer(relay, doctor, doctorAt, 2);
      assertEquals(with.media().size(), without.media().size());
      assertTrue(shown(without).isEmpty());

      relay.connect(relay.peer(), "guest", Mode.ROOM, false, null);
      var again = answerOffer(relay, doctor, doctorAt, 3);
      assertEquals(with.media().size(), again.media().size());
      assertEquals(List.of("guest", "guest"), streamsShown(again));
    }
  }

  @Test
  void severalWhoComeAtOnceMakeOneOffer() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var doctor = relay.peer();
      var connection = relay.newConnection();
      var answer = relay.answer(connection, doctor, "doctor", Mode.ROOM, true, null);
      for (int i = 0; i < 4; i++) {
        relay.answer(relay.newConnection(), relay.peer(), "guest" + i, Mode.ROOM, false, null);
      }
      // Nothing is offered to a client that may not have our answer yet.
      assertTrue(offers(relay, connection).isEmpty());
      doctor.connect(answer);
      var offer = answerOffer(relay, doctor, connection, 1);
      assertEquals(8, shown(offer).size());
      assertEquals(1, offers(relay, connection).size());
    }
  }

  @Test
  void anOfferOfTheClientIsRefusedWhileOursIsOpen() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var doctor = relay.peer();
      var doctorAt = relay.connect(doctor, "doctor", Mode.ROOM, true, null);
      relay.connect(relay.peer(), "patient", Mode.ROOM, false, null);
      await(() -> offers(relay, doctorAt).size() == 1, "no offer");
      var refused =
          assertInstanceOf(
              RoomReply.Refused.class,
              relay.ask(new RoomCommand.Offer(ROOM, doctorAt, doctor.sending())));
      assertEquals(409, refused.status());
      assertEquals("offer_pending", refused.code());
      // The client rolls back, answers, and may then offer.
      answerOffer(relay, doctor, doctorAt, 1);
      var late = relay.ask(new RoomCommand.Answer(ROOM, doctorAt, doctor.sending()));
      assertEquals("no_offer", assertInstanceOf(RoomReply.Refused.class, late).code());
    }
  }

  @Test
  void aClientThatStopsItsCameraIsNoLongerShown() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var doctor = relay.peer();
      var doctorAt = relay.connect(doctor, "doctor", Mode.ROOM, true, null);
      var patient = relay.peer();
      var patientAt = relay.connect(patient, "patient", Mode.ROOM, false, null);
      answerOffer(relay, doctor, doctorAt, 1);
      var toPatient = answerOffer(relay, patient, patientAt, 1);
      patient.sendVideo(true, 1);
      await(() -> relay.events(RoomEvent.TrackStarted.class).size() == 1, "no track");

      var sdp = patient.answerTo(toPatient.sdp()).replace("a=setup:active", "a=setup:actpass");
      // The camera's m-line (mid 1) is not sent any more.
      int at = sdp.indexOf("a=mid:1\r\n");
      sdp = sdp.substring(0, at) + sdp.substring(at).replaceFirst("a=sendonly", "a=inactive");
      var reply = relay.ask(new RoomCommand.Offer(ROOM, patientAt, sdp));
      var answer = parse(assertInstanceOf(RoomReply.Answered.class, reply).sdp());

      assertEquals(Direction.INACTIVE, answer.media("1").direction());
      assertEquals(2, shown(answer).size(), "what the patient sees goes on");
      await(() -> relay.events(RoomEvent.TrackEnded.class).size() == 1, "no end of the track");
      var toDoctor = answerOffer(relay, doctor, doctorAt, 2);
      assertEquals(1, shown(toDoctor).size());
      doctor.sendVideo(true, 5);
      await(() -> patient.received(VP8).size() == 1, "the patient sees nothing any more");
    }
  }

  @Test
  void aClientThatOffersAgainIsNotOvertakenByAnOfferOfOurs() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var doctor = relay.peer();
      var doctorAt = relay.connect(doctor, "doctor", Mode.ROOM, true, null);
      // Somebody comes just when the client offers: both commands wait in one queue.
      var come =
          new RoomCommand.Connect(
              ROOM, "guest", "guest", Mode.ROOM, false, null, relay.peer().sending());
      var offer = new RoomCommand.Offer(ROOM, doctorAt, doctor.sending());
      relay.send(come);
      int before = RelayHarness.wait(relay.send(offer).map(_ -> offers(relay, doctorAt).size()));
      assertEquals(0, before);
      assertEquals(2, shown(answerOffer(relay, doctor, doctorAt, 1)).size());
    }
  }

  @Test
  void aReturningMemberOfARoomIsSeenWithoutANewOffer() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var doctor = relay.peer();
      var doctorAt = relay.connect(doctor, "doctor", Mode.ROOM, true, null);
      var patient = relay.peer();
      relay.connect(patient, "patient", Mode.ROOM, false, null);
      answerOffer(relay, doctor, doctorAt, 1);
      patient.sendVideo(true, 1);
      await(() -> doctor.received(VP8).size() == 1, "the doctor sees nothing");
      var again = relay.peer();
      relay.connect(again, "patient", Mode.ROOM, false, null);
      again.sendVideo(true, 2);
      await(() -> doctor.received(VP8).size() == 2, "the doctor sees nothing any more");
      assertEquals(doctor.received(VP8).get(0).ssrc(), doctor.received(VP8).get(1).ssrc());
      assertEquals(1, offers(relay, doctorAt).size());
    }
  }

  @Test
  void onlyTheFirstCameraOfAVerifiedParticipantCarriesTheIdentity() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var first = relay.publisher("doctor");
      var second = relay.peer();
      relay.connect(second, "doctor", Mode.ROOM, true, null);
      first.sendVideo(true, 1);
      await(() -> relay.events(RoomEvent.TrackStarted.class).size() == 1, "no track");
      second.sendVideo(true, 1);
      await(() -> relay.events(RoomEvent.TrackStarted.class).size() == 2, "no second track");
      var started = relay.events(RoomEvent.TrackStarted.class);
      assertTrue(started.get(0).verified());
      assertEquals("doctor-video", started.get(0).track());
      assertFalse(started.get(1).verified());
      assertEquals("doctor-video-2", started.get(1).track());
    }
  }

  @Test
  void aVerifiedParticipantMayOnlySendWhatIsAnalysed() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var peer = relay.peer();
      var vp9 = peer.sending().replace("VP8/90000", "VP9/90000");
      var verified = connect(relay, "a", "doctor", Mode.PUBLISH, true, vp9);
      var answer = parse(assertInstanceOf(RoomReply.Answered.class, verified).sdp());
      assertTrue(answer.media().get(1).rejected());
      assertFalse(answer.media().get(0).rejected());
      var guest = connect(relay, "b", "guest", Mode.PUBLISH, false, vp9);
      answer = parse(assertInstanceOf(RoomReply.Answered.class, guest).sdp());
      assertFalse(answer.media().get(1).rejected());
    }
  }

  @Test
  void whoCannotDecodeACodecGetsTheOtherTracks() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var guest = relay.peer();
      var vp9 = guest.sending().replace("VP8/90000", "VP9/90000");
      connect(relay, "a", "guest", Mode.PUBLISH, false, vp9);
      var doctor = relay.peer();
      var doctorAt = relay.connect(doctor, "doctor", Mode.ROOM, true, null);
      var offer = answerOffer(relay, doctor, doctorAt, 1);
      assertEquals(List.of("audio"), shown(offer).stream().map(MediaSection::kind).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v=0", "hello", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"})
  void aBadOfferIsRefusedAndLeavesNothing(String sdp) throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      for (var mode : Mode.values()) {
        var reply = connect(relay, "x", "doctor", mode, false, sdp);
        int status = assertInstanceOf(RoomReply.Refused.class, reply).status();
        assertTrue(status == 400 || status == 422, "" + status);
      }
      assertTrue(relay.events.isEmpty());
      assertInstanceOf(RoomReply.Refused.class, relay.ask(new RoomCommand.Disconnect(ROOM, "x")));
    }
  }

  @Test
  void limitsAreKept() throws Exception {
    try (var relay =
        new RelayHarness(
            MediaTap.NONE,
            "sfu.max_rooms",
            "1",
            "sfu.max_transports_per_room",
            "2",
            "sfu.max_tracks_per_participant",
            "1")) {
      var tooMany = connect(relay, "a", "doctor", Mode.ROOM, true, relay.peer().sending());
      assertEquals("too_many_tracks", assertInstanceOf(RoomReply.Refused.class, tooMany).code());
      for (int i = 0; i < 2; i++) {
        relay.answer("w" + i, relay.peer(), "wall" + i, Mode.WATCH, false, null);
      }
      var full = connect(relay, "c", "wall", Mode.WATCH, false, relay.peer().receiving());
      assertEquals("room_full", assertInstanceOf(RoomReply.Refused.class, full).code());
      var rooms = relay.ask(new RoomCommand.Open("another"));
      assertEquals("too_many_rooms", assertInstanceOf(RoomReply.Refused.class, rooms).code());
    }
  }

  @Test
  void anExpelledParticipantLosesEveryConnection() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      relay.publisher("doctor");
      var watcher = relay.watcher("wall");
      relay.connect(relay.peer(), "doctor", Mode.ROOM, true, null);
      RelayHarness.wait(
          WhipWhepRoutes.disconnectParticipant(relay.vertx, ROOM, "doctor", "revoked"));
      await(() -> relay.events(RoomEvent.Disconnected.class).size() == 2, "not all ended");
      for (var event : relay.events(RoomEvent.Disconnected.class)) {
        assertEquals("revoked", event.why());
        assertEquals("doctor", event.participant());
      }
      assertFalse(watcher.dtls().ended().isDone());
      RelayHarness.wait(
          WhipWhepRoutes.disconnectParticipant(relay.vertx, "no-such-room", "x", "revoked"));
    }
  }

  @Test
  void closingARoomEndsItsConnections() throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var watcher = relay.watcher("wall");
      relay.ask(new RoomCommand.Close(ROOM));
      await(() -> relay.events(RoomEvent.Closed.class).size() == 1, "not closed");
      await(() -> watcher.dtls().ended().isDone(), "the peer was not told");
      assertEquals(0.0, relay.registry.get("medtrust_sfu_rooms").gauge().value());
    }
  }

  // ---- helpers ----

  private static RoomReply connect(
      RelayHarness relay, String id, String who, Mode mode, boolean verified, String sdp)
      throws Exception {
    return relay.ask(new RoomCommand.Connect(ROOM, who, id, mode, verified, null, sdp));
  }

  private static List<RoomEvent.Offered> offers(RelayHarness relay, String connection) {
    return relay.events(RoomEvent.Offered.class).stream()
        .filter(o -> o.connection().equals(connection))
        .toList();
  }

  /** Waits for the relay's n-th offer to a connection and answers it. */
  private static Offer answerOffer(RelayHarness relay, TestPeer peer, String connection, int n)
      throws Exception {
    await(() -> offers(relay, connection).size() >= n, "the relay made no offer " + n);
    var sdp = offers(relay, connection).get(n - 1).sdp();
    var reply = relay.ask(new RoomCommand.Answer(ROOM, connection, peer.answerTo(sdp)));
    assertInstanceOf(RoomReply.Done.class, reply);
    return new Offer(sdp, parse(sdp));
  }

  private record Offer(String sdp, SessionDescription description) {
    List<MediaSection> media() {
      return description.media();
    }
  }

  private static SessionDescription parse(String sdp) {
    return assertInstanceOf(SessionDescription.Parsed.Ok.class, SessionDescription.parse(sdp))
        .description();
  }

  private static List<MediaSection> shown(Offer offer) {
    return shown(offer.description());
  }

  private static List<MediaSection> shown(SessionDescription description) {
    var shown = description.media().stream().filter(m -> m.direction().sends()).toList();
    shown.forEach(m -> assertNotNull(m.msid()));
    return shown;
  }

  private static List<String> streamsShown(Offer offer) {
    return shown(offer).stream().map(m -> m.msid().stream()).toList();
  }
}
