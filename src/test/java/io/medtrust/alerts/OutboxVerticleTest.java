package io.medtrust.alerts;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Alert;
import io.medtrust.bus.Wire;
import io.medtrust.ops.Settings;
import io.medtrust.testing.TestServers;
import io.medtrust.testing.Until;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The outbox on a real PostgreSQL, with a provider that is a real HTTP server. */
class OutboxVerticleTest {
  private final Vertx vertx = Vertx.vertx();
  private final String database = TestServers.freshDatabase();
  private final Pool pool = TestServers.pool(vertx, database);
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  /** What the provider answers; 0 for nothing at all. */
  private volatile int answer = 201;

  private volatile boolean failsOnce;

  private String url;

  @BeforeEach
  void provider() {
    var server =
        await(vertx.createHttpServer().requestHandler(this::request).listen(0, "127.0.0.1"));
    url = "http://127.0.0.1:" + server.actualPort();
  }

  private void request(HttpServerRequest request) {
    keys.add(request.getHeader("Authorization"));
    request
        .body()
        .onSuccess(
            body -> {
              received.add(request.path() + " " + body);
              if (answer == 0) return;
              int status = failsOnce ? 503 : answer;
              failsOnce = false;
              request
                  .response()
                  .setStatusCode(status)
                  .end(new JsonObject().put("sid", "SM" + received.size()).encode());
            });
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private void deploy() {
    await(
        vertx.deployVerticle(new OutboxVerticle(pool, OutboxProcess.settings(url, "50"), metrics)));
  }

  private void alarm(String session, String verification, String at) {
    vertx
        .eventBus()
        .publish(
            Addresses.ALERT,
            Wire.encode(
                new Alert(
                    UUID.randomUUID().toString(),
                    session,
                    verification,
                    List.of("replayed"),
                    "The media are a replay",
                    "critical",
                    at,
                    true,
                    12)));
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private List<Row> rows() {
    var list = new CopyOnWriteArrayList<Row>();
    for (var row :
        await(
            pool.query(
                    "select *, extract(epoch from next_at - now())::float8 as wait from outbox"
                        + " order by created_at")
                .execute())) list.add(row);
    return list;
  }

  private String status() {
    var rows = rows();
    return rows.isEmpty() ? "none" : rows.getFirst().getString("status");
  }

  @Test
  void aCriticalAlarmIsSentOnceAMinuteAndVerificationHoweverManyNodesHearOfIt() {
    deploy();
    deploy();
    var session = id();
    var verification = id();
    for (int i = 0; i < 5; i++) alarm(session, verification, "2026-01-01T10:00:0" + i + "Z");
    Until.holds(60, () -> status().equals("sent"));
    alarm(session, verification, "2026-01-01T10:01:00Z");
    Until.holds(
        60, () -> rows().stream().filter(r -> r.getString("status").equals("sent")).count() == 2);
    assertEquals(2, received.size(), received.toString());
    var first = received.getFirst();
    assertTrue(first.startsWith("/2010-04-01/Accounts/AC1/Messages.json "), first);
    var form = URLDecoder.decode(first, StandardCharsets.UTF_8);
    assertTrue(form.contains("To=+491701234567"), form);
    assertTrue(
        form.contains("The media are a replay. Trust 12. Session " + session.substring(0, 8)));
    assertEquals(
        "Basic " + Base64.getEncoder().encodeToString("AC1:secret".getBytes()), keys.getFirst());
    assertNotNull(rows().getFirst().getString("provider_ref"));
  }

  @Test
  void warningsEndsAndLoadRoomsAreNotSent() {
    deploy();
    for (var severity : List.of("warning", "info")) {
      send(severity, true, id(), id());
    }
    send("critical", false, id(), id());
    send("critical", true, "load-bench", id());
    var session = id();
    send("critical", true, session, id());
    Until.holds(60, () -> status().equals("sent"));
    assertEquals(1, rows().size());
    assertEquals(session, rows().getFirst().getUUID("session_id").toString());
  }

  private void send(String severity, boolean active, String session, String verification) {
    vertx
        .eventBus()
        .publish(
            Addresses.ALERT,
            Wire.encode(
                new Alert(
                    "a",
                    session,
                    verification,
                    List.of("x"),
                    "It is.",
                    severity,
                    "2026-01-01T10:00:00Z",
                    active,
                    null)));
  }

  @Test
  void aProviderThatFailsIsAskedAgainUntilItIsGivenUpAndThatIsAudited() {
    answer = 500;
    await(vertx.deployVerticle(new AuditVerticle(pool, metrics)));
    deploy();
    alarm(id(), id(), "2026-01-01T10:00:00Z");
    Until.holds(60, () -> status().equals("dead"));
    assertEquals(3, received.size());
    assertEquals(3, rows().getFirst().getInteger("attempts"));
    assertEquals("the provider answered 500", rows().getFirst().getString("last_error"));
    Until.holds(
        60,
        () ->
            await(
                        pool.query(
                                "select 1 from audit_events where type = 'ALERT_UNDELIVERED' and"
                                    + " severity = 'critical'")
                            .execute())
                    .size()
                == 1);
  }

  @Test
  void aProviderThatIsBackTakesWhatWaited() {
    failsOnce = true;
    deploy();
    alarm(id(), id(), "2026-01-01T10:00:00Z");
    Until.holds(60, () -> status().equals("sent"));
    assertEquals(2, received.size());
  }

  @Test
  void aMessageThatTheProviderNeverTakesIsNotTriedAgain() {
    answer = 400;
    deploy();
    alarm(id(), id(), "2026-01-01T10:00:00Z");
    Until.holds(60, () -> status().equals("dead"));
    assertEquals(1, received.size());
  }

  @Test
  void aKillBetweenWriteAndSendLosesNothing() throws Exception {
    // This one writes and will not look at the outbox again for an hour.
    await(
        pool.query(
                "insert into outbox (dedupe_key, channel, recipient, body) values ('k', 'sms',"
                    + " '+491701234567', 'before the kill')")
            .execute());
    var idle = process("3600000");
    idle.destroyForcibly().waitFor();
    assertEquals("waiting", status());
    assertTrue(received.isEmpty());
    var next = process("50");
    try {
      Until.holds(60, () -> status().equals("sent"));
      assertEquals(1, received.size());
    } finally {
      next.destroyForcibly().waitFor();
    }
  }

  @Test
  void aKillWhileSendingSendsNothingTwiceWithinAMinuteAndLosesNothing() throws Exception {
    answer = 0;
    await(
        pool.query(
                "insert into outbox (dedupe_key, channel, recipient, body) values ('k', 'sms',"
                    + " '+491701234567', 'in the middle')")
            .execute());
    var killed = process("50");
    Until.holds(60, () -> received.size() == 1);
    killed.destroyForcibly().waitFor();
    answer = 201;
    assertEquals("sending", status());
    var wait = rows().getFirst().getDouble("wait");
    assertTrue(wait > 60, "another node may take it in " + wait + " s");
    // Another node looks at it many times and leaves it alone; what comes after is sent.
    deploy();
    alarm(id(), id(), "2026-01-01T10:00:00Z");
    Until.holds(60, () -> received.size() == 2);
    assertEquals("sending", status());
    assertFalse(received.get(1).contains("middle"));
    // The lease is over.
    await(pool.query("update outbox set next_at = now() where status = 'sending'").execute());
    Until.holds(60, () -> status().equals("sent"));
    assertTrue(received.get(2).contains("middle"));
    assertEquals(2, rows().getFirst().getInteger("attempts"));
  }

  private Process process(String pollMillis) throws Exception {
    var process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                OutboxProcess.class.getName(),
                database,
                url,
                pollMillis)
            .redirectErrorStream(true)
            .start();
    var output = process.inputReader();
    var seen = new StringBuilder();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("sending")) return process;
      seen.append(line).append('\n');
    }
    process.waitFor(10, TimeUnit.SECONDS);
    throw new AssertionError("the process ended: " + seen);
  }

  @Test
  void pausesDoubleUpToAnHour() {
    assertEquals(5_000, OutboxVerticle.pauseMillis(5_000, 1));
    assertEquals(10_000, OutboxVerticle.pauseMillis(5_000, 2));
    assertEquals(3_600_000, OutboxVerticle.pauseMillis(5_000, 20));
    assertEquals(3_600_000, OutboxVerticle.pauseMillis(3_600_000, 100));
  }

  @Test
  void whatPeopleWroteDoesNotLeaveTheHouse() {
    var alert =
        new Alert(
            "a",
            id(),
            id(),
            List.of("break_glass"),
            "Dr. X began a session: patient Y is unconscious",
            "critical",
            "t",
            true,
            null);
    var text = OutboxVerticle.text(alert);
    assertFalse(text.contains("Dr. X"));
    assertFalse(text.contains("unconscious"));
  }

  @Test
  void settingsThatCannotWorkAreRefusedAtStart() {
    var shipped = Settings.load(null, Map.of());
    assertEquals("log", AlertsSettings.from(shipped).provider());
    for (var wrong :
        List.of(
            Map.of("alerts.sms", "twilio"),
            Map.of("alerts.sms", "pigeon"),
            Map.of("alerts.sms_to", "0170"),
            Map.of("alerts.outbox_lease_ms", "1000"))) {
      assertThrows(IllegalArgumentException.class, () -> AlertsSettings.from(shipped.with(wrong)));
    }
  }
}
