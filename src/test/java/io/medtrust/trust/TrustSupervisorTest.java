package io.medtrust.trust;

import static io.medtrust.trust.TrustFlow.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Reading;
import io.medtrust.bus.TrustUpdate;
import io.medtrust.ledger.Verifier;
import io.medtrust.store.Database;
import io.medtrust.store.EmbeddedServers;
import io.medtrust.store.Migrations;
import io.medtrust.store.Partitions;
import io.medtrust.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustSupervisorTest {
  private TrustFlow flow;

  @AfterEach
  void close() {
    if (flow != null) flow.close();
  }

  @Test
  void a_verification_is_computed_told_recorded_and_chained() {
    flow = shared();
    flow.deployLedger();
    flow.deployTrust();
    flow.begin();
    flow.begin();
    until(() -> flow.newest != null);
    assertNull(flow.updates.peek().trustScore());
    assertEquals("unknown", flow.updates.peek().status());

    long sending = flow.readings(Reading.State.OK, 90.0, "ok", SignalName.ALL);
    until(() -> Integer.valueOf(90).equals(flow.newest.trustScore()));
    assertEquals(1.0, flow.newest.coverage());
    assertEquals("uncalibrated", flow.newest.calibration());
    until(() -> flow.newest.chainHash() != null);
    assertTrue(flow.newest.chainIntact());

    var live =
        TestServers.await(
            flow.redis.send(Request.cmd(Command.GET).arg(LiveScores.key(flow.session))));
    assertEquals(flow.session, new JsonObject(live.toString()).getString("stream_id"));

    flow.vertx.cancelTimer(sending);
    flow.availability(false, "The analysis worker stopped");
    until(() -> flow.updates.stream().anyMatch(u -> reason(u, "The analysis worker stopped")));
    flow.readings(Reading.State.OK, 90.0, "ok", SignalName.ALL);
    until(() -> Integer.valueOf(90).equals(flow.newest.trustScore()));

    until(
        () ->
            flow.row("select count(*) from trust_logs where trust_score = 90").getLong(0) >= 2
                && flow.row("select count(distinct detector) from readings").getInteger(0) == 7);
    var row = flow.row("select * from readings where detector = 'voice' limit 1");
    assertEquals("ok", row.getString("state"));
    assertEquals(90f, row.getFloat("score"));
    assertEquals(125.5, row.getJsonObject("evidence").getDouble("brightness"));
    assertEquals("1", row.getString("config"));
    assertNull(row.getString("model_hash"), "signal processing has no model");
    assertNull(row.getFloat("llr"), "nor a calibration");
    assertTrue(row.getString("build").matches("[0-9a-f]{16}"), row.getString("build"));
    assertEquals(flow.session, row.getUUID("session_id").toString());
    var hash = "0123abcd" + "e".repeat(56);
    flow.judgedBy("face_identity", "faces.tflite@0123abcd", hash);
    var ofFace = " from readings where detector = 'face_identity' and model like '%@%'";
    until(() -> flow.row("select count(*)" + ofFace).getLong(0) > 0);
    assertEquals(hash, flow.row("select model_hash" + ofFace).getString("model_hash"));
    assertTrue(
        flow.row(
                    "select max(n) from (select count(*) n from readings"
                        + " group by detector, floor(extract(epoch from at))) x")
                .getLong(0)
            <= 2);

    flow.end();
    everythingIsChained();
    assertEquals(0, flow.metrics.counter("medtrust.chain.entries.dropped").count());
    assertTrue(flow.metrics.timer("medtrust.trust.compute").count() >= flow.updates.size());
  }

  @Test
  void a_frozen_picture_alerts_once_and_the_audit_log_knows() {
    flow = shared();
    flow.deployTrust();
    flow.begin();
    long sending =
        flow.readings(
            Reading.State.FAILED,
            10.0,
            "frozen",
            List.of(SignalName.TEMPORAL_CONSISTENCY, SignalName.FRAME_INTEGRITY));
    until(() -> !flow.alerts.isEmpty());
    until(() -> flow.newest.status().equals("alert"));
    assertEquals(List.of("frozen"), flow.newest.triggers());
    until(() -> flow.audit.size() == 1);
    assertEquals("DEEPFAKE_ALERT", flow.audit.peek().type());
    assertEquals("critical", flow.audit.peek().severity());
    assertEquals(flow.session, flow.audit.peek().session());
    assertEquals(
        1,
        flow.metrics.counter("medtrust.alerts", "type", "frozen", "severity", "critical").count());
    flow.vertx.cancelTimer(sending);
    flow.end();
    until(() -> flow.alerts.size() == 2);
    until(() -> flow.audit.stream().anyMatch(a -> a.type().equals("DEEPFAKE_ALERT_ENDED")));
  }

  @Test
  void what_a_score_was_worth_is_kept_with_it() {
    flow = shared();
    flow.deployTrust(TrustFixture.settings(TrustFixture.calibration(12)));
    flow.begin();
    flow.readings(Reading.State.OK, 70.0, "ok", List.of("face_identity"));
    until(() -> flow.newest != null && flow.newest.llr() != null);
    assertEquals("score", flow.newest.kind());
    assertEquals("2026-11", flow.newest.calibration());
    assertEquals("unknown", flow.newest.status());
    until(() -> flow.row("select count(*) from readings where llr = 2").getLong(0) > 0);
    until(
        () ->
            flow.row(
                        "select count(*) from trust_logs where kind = 'score' and llr = 2 and"
                            + " calibrated_score = 100")
                    .getLong(0)
                > 0);
  }

  @Test
  void a_hold_marks_the_session_while_the_alarm_lasts_and_ends_nothing() {
    flow = withPolicy("hold");
    long sending = flow.readings(Reading.State.FAILED, 5.0, "looped", List.of("replay"));
    until(() -> flow.newest != null && "hold".equals(flow.newest.action()));
    until(() -> flow.audit.stream().anyMatch(a -> a.type().equals("SESSION_HELD")));
    assertEquals(List.of("looped"), flow.newest.triggers());
    flow.vertx.cancelTimer(sending);
    flow.readings(Reading.State.OK, 90.0, "ok", List.of("replay"));
    until(() -> flow.audit.stream().anyMatch(a -> a.type().equals("SESSION_RELEASED")));
    assertNull(flow.newest.action());
    assertTrue(flow.ended.isEmpty());
  }

  @Test
  void an_end_ends_the_session_once_and_says_why() {
    flow = withPolicy("end");
    flow.readings(Reading.State.FAILED, 5.0, "frozen", List.of(SignalName.TEMPORAL_CONSISTENCY));
    until(() -> flow.newest != null && "warn".equals(flow.newest.action()));
    assertTrue(flow.ended.isEmpty(), "a frozen picture is not named by the policy");
    flow.readings(Reading.State.FAILED, 5.0, "looped", List.of("replay"));
    until(() -> !flow.ended.isEmpty());
    int before = flow.updates.size();
    until(() -> flow.updates.size() > before + 10);
    assertEquals(1, flow.ended.size());
    assertTrue(flow.ended.peek().contains("The media repeat themselves"), flow.ended.peek());
  }

  private TrustFlow withPolicy(String action) {
    var vertx = Vertx.vertx();
    var made = new TrustFlow(vertx, TestServers.pool(vertx), TestServers.redis(vertx));
    made.deployTrust(
        TrustFixture.settings(new TrustSettings.Policy(action, java.util.Set.of("looped"))));
    made.begin();
    return made;
  }

  @Test
  void withdrawn_consent_is_the_reason_and_not_a_camera_that_is_off() {
    flow = shared();
    flow.deployTrust();
    flow.begin();
    long sending = flow.readings(Reading.State.OK, 90.0, "ok", SignalName.ALL);
    until(() -> Integer.valueOf(90).equals(flow.newest.trustScore()));
    flow.vertx.cancelTimer(sending);
    flow.consent(false);
    flow.availability(false, "The camera and the microphone are off");
    until(() -> flow.newest.reasons().contains("Consent to analysis was withdrawn"));
    assertNull(flow.newest.trustScore());
    assertEquals("unknown", flow.newest.status());
  }

  @Test
  void what_is_not_a_reading_disturbs_nothing() {
    flow = shared();
    flow.deployTrust();
    flow.begin();
    until(() -> flow.newest != null);
    var bus = flow.vertx.eventBus();
    var address = io.medtrust.bus.Addresses.reading(flow.verification);
    bus.publish(address, new JsonObject());
    bus.publish(address, new JsonObject().put("v", 1));
    bus.publish(address, new JsonObject().put("v", 1).put("detector", "voice").put("score", "x"));
    bus.publish(address, new JsonObject().put("v", 1).put("verification", flow.verification));
    bus.publish(
        io.medtrust.bus.Addresses.analysis(flow.verification),
        new JsonObject().put("v", 1).put("type", "availability"));
    bus.publish(
        io.medtrust.bus.Addresses.analysis(flow.verification),
        new JsonObject().put("v", 1).put("type", 7));
    bus.publish(io.medtrust.bus.Addresses.VERIFICATION, new JsonObject().put("v", 1));
    // Text that PostgreSQL cannot take reaches it cleaned.
    flow.reading("voice", Reading.State.UNKNOWN, null, "sil\0ent");
    until(() -> flow.row("select count(*) from readings").getLong(0) == 1);
    flow.readings(Reading.State.OK, 80.0, "ok", SignalName.ALL);
    until(() -> Integer.valueOf(80).equals(flow.newest.trustScore()));
  }

  @Test
  void a_room_without_a_session_is_computed_and_not_recorded() {
    flow = shared();
    flow.deployTrust();
    var updates = new ArrayList<JsonObject>();
    flow.vertx.eventBus().<JsonObject>consumer("trust.load-room", m -> updates.add(m.body()));
    flow.vertx
        .eventBus()
        .publish(
            io.medtrust.bus.Addresses.VERIFICATION,
            io.medtrust.bus.Wire.encode(
                new io.medtrust.bus.VerificationCommand.Begin("load-room", "publisher-1")));
    until(() -> updates.size() > 7);
    assertEquals(0, flow.row("select count(*) from trust_logs").getLong(0));
  }

  @Test
  void thresholds_come_from_the_database_and_senseless_ones_are_not_taken() {
    flow = shared();
    TestServers.await(flow.redis.send(Request.cmd(Command.DEL).arg(ThresholdCache.KEY)));
    var cache = new ThresholdCache(flow.pool, flow.redis);
    TestServers.await(cache.refresh());
    assertEquals(Thresholds.DEFAULT, cache.current());
    var kept = TestServers.await(flow.redis.send(Request.cmd(Command.GET).arg(ThresholdCache.KEY)));
    assertNotNull(kept);

    set("update ai_thresholds set value = 80 where key = 'min_safe_score'");
    TestServers.await(cache.refresh());
    assertEquals(80, cache.current().minSafeScore());

    set("update ai_thresholds set value = 0.9 where key = 'video_weight'");
    TestServers.await(cache.refresh());
    assertEquals(80, cache.current().minSafeScore());
    assertEquals(0.4, cache.current().videoWeight());

    // Nonsense in Redis is passed over.
    set("update ai_thresholds set value = 0.35 where key = 'video_weight'");
    TestServers.await(
        flow.redis.send(
            Request.cmd(Command.SETEX)
                .arg(ThresholdCache.KEY)
                .arg(60)
                .arg("{\"video_weight\":7}")));
    TestServers.await(cache.refresh());
    assertEquals(0.35, cache.current().videoWeight());

    var nobody = new ThresholdCache(dead(), flow.redis);
    TestServers.await(flow.redis.send(Request.cmd(Command.DEL).arg(ThresholdCache.KEY)));
    TestServers.await(nobody.refresh());
    assertEquals(Thresholds.DEFAULT, nobody.current());
  }

  @Test
  void no_block_is_lost_while_postgresql_is_stopped(@TempDir Path data) throws Exception {
    try (var servers = new EmbeddedServers(data)) {
      var url = servers.startPostgres();
      Migrations.apply(url);
      var vertx = Vertx.vertx();
      var pool = Database.postgres(vertx, url, 8);
      TestServers.await(Partitions.ensure(pool, LocalDate.now(ZoneOffset.UTC)));
      flow = new TrustFlow(vertx, pool, TestServers.redis(vertx));
      flow.deployLedger();
      flow.deployTrust();
      flow.begin();
      flow.readings(Reading.State.OK, 90.0, "ok", SignalName.ALL);
      until(() -> flow.newest != null && flow.newest.chainBlock() != null);

      servers.stopPostgres();
      int before = flow.updates.size();
      until(() -> flow.updates.size() > before + 25);
      assertEquals(90, flow.newest.trustScore());
      var head = flow.newest.chainBlock();
      servers.startPostgres();
      until(() -> flow.newest.chainBlock() > head + 25);

      flow.end();
      everythingIsChained();
      assertTrue(
          flow.row("select max(epoch) from ledger_epochs").getLong(0) >= 2, "a new term began");
      // Records of that time were kept too: no second of trust logs is missing.
      until(
          () ->
              flow.row(
                      "select count(distinct floor(extract(epoch from at))) ="
                          + " max(floor(extract(epoch from at))) - min(floor(extract(epoch from"
                          + " at))) + 1 from trust_logs")
                  .getBoolean(0));
      flow.close();
      flow = null;
    }
  }

  /** After the end: every update that was told is a block, in its order. */
  private void everythingIsChained() {
    until(
        () ->
            flow.row("select coalesce(sum(blocks), 0) from segments").getLong(0)
                == flow.updates.size());
    var told =
        flow.updates.stream()
            .map(u -> u.timestamp() + ":" + (u.trustScore() == null ? "unknown" : u.trustScore()))
            .toList();
    var stored = new ArrayList<String>();
    for (var row :
        TestServers.await(
            flow.pool.query("select texts from segments order by first_block").execute())) {
      stored.addAll(List.of(row.getArrayOfStrings("texts")));
    }
    assertEquals(told, stored);
    var report = TestServers.await(Verifier.verify(flow.pool, UUID.fromString(flow.verification)));
    assertTrue(report.intact(), report.broken().toString());
    assertEquals(told.size(), report.blocks());
  }

  private TrustFlow shared() {
    var vertx = Vertx.vertx();
    return new TrustFlow(vertx, TestServers.pool(vertx), TestServers.redis(vertx));
  }

  private io.vertx.sqlclient.Pool dead() {
    return Database.postgres(flow.vertx, "postgresql://postgres@127.0.0.1:1/postgres", 1);
  }

  private void set(String sql) {
    TestServers.await(flow.redis.send(Request.cmd(Command.DEL).arg(ThresholdCache.KEY)));
    TestServers.await(flow.pool.query(sql).execute());
  }

  private static boolean reason(TrustUpdate update, String reason) {
    return update.trustScore() == null && update.reasons().contains(reason);
  }
}
