package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.RedisAPI;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RestTest {
  private static Node node;

  @BeforeAll
  static void start() {
    node = new Node();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** Every error of the API has this form, and says nothing of our code. */
  static JsonObject error(HttpResponse<Buffer> response, int status, String code) {
    assertEquals(status, response.statusCode(), response.bodyAsString());
    var body = response.bodyAsJsonObject();
    assertEquals(code, body.getString("code"), body.encode());
    var text = body.getString("error");
    assertNotNull(text);
    assertEquals(text, body.getString("message"));
    assertEquals(text, body.getString("detail"));
    assertNotNull(body.getString("status"));
    assertEquals(response.getHeader("X-Request-ID"), body.getString("request_id"));
    for (var leak : List.of("Exception", "io.medtrust", "select ", "\tat ")) {
      assertFalse(response.bodyAsString().contains(leak), response.bodyAsString());
    }
    return body;
  }

  @Test
  void aUserSignsInAndIsKnown() {
    var in = node.login("doctor@demo.medtrust.local");
    assertEquals("doctor", in.getString("role"));
    assertEquals(900, in.getInteger("expires_in"));
    assertEquals(in.getString("userId"), in.getJsonObject("user").getString("id"));
    var me = node.get("/api/v1/auth/me", in.getString("token"));
    assertEquals(200, me.statusCode());
    assertEquals("doctor@demo.medtrust.local", me.bodyAsJsonObject().getString("email"));
    assertEquals("verified", me.bodyAsJsonObject().getString("verified_status"));
    assertFalse(me.bodyAsString().contains("password"));
  }

  @Test
  void theCaseOfTheAddressDoesNotMatter() {
    assertNotNull(node.login("Doctor@Demo.MedTrust.local").getString("token"));
  }

  @Test
  void aWrongPasswordAndAnUnknownUserGetTheSameAnswer() {
    var wrong =
        error(
            node.post(
                "/api/v1/auth/login",
                null,
                Node.credentials("patient@demo.medtrust.local", "wrong")),
            401,
            "invalid_credentials");
    var unknown =
        error(
            node.post("/api/v1/auth/login", null, Node.credentials("nobody@x.example", "wrong")),
            401,
            "invalid_credentials");
    wrong.remove("request_id");
    unknown.remove("request_id");
    assertEquals(wrong, unknown);
    Until.isTrue("LOGIN_FAILED in the audit log", () -> node.audits("LOGIN_FAILED") >= 2);
  }

  @Test
  void bodiesThatAreNotWhatTheyShouldBeAreRefused() {
    var path = "/api/v1/auth/login";
    error(node.post(path, null, new JsonObject()), 400, "validation_failed");
    error(
        node.post(path, null, new JsonObject().put("email", 1).put("password", "x")),
        400,
        "validation_failed");
    error(sent(path, "application/json", "{\"email\":"), 400, "malformed_json");
    error(sent(path, "application/json", "[1,2]"), 400, "malformed_json");
    error(sent(path, "application/json", "[".repeat(100_000)), 400, "malformed_json");
    error(sent(path, "text/plain", "{}"), 415, "unsupported_media_type");
    error(sent(path, "application/json", " ".repeat(10_000_000)), 413, "body_too_large");
  }

  private static HttpResponse<Buffer> sent(String path, String type, String body) {
    return await(
        node.client.post(path).putHeader("Content-Type", type).sendBuffer(Buffer.buffer(body)));
  }

  @Test
  void unknownRoutesAndMethodsAreToldInTheSameForm() {
    var body = error(node.get("/api/v1/nothing", null), 404, "not_found");
    assertEquals("Route GET /api/v1/nothing not found", body.getString("error"));
    error(node.get("/nothing.html", null), 404, "not_found");
    error(node.get("/api/v1/auth/login", null), 405, "method_not_allowed");
    error(
        node.call(HttpMethod.DELETE, "/api/v1/streams/active", null, null),
        405,
        "method_not_allowed");
    error(node.get("/" + "a".repeat(9000), null), 414, "uri_too_long");
  }

  @Test
  void pathsThatClimbServeNothing() {
    for (var path :
        List.of(
            "/../pom.xml",
            "/%2e%2e/config/medtrust.yaml",
            "/..%2fconfig/medtrust.yaml",
            "/vendor/..%5c..%5cx.js",
            "/.git/config",
            "/vendor//etc/passwd",
            "/js/%00.js",
            "/logback.xml")) {
      var status = node.get(path, null).statusCode();
      assertTrue(status == 404 || status == 400, path + " " + status);
    }
  }

  @Test
  void aClientsRequestIdIsNotTakenOver() {
    var response =
        await(node.client.get("/api/v1/health").putHeader("X-Request-ID", "forged").send());
    assertNotEquals("forged", response.getHeader("X-Request-ID"));
    assertNotNull(UUID.fromString(response.getHeader("X-Request-ID")));
  }

  @Test
  void pagesHaveAPolicyWithoutInlineScript() {
    for (var page : List.of("/", "/join", "/room", "/wall")) {
      var response = node.get(page, null);
      assertEquals(200, response.statusCode(), page);
      var policy = response.getHeader("Content-Security-Policy");
      assertFalse(policy.contains("unsafe"), policy);
      assertTrue(policy.contains("default-src 'none'"), policy);
      var html = response.bodyAsString();
      int open = html.indexOf("<script type=\"importmap\">");
      if (open >= 0) {
        int from = html.indexOf('>', open) + 1;
        var map = html.substring(from, html.indexOf("</script>", from));
        assertTrue(policy.contains("'sha256-" + base64Sha256(map) + "'"), policy);
      }
      var again =
          await(
              node.client.get(page).putHeader("If-None-Match", response.getHeader("ETag")).send());
      assertEquals(304, again.statusCode());
      assertEquals("nosniff", response.getHeader("X-Content-Type-Options"));
    }
    var vendor = node.get("/vendor/lit/index.js", null);
    assertEquals(200, vendor.statusCode());
    assertTrue(vendor.getHeader("Content-Type").startsWith("text/javascript"));
  }

  private static String base64Sha256(String text) {
    try {
      return java.util.Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRefreshTokenWorksOnceAndItsSecondUseEndsTheFamily() {
    var in = node.login("patient@demo.medtrust.local");
    var first = new JsonObject().put("refresh_token", in.getString("refresh_token"));
    var second = node.post("/api/v1/auth/refresh", null, first);
    assertEquals(200, second.statusCode(), second.bodyAsString());
    var rotated = second.bodyAsJsonObject();
    assertNotEquals(in.getString("refresh_token"), rotated.getString("refresh_token"));
    assertEquals(200, node.get("/api/v1/auth/me", rotated.getString("token")).statusCode());

    error(node.post("/api/v1/auth/refresh", null, first), 401, "refresh_reused");
    error(
        node.post(
            "/api/v1/auth/refresh",
            null,
            new JsonObject().put("refresh_token", rotated.getString("refresh_token"))),
        401,
        "invalid_token");
    error(node.get("/api/v1/auth/me", rotated.getString("token")), 401, "token_revoked");
    Until.isTrue("TOKEN_REPLAY in the audit log", () -> node.audits("TOKEN_REPLAY") == 1);
  }

  @Test
  void theCookieRefreshesOnlyWithItsHeader() {
    var in =
        node.post(
            "/api/v1/auth/login",
            null,
            Node.credentials("admin@demo.medtrust.local", Node.PASSWORD));
    var cookie = in.getHeader("Set-Cookie");
    assertTrue(
        cookie.toLowerCase().contains("httponly") && cookie.contains("SameSite=Strict"), cookie);
    assertTrue(cookie.contains("Path=/api/v1/auth"), cookie);
    var value = cookie.substring(0, cookie.indexOf(';'));
    error(
        await(node.client.post("/api/v1/auth/refresh").putHeader("Cookie", value).send()),
        400,
        "validation_failed");
    var refreshed = cookieRefresh(value);
    assertEquals(200, refreshed.statusCode());
    assertNotNull(refreshed.getHeader("Set-Cookie"));
    // Another page of the same browser sends the old cookie at the same moment.
    var late = cookieRefresh(value);
    assertEquals(200, late.statusCode());
    assertNull(late.getHeader("Set-Cookie"));
    assertNull(late.bodyAsJsonObject().getString("refresh_token"));
    error(
        await(
            node.client
                .post("/api/v1/auth/refresh")
                .putHeader("X-Requested-With", "medtrust")
                .send()),
        401,
        "missing_token");
  }

  private static HttpResponse<Buffer> cookieRefresh(String cookie) {
    return await(
        node.client
            .post("/api/v1/auth/refresh")
            .putHeader("Cookie", cookie)
            .putHeader("X-Requested-With", "medtrust")
            .send());
  }

  @Test
  void logoutMakesTheTokenWorthless() {
    var in = node.login("doctor@demo.medtrust.local");
    var other = node.login("doctor@demo.medtrust.local");
    assertEquals(200, node.post("/api/v1/auth/logout", in.getString("token"), null).statusCode());
    error(node.get("/api/v1/auth/me", in.getString("token")), 401, "token_revoked");
    error(
        node.post(
            "/api/v1/auth/refresh",
            null,
            new JsonObject().put("refresh_token", in.getString("refresh_token"))),
        401,
        "invalid_token");
    // Another browser of the same person stays signed in.
    assertEquals(200, node.get("/api/v1/auth/me", other.getString("token")).statusCode());
    node.post(
        "/api/v1/auth/logout", other.getString("token"), new JsonObject().put("everywhere", true));
    error(node.get("/api/v1/auth/me", other.getString("token")), 401, "token_revoked");
  }

  @Test
  void sessionsAreStartedListedAndEndedOnce() {
    var doctor = node.person("doctor", "starter@x.example", true);
    var token = node.login("starter@x.example").getString("token");
    error(node.get("/api/v1/streams/active", token), 404, "no_active_stream");
    var started =
        node.post("/api/v1/streams/start", token, new JsonObject().put("icu_room", "ICU-7"));
    assertEquals(201, started.statusCode(), started.bodyAsString());
    var id = started.bodyAsJsonObject().getString("stream_id");
    assertEquals("active", started.bodyAsJsonObject().getString("status"));
    var active = node.get("/api/v1/streams/active", token).bodyAsJsonObject();
    assertEquals(1, active.getJsonArray("streams").size());
    assertEquals(id, active.getJsonObject("stream").getString("stream_id"));
    assertEquals(doctor, active.getJsonObject("stream").getJsonObject("doctor").getString("id"));
    assertNotNull(active.getJsonObject("stream").getString("participant_id"));
    assertEquals("doctor", active.getJsonObject("stream").getString("role_in_session"));
    assertEquals(200, node.post("/api/v1/streams/end/" + id, token, null).statusCode());
    error(node.post("/api/v1/streams/end/" + id, token, null), 409, "wrong_state");
    Until.isTrue("STREAM_ENDED in the audit log", () -> node.audits("STREAM_ENDED") >= 1);
  }

  @Test
  void aDoctorWhoIsNotApprovedStartsNothing() {
    node.person("doctor", "waiting@x.example", true);
    await(
        node.pool
            .query(
                "update users set enrollment_status = 'pending_admin_approval'"
                    + " where email = 'waiting@x.example'")
            .execute());
    error(
        node.post(
            "/api/v1/streams/start",
            node.login("waiting@x.example").getString("token"),
            new JsonObject()),
        403,
        "PENDING_APPROVAL");
  }

  @Test
  void consentIsTheDoctorsOwnAndToTheTextThatWasShown() {
    var doctor = node.token("doctor");
    var path = "/api/v1/streams/" + node.session + "/consent";
    var text = node.get("/api/v1/consent", doctor).bodyAsJsonObject();
    var give =
        new JsonObject()
            .put("given", true)
            .put("version", text.getString("version"))
            .put("text_hash", text.getString("text_hash"));
    error(node.post(path, node.token("patient"), give), 403, "not_your_consent");
    error(node.post(path, node.token("admin"), give), 403, "not_your_consent");
    error(
        node.post(path, doctor, give.copy().put("text_hash", "0".repeat(64))),
        409,
        "consent_text_changed");
    error(node.post(path, doctor, new JsonObject().put("given", "yes")), 400, "validation_failed");
    var given = node.post(path, doctor, give).bodyAsJsonObject();
    assertTrue(given.getBoolean("given"));
    assertEquals(text.getString("version"), given.getString("version"));
    assertEquals(given, node.post(path, doctor, give).bodyAsJsonObject());
    assertEquals(given, node.get(path, node.token("patient")).bodyAsJsonObject());
    var withdrawn = node.post(path, doctor, new JsonObject().put("given", false));
    assertFalse(withdrawn.bodyAsJsonObject().getBoolean("given"));
    assertTrue(node.post(path, doctor, give).bodyAsJsonObject().getBoolean("given"));
    var rows =
        await(
                node.pool
                    .preparedQuery(
                        "select count(*)::int as n, count(withdrawn_at)::int as w from consents"
                            + " where session_id = $1")
                    .execute(Tuple.of(UUID.fromString(node.session))))
            .iterator()
            .next();
    assertEquals(2, rows.getInteger("n"));
    assertEquals(1, rows.getInteger("w"));
    node.post(path, doctor, new JsonObject().put("given", false));
  }

  @Test
  void liveTrustComesFromRedisThenFromTheDatabaseAndElseIsInactive() {
    var patient = node.token("patient");
    var path = "/api/v1/trustscore/live/" + node.session;
    var none = error(node.get(path, patient), 404, "session_not_active");
    assertTrue(none.containsKey("trust_score"));
    assertEquals("inactive", none.getString("status"));
    var insert =
        "insert into trust_logs (at, verification, session_id, trust_score, status, coverage,"
            + " calibration) values ($1, $2, $3, $4, 'suspicious', 0.7, 'uncalibrated')";
    var now = OffsetDateTime.now(ZoneOffset.UTC);
    for (int i = 0; i < 3; i++) {
      await(
          node.pool
              .preparedQuery(insert)
              .execute(
                  Tuple.of(
                      now.plusSeconds(i),
                      UUID.fromString(node.verification),
                      UUID.fromString(node.session),
                      60 + i)));
    }
    var kept = node.get(path, patient).bodyAsJsonObject();
    assertEquals(62, kept.getInteger("trust_score"));
    assertEquals("database", kept.getString("source"));
    var api = RedisAPI.api(node.redis);
    var update =
        new JsonObject()
            .put("stream_id", node.session)
            .put("verification", node.verification)
            .put("trust_score", 77)
            .put("status", "safe")
            .put("timestamp", "2026-01-01T00:00:00.000Z")
            .put("coverage", 0.5)
            .put("calibration", "uncalibrated");
    await(api.setex("trust:live:" + node.session, "60", update.encode()));
    var live = node.get(path, patient).bodyAsJsonObject();
    assertEquals(77, live.getInteger("trust_score"));
    assertEquals("cache", live.getString("source"));
    var wall = node.get("/api/v1/wall", node.token("display")).bodyAsJsonObject();
    var entry =
        wall.getJsonArray("verifications").stream()
            .map(JsonObject.class::cast)
            .filter(e -> e.getString("session").equals(node.session))
            .findFirst()
            .orElseThrow();
    assertEquals("safe", entry.getString("status"));
    assertTrue(entry.getBoolean("pictures"));
    await(api.del(List.of("trust:live:" + node.session)));
    var history =
        node.get("/api/v1/trustscore/history/" + node.session + "?limit=2", patient)
            .bodyAsJsonObject();
    assertEquals(2, history.getInteger("count"));
    assertEquals(61, history.getJsonArray("history").getJsonObject(0).getInteger("trust_score"));
    error(
        node.get("/api/v1/trustscore/history/" + node.session + "?limit=501", patient),
        400,
        "validation_failed");
  }

  @Test
  void theChainIsRecomputedAndAChangedBlockLowersIntegrity() {
    var doctor = node.token("doctor");
    var path = "/api/v1/blockchain/audit/" + node.session;
    var empty = node.get(path, doctor).bodyAsJsonObject();
    assertEquals(0, empty.getInteger("total"));
    assertNull(empty.getValue("integrity_score"));
    var today = LocalDate.now(ZoneOffset.UTC);
    var prev = "0".repeat(64);
    for (int second = 0; second < 3; second++) {
      long epochSecond = today.toEpochDay() * 86_400 + second;
      var texts = new String[2];
      var head = prev;
      for (int i = 0; i < 2; i++) {
        texts[i] =
            "2026-01-01T00:00:0" + second + "." + i + "00Z:" + (second == 2 ? "unknown" : "8" + i);
        head = sha256(head + ":" + texts[i]);
      }
      await(
          node.pool
              .preparedQuery(
                  "insert into segments (day, verification, session_id, second, first_block,"
                      + " blocks, prev_hash, head_hash, texts, epoch, written_at, content_hash,"
                      + " marks) values ($1, $2, $3, $4, $5, 2, $6, $7, $8, 1, now(),"
                      + " sha256(''), decode('0000000000000000', 'hex'))")
              .execute(
                  Tuple.of(
                      today,
                      UUID.fromString(node.verification),
                      UUID.fromString(node.session),
                      epochSecond,
                      second * 2L + 1,
                      prev,
                      head,
                      texts)));
      prev = head;
    }
    var all = node.get(path, doctor).bodyAsJsonObject();
    assertEquals(6, all.getInteger("total"));
    assertEquals(100, all.getInteger("integrity_score"), all.encode());
    assertEquals(prev, all.getJsonArray("logs").getJsonObject(5).getString("hash"));
    assertNull(all.getJsonArray("logs").getJsonObject(5).getValue("trust_score"));
    assertFalse(all.getJsonObject("replay_status").getBoolean("replayDetected"));
    var part = node.get(path + "?limit=2&offset=1", doctor).bodyAsJsonObject();
    assertEquals(2, part.getJsonArray("logs").getJsonObject(0).getInteger("number"));
    assertEquals(2, part.getJsonArray("logs").size());
    assertEquals(100, part.getInteger("integrity_score"));
    await(
        node.pool
            .preparedQuery(
                "update segments set texts[1] = '2026-01-01T00:00:01.000Z:99'"
                    + " where verification = $1 and first_block = 3")
            .execute(Tuple.of(UUID.fromString(node.verification))));
    var broken = node.get(path, doctor).bodyAsJsonObject();
    assertTrue(broken.getInteger("integrity_score") < 100, broken.encode());
    assertFalse(broken.getJsonArray("logs").getJsonObject(2).getBoolean("valid"));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void healthAndMetricsAnswer() {
    var health = node.get("/api/v1/health", null).bodyAsJsonObject();
    assertEquals("ok", health.getString("status"), health.encode());
    node.get("/api/v1/auth/me", null);
    var metrics = node.get("/metrics", null).bodyAsString();
    for (var name :
        List.of(
            "medtrust_requests_total",
            "medtrust_active_streams",
            "medtrust_ws_connections",
            "http_request_duration_seconds_count{method=\"GET\",route=\"/api/v1/auth/me\"")) {
      assertTrue(metrics.contains(name), name + " in " + metrics);
    }
  }

  @Test
  void aSessionThatThePolicyEndsIsOverOnceAndInTheAuditLog() {
    var started =
        node.post("/api/v1/streams/start", node.token("doctor"), new JsonObject())
            .bodyAsJsonObject()
            .getString("stream_id");
    var told = new java.util.concurrent.atomic.AtomicInteger();
    node.vertx
        .eventBus()
        .<JsonObject>consumer(
            io.medtrust.bus.Addresses.session(started),
            m -> {
              if ("ended".equals(m.body().getString("type"))) told.incrementAndGet();
            });
    await(node.sessions.endByPolicy(started, "The media repeat themselves"));
    await(node.sessions.endByPolicy(started, "The media repeat themselves"));
    assertEquals("ended", await(node.sessions.find(started)).status().text());
    Until.isTrue("the end is told", () -> told.get() == 1);
    Until.isTrue(
        "the audit log says why",
        () ->
            await(
                        node.pool
                            .preparedQuery(
                                "select count(*)::int as n from audit_events where type ="
                                    + " 'STREAM_ENDED' and severity = 'critical' and session_id ="
                                    + " $1 and details->>'why' = 'The media repeat themselves'")
                            .execute(Tuple.of(UUID.fromString(started))))
                    .iterator()
                    .next()
                    .getInteger("n")
                == 1);
  }
}
