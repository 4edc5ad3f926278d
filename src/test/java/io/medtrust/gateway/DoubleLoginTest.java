package io.medtrust.gateway;

import static io.medtrust.gateway.RestTest.error;
import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DoubleLoginTest {
  // Accounts of its own: failures are counted in the Redis that all tests share.
  private static final String EMAIL = "asked" + System.nanoTime() + "@x.example";
  private static Node node;

  @BeforeAll
  static void start() {
    node = new Node(Map.of("accounts.double_login", "true"));
    node.person("doctor", EMAIL, false);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String enter(String email, String password) {
    var response = node.post("/api/v1/gateway/auth/login", null, Node.credentials(email, password));
    assertEquals(202, response.statusCode(), response.bodyAsString());
    var body = response.bodyAsJsonObject();
    assertEquals(60, body.getInteger("expires_in"));
    assertFalse(body.containsKey("token"));
    return body.getString("login_challenge");
  }

  private static HttpResponse<Buffer> confirm(String challenge, String email, String password) {
    var body = Node.credentials(email, password).put("login_challenge", challenge);
    return node.post("/api/v1/gateway/auth/confirm", null, body);
  }

  private static void refused(HttpResponse<Buffer> response) {
    error(response, 401, "invalid_credentials");
  }

  @Test
  void both_entries_right_sign_in_once() {
    var challenge = enter(EMAIL, Node.PASSWORD);
    var in = confirm(challenge, EMAIL, Node.PASSWORD);
    assertEquals(200, in.statusCode(), in.bodyAsString());
    var token = in.bodyAsJsonObject().getString("token");
    assertEquals(200, node.get("/api/v1/auth/me", token).statusCode());
    refused(confirm(challenge, EMAIL, Node.PASSWORD));
  }

  @Test
  void whatever_was_wrong_the_answer_is_the_same() {
    refused(confirm(enter(EMAIL, "wrong password"), EMAIL, Node.PASSWORD));
    var challenge = enter(EMAIL, Node.PASSWORD);
    refused(confirm(challenge, EMAIL, "wrong password"));
    // A wrong second entry uses the challenge up.
    refused(confirm(challenge, EMAIL, Node.PASSWORD));
    refused(confirm(enter("nobody@x.example", Node.PASSWORD), EMAIL, Node.PASSWORD));
    refused(confirm("made up", EMAIL, Node.PASSWORD));
    Until.isTrue("audited", () -> node.audits("LOGIN_FAILED") >= 5);
  }

  @Test
  void the_challenge_belongs_to_one_account_and_one_browser() {
    var other = "other" + EMAIL;
    node.person("doctor", other, false);
    refused(confirm(enter(EMAIL, Node.PASSWORD), other, Node.PASSWORD));
    var body = Node.credentials(EMAIL, Node.PASSWORD);
    body.put("login_challenge", enter(EMAIL, Node.PASSWORD));
    var request = node.client.post("/api/v1/gateway/auth/confirm");
    refused(await(request.putHeader("User-Agent", "another").sendJsonObject(body)));
  }

  @Test
  void the_challenge_lives_a_minute() {
    var challenge = enter(EMAIL, Node.PASSWORD);
    await(
        node.pool
            .query("update login_entries set expires_at = expires_at - interval '61 seconds'")
            .execute());
    refused(confirm(challenge, EMAIL, Node.PASSWORD));
  }

  @Test
  void both_steps_count_as_failed_sign_ins() {
    var address = "twice" + System.nanoTime() + "@x.example";
    node.person("nurse", address, true);
    for (int i = 0; i < 10; i++) refused(confirm(enter(address, "wrong"), address, "wrong"));
    var body = Node.credentials(address, "wrong");
    error(node.post("/api/v1/gateway/auth/login", null, body), 429, "rate_limited");
    error(node.post("/api/v1/auth/login", null, body), 429, "rate_limited");
  }

  @Test
  void off_as_shipped() {
    try (var plain = new Node()) {
      JsonObject body = Node.credentials(EMAIL, Node.PASSWORD);
      error(plain.post("/api/v1/gateway/auth/login", null, body), 501, "not_configured");
      body.put("login_challenge", "x");
      error(plain.post("/api/v1/gateway/auth/confirm", null, body), 501, "not_configured");
    }
  }
}
