package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomEvent;
import io.medtrust.bus.VerificationCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BridgeTest {
  private static final String SENDING = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendrecv\r\n";
  private static final String RECEIVING =
      "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=recvonly\r\n";

  private static Node node;

  @BeforeAll
  static void start() {
    node = new Node();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** An active session of its own for a test, with its two people's tokens. */
  private record Visit(String id, String address, String doctor, String patient) {}

  private static Visit visit(String name) {
    node.person("doctor", "d-" + name + "@x.example", true);
    var patientId = node.person("patient", "p-" + name + "@x.example", false);
    var doctor = node.login("d-" + name + "@x.example").getString("token");
    var started =
        node.post("/api/v1/streams/start", doctor, new JsonObject().put("patient_id", patientId));
    var id = started.bodyAsJsonObject().getString("stream_id");
    return new Visit(
        id, "signaling." + id, doctor, node.login("p-" + name + "@x.example").getString("token"));
  }

  private static JsonObject event(String name) {
    return new JsonObject().put("event", name);
  }

  private static JsonObject offer(String sdp) {
    return event("webrtc-offer")
        .put("targetSocketId", "sfu")
        .put("offer", new JsonObject().put("type", "offer").put("sdp", sdp));
  }

  private static void consent(Visit visit, boolean given) {
    var text = node.get("/api/v1/consent", visit.doctor).bodyAsJsonObject();
    var response =
        node.post(
            "/api/v1/streams/" + visit.id + "/consent",
            visit.doctor,
            new JsonObject()
                .put("given", given)
                .put("version", text.getString("version"))
                .put("text_hash", text.getString("text_hash")));
    assertEquals(200, response.statusCode(), response.bodyAsString());
  }

  @Test
  void twoPeopleJoinAndNegotiateWithTheSfu() {
    var visit = visit("two");
    var doctor = node.bridge(visit.doctor);
    var joined = doctor.join(visit.id);
    assertEquals("room-members", joined.getString("event"));
    assertEquals(0, joined.getJsonArray("members").size());
    var me = joined.getString("yourSocketId");
    var participant = joined.getString("participantId");
    Until.isTrue(
        "verification begins",
        () ->
            node.sfu.verifications.contains(new VerificationCommand.Begin(visit.id, participant)));

    var patient = node.bridge(visit.patient);
    var second = patient.join(visit.id);
    var member = second.getJsonArray("members").getJsonObject(0);
    assertEquals(me, member.getString("socketId"));
    assertTrue(member.getBoolean("verified"));
    assertEquals("doctor", member.getString("role"));
    var peer = doctor.event(me, "peer-joined");
    assertEquals(second.getString("participantId"), peer.getString("participantId"));
    assertFalse(peer.getBoolean("verified"));
    assertEquals("patient", peer.getString("role"));

    assertTrue(doctor.ask(visit.address, offer(SENDING)).getBoolean("ok"));
    var answer = doctor.event(me, "webrtc-answer");
    assertEquals("sfu", answer.getString("fromSocketId"));
    assertEquals("answer", answer.getJsonObject("answer").getString("type"));
    var connect =
        node.sfu.await(RoomCommand.Connect.class, c -> c.participant().equals(participant));
    assertTrue(connect.verified());
    assertEquals(RoomCommand.Mode.ROOM, connect.mode());

    node.sfu.tell(new RoomEvent.Offered(visit.id, participant, connect.connection(), "v=0 server"));
    var offered = doctor.event(me, "webrtc-offer");
    assertEquals("v=0 server", offered.getJsonObject("offer").getString("sdp"));
    doctor.ask(
        visit.address,
        event("webrtc-answer")
            .put("targetSocketId", "sfu")
            .put("answer", new JsonObject().put("type", "answer").put("sdp", "v=0 client")));
    node.sfu.await(
        RoomCommand.Answer.class,
        a -> a.connection().equals(connect.connection()) && a.sdp().equals("v=0 client"));
    // Later offers go to the transport that is there.
    doctor.ask(visit.address, offer(SENDING));
    node.sfu.await(RoomCommand.Offer.class, o -> o.connection().equals(connect.connection()));
    assertTrue(doctor.ask(visit.address, event("ice-candidate")).getBoolean("ok"));

    patient.ask(visit.address, event("media-state").put("audio", false).put("video", true));
    var muted = doctor.event(me, "peer-media-state");
    assertFalse(muted.getBoolean("audio"));

    patient.ask(visit.address, event("leave-stream"));
    assertEquals(
        second.getString("yourSocketId"), doctor.event(me, "peer-left").getString("socketId"));
    doctor.close();
    patient.close();
  }

  @Test
  void onlyThePeopleOfASessionJoinIt() {
    var visit = visit("closed");
    var join = event("join-stream").put("streamId", visit.id);
    node.person("patient", "stranger@x.example", false);
    node.person("doctor", "other-doctor@x.example", true);
    node.person("nurse", "nurse@x.example", true);
    for (var email : List.of("stranger@x.example", "other-doctor@x.example", "nurse@x.example")) {
      var bridge = node.bridge(node.login(email).getString("token"));
      assertEquals(403, bridge.refused(visit.address, join), email);
      assertEquals(409, bridge.refused(visit.address, event("ready")));
      bridge.close();
    }
    var admin = node.bridge(node.token("admin"));
    assertEquals(404, admin.refused("signaling." + Node.unknownId(), event("join-stream")));
    assertEquals(400, admin.refused("signaling.nothing", event("join-stream")));
    assertEquals(400, admin.refused("signaling.in", event("join-stream")));
    assertTrue(admin.ask(visit.address, join).getBoolean("ok"));
    admin.close();
    assertEquals(401, node.bridge(null).refused(visit.address, join));
    assertEquals(401, node.bridge("nonsense").refused(visit.address, join));
  }

  @Test
  void aDisplayOnlyReceives() {
    var visit = visit("display");
    var wall = node.bridge(node.token("display"));
    wall.join(visit.id);
    assertEquals(403, wall.refused(visit.address, offer(SENDING)));
    assertTrue(wall.ask(visit.address, offer(RECEIVING)).getBoolean("ok"));
    var elsewhere = node.bridge(node.commands().display(Node.unknownId(), 60));
    assertEquals(403, elsewhere.refused(visit.address, event("join-stream")));
    var everywhere = node.bridge(node.commands().display(null, 60));
    assertTrue(everywhere.ask(visit.address, event("join-stream")).getBoolean("ok"));
    wall.close();
    everywhere.close();
  }

  @Test
  void aLoadTokenEntersItsOwnRoomWithoutASession() {
    var load = node.bridge(node.commands().load("bench", false, 60));
    var joined = load.join("load-bench");
    assertTrue(load.ask("signaling.load-bench", offer(SENDING)).getBoolean("ok"));
    var connect =
        node.sfu.await(
            RoomCommand.Connect.class,
            c -> c.participant().equals(joined.getString("participantId")));
    assertFalse(connect.verified());
    assertEquals(403, load.refused("signaling.load-other", event("join-stream")));
    assertEquals(403, load.refused("signaling." + node.session, event("join-stream")));
    load.close();
  }

  @Test
  void clientsSendOnlyToSignalingAndSessionCommands() {
    var visit = visit("forge");
    var patient = node.bridge(visit.patient);
    patient.register("trust." + visit.id);
    var forged = new JsonObject().put("stream_id", visit.id).put("trust_score", 1);
    for (var address :
        List.of(
            "trust." + visit.id,
            Addresses.ALERT,
            Addresses.AUDIT_APPEND,
            Addresses.LEDGER_APPEND,
            Addresses.ROOM_OPEN,
            Addresses.REVOKED,
            Addresses.VERIFICATION,
            Addresses.session(visit.id),
            Addresses.roomCommand(visit.id),
            Addresses.roomEvent(visit.id),
            "signaling.member.x")) {
      assertEquals(403, patient.refused(address, forged), address);
      patient.publish(address, forged);
    }
    // The last word is taken for a session's id, never for an address.
    for (var address : List.of(Addresses.SIGNALING_CLOSED, Addresses.SIGNALING_ADMIT)) {
      assertEquals(400, patient.refused(address, event("join-stream")), address);
    }
    // Everything before this answer has been looked at.
    patient.join(visit.id);
    assertNull(patient.seen("trust." + visit.id, e -> "rec".equals(e.getString("type"))));
    // What a client says of its own score is taken, written down and not used.
    assertTrue(
        patient
            .ask(visit.address, event("trust-score-push").put("trust_score", 1))
            .getBoolean("ignored"));
    Until.isTrue(
        "CLIENT_SCORE_IGNORED in the audit log", () -> node.audits("CLIENT_SCORE_IGNORED") == 1);
    assertNull(patient.seen("trust." + visit.id, e -> "rec".equals(e.getString("type"))));
    patient.close();
  }

  @Test
  void clientsHearOnlyWhatIsTheirs() {
    var visit = visit("hear");
    var doctor = node.bridge(visit.doctor);
    var joined = doctor.join(visit.id);
    node.person("patient", "curious@x.example", false);
    var other = node.bridge(node.login("curious@x.example").getString("token"));
    var doctorId = node.get("/api/v1/auth/me", visit.doctor).bodyAsJsonObject().getString("id");
    var forbidden =
        List.of(
            "trust." + visit.id,
            "session." + visit.id,
            "analysis." + joined.getString("participantId"),
            "signaling.member." + joined.getString("yourSocketId"),
            "notify." + doctorId,
            "alert",
            "reading." + joined.getString("participantId"),
            "audit.append",
            "room." + visit.id + ".event",
            "revoked");
    for (var address : forbidden) {
      other.register(address);
      var refusal = other.on(address, e -> "err".equals(e.getString("type")));
      assertEquals(403, refusal.getInteger("failureCode"), refusal.encode());
    }
    for (var address :
        List.of(
            "trust." + visit.id,
            "session." + visit.id,
            "analysis." + joined.getString("participantId"),
            "notify." + doctorId)) {
      doctor.register(address);
      Until.isTrue(
          address,
          () -> {
            node.vertx.eventBus().publish(address, new JsonObject().put("to", "doctor"));
            return doctor.seen(address, e -> "rec".equals(e.getString("type"))) != null;
          });
    }
    for (var address : forbidden) {
      assertNull(other.seen(address, e -> "rec".equals(e.getString("type"))), address);
    }
    var admin = node.bridge(node.token("admin"));
    admin.register("alert");
    Until.isTrue(
        "an alert",
        () -> {
          node.vertx.eventBus().publish("alert", new JsonObject());
          return admin.seen("alert", e -> "rec".equals(e.getString("type"))) != null;
        });
    doctor.close();
    other.close();
    admin.close();
  }

  @Test
  void theTapFollowsTheConsent() {
    var visit = visit("consent");
    var doctor = node.bridge(visit.doctor);
    var participant = doctor.join(visit.id).getString("participantId");
    doctor.ask(visit.address, offer(SENDING));
    var connect =
        node.sfu.await(RoomCommand.Connect.class, c -> c.participant().equals(participant));
    var connected = new RoomEvent.Connected(visit.id, participant, connect.connection());
    // Without consent the transport comes up with its tap closed.
    node.sfu.tell(connected);
    node.sfu.await(RoomCommand.Tap.class, t -> t.participant().equals(participant) && !t.open());
    consent(visit, true);
    node.sfu.await(RoomCommand.Tap.class, t -> t.participant().equals(participant) && t.open());
    node.sfu.commands.clear();
    consent(visit, false);
    node.sfu.await(RoomCommand.Tap.class, t -> t.participant().equals(participant) && !t.open());
    // Over the bridge too; and a new transport starts as the consent stands.
    var text = node.get("/api/v1/consent", visit.doctor).bodyAsJsonObject();
    var given =
        doctor.ask(
            "session.command",
            new JsonObject()
                .put("type", "consent")
                .put("session", visit.id)
                .put("given", true)
                .put("version", text.getString("version"))
                .put("text_hash", text.getString("text_hash")));
    assertTrue(given.getBoolean("given"));
    node.sfu.commands.clear();
    node.sfu.tell(connected);
    node.sfu.await(RoomCommand.Tap.class, t -> t.participant().equals(participant) && t.open());
    doctor.close();
  }

  @Test
  void revocationClosesTheBridgeAndTakesTheMemberOut() {
    var visit = visit("revoke");
    var doctor = node.bridge(visit.doctor);
    var me = doctor.join(visit.id).getString("yourSocketId");
    doctor.ask(visit.address, offer(SENDING));
    var patient = node.bridge(visit.patient);
    var his = patient.join(visit.id).getString("yourSocketId");
    assertEquals(200, node.post("/api/v1/auth/logout", visit.doctor, null).statusCode());
    Until.isTrue("the bridge closes", () -> doctor.closed);
    assertEquals((short) 4401, doctor.closeCode);
    assertEquals(me, patient.event(his, "peer-left").getString("socketId"));
    node.sfu.await(RoomCommand.Disconnect.class, d -> d.session().equals(visit.id));
    assertEquals(401, node.bridge(visit.doctor).refused(visit.address, event("join-stream")));
    patient.close();
  }

  @Test
  void aMediaConnectionOfARevokedTokenIsCut() {
    var visit = visit("whip");
    var response =
        await(
            node.client
                .post("/whip/" + visit.id)
                .bearerTokenAuthentication(visit.doctor)
                .putHeader("Content-Type", "application/sdp")
                .sendBuffer(io.vertx.core.buffer.Buffer.buffer(SENDING)));
    assertEquals(201, response.statusCode(), response.bodyAsString());
    var connect =
        node.sfu.await(
            RoomCommand.Connect.class,
            c -> c.session().equals(visit.id) && c.mode() == RoomCommand.Mode.PUBLISH);
    assertTrue(connect.verified());
    node.sfu.tell(new RoomEvent.Connected(visit.id, connect.participant(), connect.connection()));
    node.sfu.await(RoomCommand.Tap.class, t -> t.participant().equals(connect.participant()));
    node.post("/api/v1/auth/logout", visit.doctor, null);
    node.sfu.await(RoomCommand.Expel.class, d -> d.participant().equals(connect.participant()));
    for (var face : List.of("/whip/", "/whep/")) {
      for (var token : new String[] {visit.doctor, "nonsense", node.token("patient")}) {
        var refused =
            await(
                node.client
                    .post(face + visit.id)
                    .bearerTokenAuthentication(token)
                    .putHeader("Content-Type", "application/sdp")
                    .sendBuffer(io.vertx.core.buffer.Buffer.buffer(SENDING)));
        assertTrue(refused.statusCode() == 401 || refused.statusCode() == 403);
        assertEquals(
            refused.getHeader("X-Request-ID"), refused.bodyAsJsonObject().getString("request_id"));
      }
    }
  }

  @Test
  void aLostPageStaysForAMomentAndComesBackAsTheSameParticipant() {
    var visit = visit("grace");
    var patient = node.bridge(visit.patient);
    var his = patient.join(visit.id).getString("yourSocketId");
    var doctor = node.bridge(visit.doctor);
    var first = doctor.join(visit.id);
    doctor.close();
    var again = node.bridge(visit.doctor);
    var second = again.join(visit.id);
    assertEquals(first.getString("participantId"), second.getString("participantId"));
    assertNotEquals(first.getString("yourSocketId"), second.getString("yourSocketId"));
    assertEquals(
        first.getString("yourSocketId"), patient.event(his, "peer-left").getString("socketId"));
    again.close();
    patient.on(
        "signaling.member." + his,
        e ->
            e.getJsonObject("body", new JsonObject()).getString("event", "").equals("peer-left")
                && e.getJsonObject("body")
                    .getString("socketId")
                    .equals(second.getString("yourSocketId")));
    patient.close();
  }

  @Test
  void theEndOfASessionEndsItsRoom() {
    var visit = visit("end");
    var doctor = node.bridge(visit.doctor);
    var joined = doctor.join(visit.id);
    doctor.ask(visit.address, offer(SENDING));
    doctor.register("session." + visit.id);
    assertTrue(
        doctor
            .ask("session.command", new JsonObject().put("type", "end").put("session", visit.id))
            .getBoolean("ok"));
    doctor.event(joined.getString("yourSocketId"), "session-ended");
    node.sfu.await(RoomCommand.Close.class, c -> c.session().equals(visit.id));
    Until.isTrue(
        "verification ends",
        () ->
            node.sfu.verifications.contains(
                new VerificationCommand.End(visit.id, joined.getString("participantId"))));
    assertEquals(409, doctor.refused(visit.address, event("join-stream")));
    doctor.close();
  }

  @Test
  void whatTheSfuRefusesIsSaidToTheClient() {
    var visit = visit("refuse");
    var doctor = node.bridge(visit.doctor);
    assertEquals(409, doctor.refused(visit.address, offer(SENDING)));
    doctor.join(visit.id);
    assertEquals(400, doctor.refused(visit.address, offer("v=0 refuse")));
    assertTrue(doctor.ask(visit.address, offer(SENDING)).getBoolean("ok"));
    for (var body :
        List.of(
            new JsonObject(),
            event("nothing"),
            new JsonObject().put("event", 5),
            offer("  "),
            event("webrtc-offer").put("offer", "sdp"),
            event("webrtc-offer")
                .put("targetSocketId", "somebody")
                .put("offer", new JsonObject().put("type", "offer").put("sdp", SENDING)),
            event("media-state").put("audio", "yes"),
            event("join-stream").put("streamId", Node.unknownId()))) {
      assertEquals(400, doctor.refused(visit.address, body), body.encode());
    }
    doctor.close();
  }

  @Test
  void garbageOnTheSocketIsAnsweredOrClosesItAndDisturbsNobody() {
    var visit = visit("garbage");
    var steady = node.bridge(visit.patient);
    steady.join(visit.id);
    var bad = node.bridge(visit.doctor);
    for (var frame :
        List.of(
            "",
            "{",
            "null",
            "[]",
            "\"x\"",
            "{\"type\":5}",
            "{\"type\":\"send\"}",
            "{\"type\":\"send\",\"address\":7}",
            "{\"type\":\"send\",\"address\":\"a\",\"headers\":[]}",
            "{\"type\":\"register\",\"address\":\"" + "a".repeat(500) + "\"}")) {
      bad.raw(frame);
    }
    assertTrue(bad.join(visit.id).getBoolean("ok"));
    bad.raw("x".repeat(70_000));
    Until.isTrue("closed for a large frame", () -> bad.closed);
    var flood = node.bridge(visit.doctor);
    for (int i = 0; i < 400; i++) flood.ping();
    Until.isTrue("closed for too many frames", () -> flood.closed);
    assertEquals((short) 4429, flood.closeCode);
    assertTrue(steady.ask(visit.address, event("ready")).getBoolean("ok"));
    steady.close();
  }

  @Test
  void theBridgeEndsWithItsTokenUnlessItIsRenewed() {
    try (var brief = new Node(Map.of("accounts.access_seconds", "10"))) {
      var email = "doctor@demo.medtrust.local";
      var kept = brief.bridge(brief.login(email).getString("token"));
      var lost = brief.bridge(brief.login(email).getString("token"));
      kept.ping();
      lost.ping();
      long started = System.nanoTime();
      Until.isTrue(
          "the expired connection closes",
          () -> {
            if (System.nanoTime() - started > 5_000_000_000L && kept.received.isEmpty()) {
              kept.token(brief.login(email).getString("token"));
              kept.ping();
              kept.received.add(new JsonObject().put("renewed", new JsonArray()));
            }
            return lost.closed;
          });
      assertEquals((short) 4401, lost.closeCode);
      assertTrue(kept.ask("signaling." + brief.session, event("join-stream")).getBoolean("ok"));
    }
  }

  @Test
  void aTokenOfAnotherPersonCannotTakeOverAConnection() {
    var visit = visit("swap");
    var bridge = node.bridge(visit.doctor);
    bridge.join(visit.id);
    bridge.token(visit.patient);
    assertEquals(403, bridge.refused(visit.address, event("ready")));
    bridge.close();
  }
}
