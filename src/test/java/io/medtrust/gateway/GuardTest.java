package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.gateway.anomaly.Seen;
import io.medtrust.gateway.anomaly.model.Request;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Limits and restrictions over real HTTP. */
class GuardTest {
  private static final String ANOMALY = "/api/v1/gateway/anomaly";

  @Test
  void limits_are_by_user_after_authentication_and_told_in_headers() {
    var limited =
        Map.of("gateway.limits.general", "60", "gateway.limits.own", "ip:127.0.0.1=1000000");
    try (var node = new Node(limited)) {
      // Redis is shared by all tests: a person that no other test knows
      var one = token(node, viewer(node));
      var other = token(node, viewer(node));
      for (int i = 0; i < 60; i++) {
        var answer = node.get("/api/v1/auth/me", one);
        assertEquals(200, answer.statusCode());
        assertEquals("60", answer.getHeader("RateLimit-Limit"));
        assertEquals("60;w=900", answer.getHeader("RateLimit-Policy"));
      }
      var refused = node.get("/api/v1/auth/me", one);
      assertEquals(429, refused.statusCode());
      assertEquals("rate_limited", refused.bodyAsJsonObject().getString("code"));
      assertEquals("0", refused.getHeader("RateLimit-Remaining"));
      assertNotNull(refused.getHeader("Retry-After"));
      assertEquals(200, node.get("/api/v1/auth/me", other).statusCode());
    }
  }

  @Test
  void guessing_tokens_is_counted_for_the_address() {
    var network = "10." + new Random().nextInt(200) + "." + new Random().nextInt(200) + ".7";
    var limited = Map.of("gateway.limits.general", "50", "gateway.behind_proxy", "127.0.0.0/8");
    try (var node = new Node(limited)) {
      int invalid = 0;
      int limitedAnswers = 0;
      for (int i = 0; i < 60; i++) {
        var answer =
            await(
                node.client
                    .request(HttpMethod.GET, "/api/v1/auth/me")
                    .putHeader("X-Forwarded-For", network)
                    .putHeader("Authorization", "Bearer guess" + i)
                    .send());
        if (answer.statusCode() == 401) invalid++;
        if (answer.statusCode() == 429) limitedAnswers++;
      }
      assertEquals(50, invalid);
      assertEquals(10, limitedAnswers);
    }
  }

  @Test
  void the_dashboard_is_for_administrators_and_says_that_it_learns() {
    try (var node = new Node()) {
      assertEquals(401, node.get(ANOMALY, null).statusCode());
      assertEquals(403, node.get(ANOMALY, node.token("doctor")).statusCode());
      var admin = node.token("admin");
      assertEquals(200, node.get("/api/v1/auth/me", admin).statusCode());
      JsonObject seen = null;
      // the detector works beside the event loop
      long until = System.nanoTime() + 5_000_000_000L;
      do {
        seen = node.get(ANOMALY, admin).bodyAsJsonObject();
      } while (seen.getJsonArray("roles").isEmpty() && System.nanoTime() < until);
      assertEquals("observe", seen.getString("policy"));
      assertEquals("learning", seen.getJsonArray("roles").getJsonObject(0).getString("state"));
      assertTrue(seen.getJsonArray("flagged").isEmpty());
      assertTrue(seen.getJsonArray("timeline").getJsonObject(0).getInteger("requests") > 0);
    }
  }

  @Test
  void a_flagged_token_must_sign_in_again_a_block_holds_for_the_account_and_an_admin_lifts_it() {
    try (var node = new Node(Map.of("gateway.anomaly.policy", "enforce"))) {
      var mail = mail();
      var id = node.person("nurse", mail, true);
      var stolen = token(node, mail);
      assertEquals(200, node.get("/api/v1/auth/me", stolen).statusCode());
      teach(node, "nurse");
      // what a script with this token does: refusals one after the other, through the real edge
      var codes = new HashSet<String>();
      long until = System.nanoTime() + 20_000_000_000L;
      while (!codes.contains("step_up_required") && !codes.contains("anomaly_blocked")) {
        assertTrue(System.nanoTime() < until, "the script was never stopped: " + codes);
        var answer = node.get("/api/v1/streams/" + UUID.randomUUID() + "/evidence", stolen);
        codes.add(answer.bodyAsJsonObject().getString("code"));
      }
      if (codes.contains("step_up_required")) {
        assertEquals(200, node.get("/api/v1/auth/me", token(node, mail)).statusCode());
      }
      var seen = node.get(ANOMALY, node.token("admin")).bodyAsJsonObject();
      var flagged = seen.getJsonArray("flagged").getJsonObject(0);
      assertEquals("user:" + id, flagged.getString("principal"));
      assertEquals(3, flagged.getJsonArray("reasons").size());
      assertEquals(200, node.post("/api/v1/auth/logout", stolen, new JsonObject()).statusCode());

      var lift = new JsonObject().put("principal", "user:" + id);
      assertEquals(403, node.post(ANOMALY + "/lift", node.token("doctor"), lift).statusCode());
      assertEquals(200, node.post(ANOMALY + "/lift", node.token("admin"), lift).statusCode());
      assertEquals(200, node.get("/api/v1/auth/me", token(node, mail)).statusCode());
    }
  }

  private static String mail() {
    return UUID.randomUUID() + "@test.medtrust.local";
  }

  private static String viewer(Node node) {
    var mail = mail();
    node.person("viewer", mail, true);
    return mail;
  }

  private static String token(Node node, String mail) {
    return node.login(mail).getString("token");
  }

  /** Half a day of ordinary nurses, as the edge would have told them. */
  private static void teach(Node node, String role) {
    var random = new Random(5);
    long now = System.currentTimeMillis() - 3 * 86_400_000L;
    for (int i = 0; i < 8_000; i++) {
      now += (long) (-5000 * Math.log(1 - random.nextDouble()));
      var who = "user:normal-" + random.nextInt(12);
      var request =
          new Request(
              who,
              role,
              random.nextInt(5),
              random.nextInt(9) + 1,
              random.nextInt(50) == 0 ? 404 : 200,
              0,
              1000 + random.nextInt(5000),
              who.hashCode(),
              3,
              random.nextInt(900),
              random.nextInt(6) == 0,
              false);
      var seen = new Seen(request, now, null, "taught", "GET /taught");
      node.watch.saw(seen);
      if (i % 4_000 == 3_999) Until.isTrue("all taken up", node.watch::idle);
    }
  }
}
