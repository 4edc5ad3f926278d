package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A patient's way to a doctor where the gate is off, as a demonstration has it. */
class SessionFlowTest {
  private static Node node;
  private static String doctorId;
  private static String doctor;
  private static String patient;
  private static String admin;
  private static String otherDoctor;
  private static String otherPatient;

  @BeforeAll
  static void start() {
    node = new Node();
    node.person("doctor", "other-doctor@x.example", true);
    node.person("patient", "other-patient@x.example", false);
    var in = node.login("doctor@demo.medtrust.local");
    doctorId = in.getString("userId");
    doctor = in.getString("token");
    patient = node.token("patient");
    admin = node.token("admin");
    otherDoctor = node.login("other-doctor@x.example").getString("token");
    otherPatient = node.login("other-patient@x.example").getString("token");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void nothingIsAskedFor() {
    await(
        node.pool.query("update sessions set status = 'ended' where status = 'pending'").execute());
  }

  private static String requested() {
    var answer = post("/sessions/request", patient, new JsonObject().put("doctor_id", doctorId));
    assertEquals(201, answer.statusCode(), answer.bodyAsString());
    return answer.bodyAsJsonObject().getString("stream_id");
  }

  private static HttpResponse<Buffer> post(String path, String token, JsonObject body) {
    return node.post("/api/v1" + path, token, body);
  }

  private static HttpResponse<Buffer> get(String path, String token) {
    return node.get("/api/v1" + path, token);
  }

  private static JsonObject ok(HttpResponse<Buffer> answer) {
    assertEquals(200, answer.statusCode(), answer.bodyAsString());
    return answer.bodyAsJsonObject();
  }

  private static JsonObject action(String word) {
    return new JsonObject().put("action", word);
  }

  @Test
  void aPatientRequestsAndTheDoctorAcceptsAndTheSessionIsActive() {
    var bridge = node.bridge(doctor);
    bridge.register("notify." + doctorId);
    var id = requested();
    assertEquals(
        "pending",
        ok(get("/sessions/" + id, patient)).getJsonObject("session").getString("status"));
    for (var path : List.of("/sessions/pending", "/sessions/pending-requests")) {
      var waiting = ok(get(path, doctor)).getJsonArray("requests");
      assertEquals(1, waiting.size());
      assertEquals(id, waiting.getJsonObject(0).getString("stream_id"));
      assertEquals(
          "Demo Patient", waiting.getJsonObject(0).getJsonObject("patient").getString("name"));
      assertEquals(0, ok(get(path, otherDoctor)).getJsonArray("requests").size());
    }
    var accepted = ok(post("/sessions/" + id + "/respond", doctor, action("accept")));
    assertEquals("active", accepted.getString("status"));
    var mine = ok(get("/sessions/my", patient)).getJsonObject("session");
    assertEquals(id, mine.getString("id"));
    assertNotNull(mine.getString("started_at"));
    assertEquals(id, ok(get("/sessions/active", doctor)).getJsonObject("session").getString("id"));
    RestTest.error(
        post("/sessions/" + id + "/respond", doctor, action("accept")), 409, "wrong_state");
    Until.isTrue("audited", () -> node.audits("SESSION_REQUESTED") > 0);
    Until.isTrue("audited", () -> node.audits("SESSION_ACCEPTED") > 0);
    ok(post("/streams/end/" + id, doctor, null));
    RestTest.error(post("/streams/end/" + id, doctor, null), 409, "wrong_state");
  }

  @Test
  void theReferencesOtherSpellingsDoTheSame() {
    var answer = post("/sessions/request/" + doctorId, patient, new JsonObject());
    assertEquals(201, answer.statusCode(), answer.bodyAsString());
    var id = answer.bodyAsJsonObject().getString("stream_id");
    var refused =
        ok(
            node.call(
                HttpMethod.PUT, "/api/v1/sessions/" + id + "/respond", doctor, action("reject")));
    assertEquals("ended", refused.getString("status"));
    var again = requested();
    ok(node.call(HttpMethod.DELETE, "/api/v1/sessions/" + again, patient, null));
    assertEquals(
        "ended",
        ok(get("/sessions/" + again + "/detail", patient))
            .getJsonObject("session")
            .getString("status"));
    assertEquals(
        ok(get("/doctors/verified", patient)), ok(get("/sessions/verified-doctors", patient)));
  }

  @Test
  void onlyApprovedDoctorsAreOfferedAndCanBeAsked() {
    var id = node.person("doctor", "new-doctor@x.example", true);
    await(
        node.pool
            .preparedQuery("update users set enrollment_status = 'suspended' where id = $1")
            .execute(Tuple.of(UUID.fromString(id))));
    var offered = ok(get("/doctors/verified", patient)).getJsonArray("doctors").encode();
    assertTrue(offered.contains(doctorId));
    assertFalse(offered.contains(id));
    RestTest.error(
        post("/sessions/request", patient, new JsonObject().put("doctor_id", id)),
        403,
        "doctor_not_verified");
    RestTest.error(
        post("/sessions/request", patient, new JsonObject().put("doctor_id", Node.unknownId())),
        404,
        "doctor_not_found");
  }

  @Test
  void badRequestsAreRefused() {
    RestTest.error(post("/sessions/request", patient, new JsonObject()), 400, "validation_failed");
    RestTest.error(
        post("/sessions/request", patient, new JsonObject().put("doctor_id", "x'; drop")),
        400,
        "validation_failed");
    RestTest.error(
        post("/sessions/request", patient, new JsonObject().put("doctor_id", 7)),
        400,
        "validation_failed");
    RestTest.error(
        post(
            "/sessions/request",
            patient,
            new JsonObject().put("doctor_id", doctorId).put("icu_room", "x".repeat(101))),
        400,
        "validation_failed");
    RestTest.error(post("/sessions/nonsense/respond", doctor, action("accept")), 400, "invalid_id");
    var id = requested();
    RestTest.error(
        post("/sessions/" + id + "/respond", doctor, action("maybe")), 400, "validation_failed");
    RestTest.error(
        post("/sessions/request", patient, new JsonObject().put("doctor_id", doctorId)),
        409,
        "already_exists");
    RestTest.error(
        post("/sessions/" + Node.unknownId() + "/respond", doctor, action("accept")),
        404,
        "stream_not_found");
  }

  @Test
  void strangersSeeAndChangeNothing() {
    var id = requested();
    for (var token : List.of(otherDoctor, otherPatient, node.token("display"))) {
      for (var path : List.of("", "/detail", "/trust")) {
        RestTest.error(get("/sessions/" + id + path, token), 403, "not_your_session");
      }
      RestTest.error(get("/streams/" + id, token), 403, "not_your_session");
      RestTest.error(
          post("/sessions/" + id + "/respond", token, action("accept")), 403, "not_your_session");
      RestTest.error(
          post("/sessions/" + id + "/cancel", token, new JsonObject()), 403, "not_your_session");
    }
    // The patient does not accept, the doctor does not cancel, and no admin accepts for a doctor.
    RestTest.error(
        post("/sessions/" + id + "/respond", patient, action("accept")),
        403,
        "insufficient_permissions");
    RestTest.error(
        post("/sessions/" + id + "/respond", admin, action("accept")),
        403,
        "insufficient_permissions");
    RestTest.error(
        post("/sessions/" + id + "/cancel", doctor, new JsonObject()),
        403,
        "insufficient_permissions");
    RestTest.error(
        post("/sessions/request", doctor, new JsonObject().put("doctor_id", doctorId)),
        403,
        "insufficient_permissions");
    assertEquals(
        "pending", ok(get("/sessions/" + id, doctor)).getJsonObject("session").getString("status"));
  }

  @Test
  void ofTwoAnswersAtOnceOneWins() {
    var id = requested();
    var accept = send(id, "accept");
    var reject = send(id, "reject");
    await(Future.join(accept, reject));
    int first = accept.result().statusCode();
    int second = reject.result().statusCode();
    assertEquals(609, first + second, first + " and " + second);
    RestTest.error(
        post("/sessions/" + id + "/respond", doctor, action("accept")), 409, "wrong_state");
  }

  private static Future<HttpResponse<Buffer>> send(String id, String word) {
    return node.client
        .post("/api/v1/sessions/" + id + "/respond")
        .bearerTokenAuthentication(doctor)
        .sendJsonObject(action(word));
  }

  @Test
  void aPatientsOwnPagesHaveATrueTotalAndNothingOfOthers() {
    var before = ok(get("/patient/sessions?limit=1", patient)).getJsonObject("pagination");
    var id = requested();
    var page = ok(get("/patient/sessions?page=1&limit=1", patient));
    assertEquals(1, page.getJsonArray("sessions").size());
    assertEquals(id, page.getJsonArray("sessions").getJsonObject(0).getString("stream_id"));
    assertEquals(
        before.getInteger("total") + 1, page.getJsonObject("pagination").getInteger("total"));
    assertEquals(
        0,
        ok(get("/patient/sessions", otherPatient)).getJsonObject("pagination").getInteger("total"));
    assertEquals(
        "DEMO-1",
        ok(get("/patient/profile", patient)).getJsonObject("profile").getString("health_id"));
    assertTrue(ok(get("/patient/doctor", patient)).containsKey("doctor"));
    assertNull(ok(get("/patient/doctor", patient)).getJsonObject("doctor"));
    RestTest.error(get("/patient/session/" + id + "/trust", otherPatient), 403, "not_your_session");
    RestTest.error(get("/patient/profile", doctor), 403, "insufficient_permissions");
    RestTest.error(get("/patient/sessions?limit=0", patient), 400, "validation_failed");
    assertEquals(
        0, ok(get("/patient/session/" + id + "/trust", patient)).getJsonArray("history").size());
    RestTest.error(get("/patient/session/" + id + "/report", patient), 404, "report_not_found");
  }

  @Test
  void alertsOfTheOwnSessionsAreSeenByTheirPatientAlone() {
    var id = requested();
    await(
        node.pool
            .preparedQuery(
                "insert into audit_events (type, severity, session_id, details) values"
                    + " ('DEEPFAKE_ALERT', 'critical', $1, $2), ('NOTE', 'info', $1, '{}')")
            .execute(
                Tuple.of(
                    UUID.fromString(id),
                    new JsonObject().put("message", "The picture is black").put("secret", "x"))));
    var alerts = ok(get("/patient/alerts", patient)).getJsonArray("alerts");
    assertEquals(1, alerts.size(), alerts.encode());
    assertEquals("The picture is black", alerts.getJsonObject(0).getString("message"));
    assertFalse(alerts.encode().contains("secret"));
    assertEquals(0, ok(get("/patient/alerts", otherPatient)).getJsonArray("alerts").size());
    var events =
        ok(get("/sessions/" + id, doctor)).getJsonObject("session").getJsonArray("risk_events");
    assertEquals(1, events.size());
  }

  @Test
  void aSessionTellsOfEarlierOnesOfTheSamePeople() {
    var first = requested();
    ok(post("/sessions/" + first + "/cancel", patient, new JsonObject()));
    var second = requested();
    var previous =
        ok(get("/sessions/" + second, doctor))
            .getJsonObject("session")
            .getJsonArray("previous_sessions");
    assertTrue(previous.encode().contains(first), previous.encode());
    assertTrue(
        ok(get("/streams/history", doctor)).getJsonArray("streams").encode().contains(second));
    assertEquals(0, ok(get("/streams/history", otherDoctor)).getInteger("total"));
  }
}
