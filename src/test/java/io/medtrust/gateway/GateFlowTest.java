package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.accounts.TotpCodes;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.Reading;
import io.medtrust.bus.Wire;
import io.medtrust.sessions.gate.Part;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The gate between doctor and patient, on real stores and the real bus; what the worker would say
 * of media is said by the test.
 */
class GateFlowTest {
  private static Node node;
  private static String doctorId;
  private static String doctor;
  private static String patient;
  private static String admin;

  /** Of the admin, whose second factor is on; each is good once. */
  private static List<String> codes;

  private String session;
  private String verification;
  private BridgeClient bridge;

  @BeforeAll
  static void start() {
    node = new Node(Map.of("sessions.gate", "on", "sessions.gate_fresh_ms", "60000"));
    var in = node.login("doctor@demo.medtrust.local");
    doctorId = in.getString("userId");
    doctor = in.getString("token");
    patient = node.token("patient");
    var boss = node.login("admin@demo.medtrust.local");
    admin = boss.getString("token");
    var offer =
        node.post("/api/v1/auth/totp/setup", admin, new JsonObject().put("password", Node.PASSWORD))
            .bodyAsJsonObject();
    var right = new JsonObject().put("code", new TotpCodes(offer.getString("secret")).at(0));
    codes =
        ok(node.post("/api/v1/auth/totp/enable", admin, right))
            .getJsonArray("recovery_codes")
            .stream()
            .map(String::valueOf)
            .toList();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void aFreshDoctor() {
    await(
        node.pool
            .query(
                "update users set risk_score = 0, suspicious_session_count = 0,"
                    + " enrollment_status = 'approved' where role = 'doctor'")
            .execute());
    await(
        node.pool
            .query(
                "update sessions set status = 'ended' where status in ('pending',"
                    + " 'doctor_verifying')")
            .execute());
    // Who was suspended by a test lost all tokens.
    doctor = node.token("doctor");
  }

  private static HttpResponse<Buffer> post(String path, String token, JsonObject body) {
    return node.post("/api/v1" + path, token, body);
  }

  private static JsonObject ok(HttpResponse<Buffer> answer) {
    assertEquals(200, answer.statusCode(), answer.bodyAsString());
    return answer.bodyAsJsonObject();
  }

  private HttpResponse<Buffer> verify() {
    return post("/sessions/" + session + "/verify", doctor, new JsonObject());
  }

  /** A patient asked, the doctor accepted, consented and is in the room. */
  private void atTheGate() {
    accepted();
    var text = node.get("/api/v1/consent", doctor).bodyAsJsonObject();
    ok(
        post(
            "/streams/" + session + "/consent",
            doctor,
            new JsonObject()
                .put("given", true)
                .put("version", text.getString("version"))
                .put("text_hash", text.getString("text_hash"))));
    bridge = node.bridge(doctor);
    bridge.register("session." + session);
    verification = bridge.join(session).getString("participantId");
    bridge.on("session." + session, e -> is(e, "gate_progress"));
  }

  private void accepted() {
    session =
        post("/sessions/request", patient, new JsonObject().put("doctor_id", doctorId))
            .bodyAsJsonObject()
            .getString("stream_id");
    var answer =
        ok(
            post(
                "/sessions/" + session + "/respond",
                doctor,
                new JsonObject().put("action", "accept")));
    assertEquals("doctor_verifying", answer.getString("status"));
    assertEquals("Session accepted — verification required", answer.getString("message"));
  }

  private static boolean is(JsonObject envelope, String type) {
    var body = envelope.getJsonObject("body");
    return body != null && type.equals(body.getString("type"));
  }

  private void says(String detector, Reading.State state, Double score, String code) {
    node.vertx
        .eventBus()
        .publish(
            Addresses.reading(verification),
            Wire.encode(
                new Reading(
                    session,
                    verification,
                    detector,
                    state,
                    score,
                    null,
                    code,
                    "Said of " + detector + ".",
                    Map.of(),
                    System.currentTimeMillis(),
                    "m",
                    "c")));
  }

  private void allGood(double score) {
    for (var part : Part.values()) says(part.detector(), Reading.State.OK, score, "ok");
  }

  private Row one(String sql, String id) {
    return await(node.pool.preparedQuery(sql).execute(Tuple.of(UUID.fromString(id))))
        .iterator()
        .next();
  }

  private String status() {
    return one("select status from sessions where id = $1", session).getString("status");
  }

  private Row risk() {
    return one(
        "select risk_score::float8 as risk, suspicious_session_count as n, enrollment_status as"
            + " enrollment from users where id = $1",
        doctorId);
  }

  @Test
  void whatIsNotKnownDoesNotPassAndIsNoFailure() {
    atTheGate();
    says("face_identity", Reading.State.OK, 95.0, "ok");
    says("pulse", Reading.State.UNKNOWN, null, "weak");
    var answer = ok(verify());
    assertFalse(answer.getBoolean("passed"));
    assertEquals("incomplete", answer.getString("outcome"));
    assertEquals(4, answer.getJsonArray("missing").size());
    assertTrue(answer.getString("message").contains("Said of pulse."), answer.encode());
    assertEquals(95, answer.getInteger("final_trust"));
    assertEquals("doctor_verifying", status());
    assertEquals(0.0, risk().getDouble("risk"));
    assertEquals(0, risk().getInteger("n"));
  }

  @Test
  void whatTheServerMeasuredPassesAndThenThePatientIsLetIn() {
    atTheGate();
    var waiting = node.bridge(patient);
    waiting.register("session." + session);
    assertEquals(
        409,
        waiting.refused(
            "signaling." + session,
            new JsonObject().put("event", "join-stream").put("streamId", session)));
    allGood(82);
    var answer = ok(verify());
    assertTrue(answer.getBoolean("passed"), answer.encode());
    assertEquals(82, answer.getInteger("final_trust"));
    assertEquals("Verification passed", answer.getString("message"));
    assertEquals("active", status());
    waiting.on("session." + session, e -> is(e, "status_changed"));
    waiting.join(session);
    var log = one("select * from verification_logs where stream_id = $1", session);
    assertTrue(log.getBoolean("passed"));
    assertEquals(82, log.getInteger("face_score"));
    assertEquals(82, log.getInteger("final_trust"));
    var row = one("select trust_score, started_at from sessions where id = $1", session);
    assertEquals(82, row.getInteger("trust_score"));
    assertNotNull(row.getOffsetDateTime("started_at"));
    Until.isTrue("audited", () -> node.audits("VERIFICATION_PASSED") > 0);
    RestTest.error(verify(), 409, "wrong_state");
    assertEquals("active", status(), "an active session is not judged again");
  }

  @Test
  void aWorkerThatWasKilledPassesNothing() {
    atTheGate();
    allGood(90);
    node.vertx
        .eventBus()
        .publish(
            Addresses.analysis(verification),
            Wire.encode(new AnalysisEvent.Availability(verification, false, "The worker ended")));
    assertEquals("incomplete", ok(verify()).getString("outcome"));
    assertEquals("doctor_verifying", status());
    assertEquals(0, risk().getInteger("n"));
  }

  @Test
  void aDoctorWhoIsNotInTheRoomOrDidNotConsentIsNotMeasured() {
    accepted();
    var answer = ok(verify());
    assertEquals("incomplete", answer.getString("outcome"));
    assertEquals(5, answer.getJsonArray("missing").size());
    assertTrue(answer.getString("message").contains("consent"), answer.encode());
    assertNull(answer.getValue("final_trust"));
  }

  @Test
  void scoresThatTheClientSendsAreIgnoredAndSoSaid() {
    atTheGate();
    long before = node.audits("CLIENT_SCORE_IGNORED");
    var sent = new JsonObject();
    for (var name : new String[] {"face", "voice", "biometric", "liveness", "motion"}) {
      sent.put(name + "_score", 100);
    }
    var answer = ok(post("/sessions/" + session + "/verify", doctor, sent));
    assertFalse(answer.getBoolean("passed"));
    assertNull(answer.getValue("final_trust"));
    Until.isTrue("audited", () -> node.audits("CLIENT_SCORE_IGNORED") == before + 1);
  }

  @Test
  void scoresBelowTheThresholdDoNotPassAndBlockNobody() {
    atTheGate();
    allGood(69);
    var answer = ok(verify());
    assertEquals("not_enough", answer.getString("outcome"));
    assertEquals("doctor_verifying", status());
    assertEquals(0.0, risk().getDouble("risk"));
    await(
        node.pool
            .query("update ai_thresholds set value = 60 where key = 'gate_threshold'")
            .execute());
    try {
      assertTrue(ok(verify()).getBoolean("passed"));
    } finally {
      await(
          node.pool
              .query("update ai_thresholds set value = 70 where key = 'gate_threshold'")
              .execute());
    }
  }

  private HttpResponse<Buffer> blocked() {
    atTheGate();
    allGood(90);
    // The fact must hold for a second.
    long first = System.currentTimeMillis();
    Until.isTrue(
        "the replay held",
        () -> {
          says("replay", Reading.State.FAILED, 5.0, "replayed");
          return System.currentTimeMillis() - first > 1_200;
        });
    return verify();
  }

  @Test
  void aMeasuredMismatchBlocksRaisesRiskAndSuspendsAtTheThird() {
    var alerts = node.bridge(admin);
    alerts.register("alert");
    for (int time = 1; time <= 3; time++) {
      var body = RestTest.error(blocked(), 403, "verification_failed");
      assertFalse(body.getBoolean("passed"));
      assertEquals("replayed", body.getJsonArray("triggers").getString(0));
      assertEquals(time == 3, body.getBoolean("suspended"));
      assertEquals("blocked", status());
      assertEquals(10.0 * time, risk().getDouble("risk"));
      assertEquals(time, risk().getInteger("n"));
      bridge.on("session." + session, e -> is(e, "blocked"));
      Until.isTrue(
          "the room is closed",
          () ->
              bridge.received.stream().anyMatch(e -> e.encode().contains("session_blocked"))
                  && bridge.received.stream().anyMatch(e -> e.encode().contains("session-ended")));
      var here = session;
      alerts.on(
          "alert",
          e ->
              e.getJsonObject("body") != null
                  && here.equals(e.getJsonObject("body").getString("session")));
      // The third suspends the account: its token ends at any moment from then on.
      var again = verify();
      boolean out = time == 3 && again.statusCode() == 401;
      RestTest.error(again, out ? 401 : 409, out ? "token_revoked" : "wrong_state");
      var log = one("select * from security_logs where session_id = $1", session);
      assertEquals("VERIFICATION_FAILED", log.getString("violation_type"));
    }
    assertEquals("suspended", risk().getString("enrollment"));
    RestTest.error(
        post("/sessions/request", patient, new JsonObject().put("doctor_id", doctorId)),
        403,
        "doctor_not_verified");
    // Told to every socket of the account, soon after; those opened later must not hear of it.
    var out = bridge;
    Until.isTrue("the suspended doctor's page is closed", () -> out.closed);
    RestTest.error(post("/streams/start", doctor, new JsonObject()), 401, "token_revoked");
    RestTest.error(
        node.post(
            "/api/v1/auth/login",
            null,
            Node.credentials("doctor@demo.medtrust.local", Node.PASSWORD)),
        403,
        "SUSPENDED");
    Until.isTrue("audited", () -> node.audits("VERIFICATION_FAILED") == 3);
    Until.isTrue("audited", () -> node.audits("DOCTOR_SUSPENDED") == 1);
  }

  @Test
  void theGlassIsBrokenWithAReasonThatEverybodySees() {
    atTheGate();
    var path = "/sessions/" + session + "/break-glass";
    for (var reason : new String[] {null, "", "too short", " ".repeat(40)}) {
      RestTest.error(
          post(path, doctor, new JsonObject().put("reason", reason)), 400, "validation_failed");
    }
    var why = new JsonObject().put("reason", "Camera of the ward is broken");
    RestTest.error(post(path, patient, why), 403, "insufficient_permissions");
    RestTest.error(post(path, admin, why), 403, "second_factor_required");
    RestTest.error(
        post(path, admin, why.copy().put("second_factor", "000000")), 403, "second_factor_wrong");
    assertEquals("doctor_verifying", status());
    assertEquals("active", ok(post(path, doctor, why)).getString("status"));
    bridge.on("session." + session, e -> is(e, "break_glass"));
    Until.isTrue(
        "the banner in the room",
        () -> bridge.received.stream().anyMatch(e -> e.encode().contains("break-glass")));
    var shown =
        node.get("/api/v1/sessions/" + session, patient)
            .bodyAsJsonObject()
            .getJsonObject("session")
            .getJsonObject("break_glass");
    assertEquals("Camera of the ward is broken", shown.getString("reason"));
    assertEquals(doctorId, shown.getString("id"));
    Until.isTrue("audited", () -> node.audits("BREAK_GLASS") > 0);
    RestTest.error(post(path, doctor, why), 409, "wrong_state");
    assertEquals(0, risk().getInteger("n"));
  }

  @Test
  void anAdminBreaksItWithTheSecondFactor() {
    accepted();
    var body =
        new JsonObject()
            .put("reason", "Patient is unconscious")
            .put("second_factor", codes.getFirst());
    ok(post("/sessions/" + session + "/break-glass", admin, body));
    assertEquals("active", status());
    accepted();
    RestTest.error(
        post("/sessions/" + session + "/break-glass", admin, body), 403, "second_factor_wrong");
  }

  @Test
  void aColleaguesConfirmationIsSaidToBeNotConfigured() {
    accepted();
    RestTest.error(
        post("/sessions/" + session + "/confirm", doctor, new JsonObject()), 501, "not_configured");
  }

  @Test
  void onlyTheSessionsDoctorIsVerified() {
    accepted();
    for (var token : new String[] {patient, admin}) {
      RestTest.error(
          post("/sessions/" + session + "/verify", token, new JsonObject()),
          403,
          "insufficient_permissions");
    }
    node.person("doctor", "stranger-" + session + "@x.example", true);
    var other = node.login("stranger-" + session + "@x.example").getString("token");
    RestTest.error(
        post("/sessions/" + session + "/verify", other, new JsonObject()), 403, "not_your_session");
  }

  @Test
  void aDoctorsOwnStartWaitsAtTheGateAndAnAdminsIsWrittenDown() {
    var started = post("/streams/start", doctor, new JsonObject()).bodyAsJsonObject();
    assertEquals("doctor_verifying", started.getString("status"));
    var past =
        post("/streams/start", admin, new JsonObject().put("doctor_id", doctorId))
            .bodyAsJsonObject();
    assertEquals("active", past.getString("status"));
    var id = past.getString("stream_id");
    Until.isTrue(
        "the override is in the audit log",
        () ->
            await(
                        node.pool
                            .preparedQuery(
                                "select 1 from audit_events where session_id = $1 and type ="
                                    + " 'STREAM_STARTED' and details ->> 'gate' = 'overridden'")
                            .execute(Tuple.of(UUID.fromString(id))))
                    .size()
                == 1);
  }
}
