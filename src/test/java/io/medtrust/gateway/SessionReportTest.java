package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Wire;
import io.medtrust.ledger.LedgerSettings;
import io.medtrust.ledger.LedgerVerticle;
import io.medtrust.ops.Settings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is kept of a session when it ends. */
class SessionReportTest {
  private static Node node;
  private static String doctor;
  private static String patientId;
  private static String patient;

  @BeforeAll
  static void start() {
    node = new Node();
    doctor = node.token("doctor");
    var in = node.login("patient@demo.medtrust.local");
    patient = in.getString("token");
    patientId = in.getString("userId");
    node.person("patient", "other-patient@x.example", false);
    await(
        node.vertx.deployVerticle(
            new LedgerVerticle(
                LedgerSettings.from(Settings.load(null, Map.of())),
                "report-test",
                node.pool,
                node.gateway.metrics),
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String started() {
    var answer =
        node.post("/api/v1/streams/start", doctor, new JsonObject().put("patient_id", patientId));
    assertEquals(201, answer.statusCode(), answer.bodyAsString());
    return answer.bodyAsJsonObject().getString("stream_id");
  }

  private static UUID verification(String session) {
    return await(
            node.pool
                .preparedQuery("select id from participants where session_id = $1 and verified")
                .execute(Tuple.of(UUID.fromString(session))))
        .iterator()
        .next()
        .getUUID("id");
  }

  private static void trust(String session, Integer score) {
    await(
        node.pool
            .preparedQuery(
                "insert into trust_logs (at, verification, session_id, trust_score, status,"
                    + " coverage, calibration) values (clock_timestamp(), $1, $2, $3, 'unknown', 0,"
                    + " 'none')")
            .execute(Tuple.of(verification(session), UUID.fromString(session), score)));
  }

  private static void chain(String session) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var texts = List.of(now.plusMillis(1) + ":80", now.plusMillis(2) + ":unknown");
    await(
        node.vertx
            .eventBus()
            .request(
                Addresses.LEDGER_APPEND,
                Wire.encode(
                    new LedgerEntry(
                        session, verification(session).toString(), now.getEpochSecond(), texts))));
  }

  private static JsonObject ended(String session) {
    assertEquals(200, node.post("/api/v1/streams/end/" + session, doctor, null).statusCode());
    var answer = node.get("/api/v1/streams/" + session + "/report", doctor);
    assertEquals(200, answer.statusCode(), answer.bodyAsString());
    return answer.bodyAsJsonObject();
  }

  @Test
  void theReportIsMadeOfWhatWasStoredAndIsStoredItself() {
    var id = started();
    var bridge = node.bridge(patient);
    bridge.register("session." + id);
    bridge.ping();
    RestTest.error(node.get("/api/v1/streams/" + id + "/report", doctor), 404, "report_not_found");
    trust(id, 60);
    trust(id, 85);
    trust(id, null);
    chain(id);
    await(
        node.pool
            .preparedQuery(
                "insert into audit_events (type, severity, session_id, details) values"
                    + " ('DEEPFAKE_ALERT', 'critical', $1, '{\"triggers\": [\"frozen\"]}'),"
                    + " ('DEEPFAKE_ALERT', 'warning', $1, '{\"triggers\": [\"silent\"]}')")
            .execute(Tuple.of(UUID.fromString(id))));
    var report = ended(id);
    var trust = report.getJsonObject("trust");
    assertEquals(72.5, trust.getDouble("avg"));
    assertEquals(60, trust.getInteger("min"));
    assertEquals(85, trust.getInteger("max"));
    assertEquals(3, trust.getInteger("seconds"));
    assertEquals(2, trust.getInteger("scored_seconds"));
    var security = report.getJsonObject("security");
    assertEquals(1, security.getInteger("alert_count"));
    assertEquals(2, security.getInteger("alerts"));
    assertTrue(security.getBoolean("blockchain_valid"));
    assertEquals(2, security.getInteger("blockchain_blocks"));
    assertNull(security.getValue("impersonation_risk"), "nobody compared the face");
    assertEquals("Demo Patient", report.getJsonObject("patient").getString("name"));
    var told = bridge.on("session." + id, e -> is(e, "ended")).getJsonObject("body");
    // On the bus what is absent is null.
    var onBus = report.copy();
    onBus.getJsonObject("security").remove("impersonation_risk");
    assertEquals(onBus, told.getJsonObject("report"));
    assertEquals(
        report, node.get("/api/v1/patient/session/" + id + "/report", patient).bodyAsJsonObject());
    var stored =
        await(
                node.pool
                    .preparedQuery("select * from session_reports where stream_id = $1")
                    .execute(Tuple.of(UUID.fromString(id))))
            .iterator()
            .next();
    assertEquals(72.5, stored.getNumeric("avg_trust_score").doubleValue());
    assertEquals(1, stored.getInteger("alert_count"));
    // What comes later does not change what was reported.
    trust(id, 1);
    assertEquals(report, node.get("/api/v1/streams/" + id + "/report", doctor).bodyAsJsonObject());
  }

  private static boolean is(JsonObject envelope, String type) {
    var body = envelope.getJsonObject("body");
    return body != null && type.equals(body.getString("type"));
  }

  @Test
  void ofASessionInWhichNothingWasMeasuredNothingIsSaid() {
    var report = ended(started());
    var trust = report.getJsonObject("trust");
    assertNull(trust.getValue("avg"));
    assertNull(trust.getValue("min"));
    assertNull(trust.getValue("max"));
    assertEquals(0, trust.getInteger("seconds"));
    var security = report.getJsonObject("security");
    assertEquals(0, security.getInteger("alert_count"));
    assertNull(security.getValue("blockchain_valid"));
    assertNull(security.getValue("impersonation_risk"));
  }

  @Test
  void aChangedChainIsReportedAsNotValid() {
    var id = started();
    chain(id);
    await(
        node.pool
            .preparedQuery("update segments set texts[1] = $2 where verification = $1")
            .execute(Tuple.of(verification(id), "2026-01-01T00:00:01.000Z:99")));
    assertFalse(ended(id).getJsonObject("security").getBoolean("blockchain_valid"));
  }

  @Test
  void anotherPersonThanTheEnrolledOneIsAHighRiskAndTheEnrolledOneALowOne() {
    var known = started();
    identity(known, "ok");
    assertEquals("LOW", ended(known).getJsonObject("security").getString("impersonation_risk"));
    var other = started();
    identity(other, "ok");
    identity(other, "failed");
    assertEquals("HIGH", ended(other).getJsonObject("security").getString("impersonation_risk"));
  }

  private static void identity(String session, String state) {
    await(
        node.pool
            .preparedQuery(
                "insert into readings (at, verification, session_id, detector, state, score, code,"
                    + " reason) values ($1, $2, $3, 'face_identity', $4, 50, 'x', 'x')")
            .execute(
                Tuple.of(
                    OffsetDateTime.now(ZoneOffset.UTC),
                    verification(session),
                    UUID.fromString(session),
                    state)));
  }

  @Test
  void strangersGetNoReport() {
    var id = started();
    ended(id);
    var other = node.login("other-patient@x.example").getString("token");
    RestTest.error(
        node.get("/api/v1/patient/session/" + id + "/report", other), 403, "not_your_session");
    RestTest.error(
        node.get("/api/v1/streams/" + id + "/report", patient), 403, "insufficient_permissions");
  }

  @Test
  void aReportThatTheEndCouldNotMakeIsMadeWhenItIsAskedFor() {
    var id = started();
    trust(id, 40);
    await(
        node.pool
            .preparedQuery("update sessions set status = 'ended', ended_at = now() where id = $1")
            .execute(Tuple.of(UUID.fromString(id))));
    var first = node.get("/api/v1/streams/" + id + "/report", doctor).bodyAsJsonObject();
    assertEquals(40, first.getJsonObject("trust").getInteger("min"));
    assertEquals(first, node.get("/api/v1/streams/" + id + "/report", doctor).bodyAsJsonObject());
  }
}
