package io.medtrust.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.medtrust.accounts.TokenCommand;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every endpoint against every kind of token. */
class AuthorizationTest {
  private static Node node;

  /** Tokens by name, in the order of the columns. */
  private static final Map<String, String> TOKENS = new LinkedHashMap<>();

  @BeforeAll
  static void start() {
    node = new Node();
    node.person("doctor", "foreign-doctor@x.example", true);
    node.person("patient", "foreign-patient@x.example", false);
    node.person("nurse", "ward-nurse@x.example", true);
    node.person("nurse", "other-nurse@x.example", false);
    TOKENS.put("none", null);
    TOKENS.put("forged", forged());
    TOKENS.put("other key", new TokenCommand("x".repeat(32), "medtrust").display(null, 60));
    TOKENS.put("load", node.commands().load("bench", false, 60));
    TOKENS.put("doctor", node.token("doctor"));
    TOKENS.put("patient", node.token("patient"));
    TOKENS.put("admin", node.token("admin"));
    TOKENS.put("wall", node.token("display"));
    TOKENS.put("other ward", node.commands().display(Node.unknownId(), 60));
    TOKENS.put("foreign doctor", token("foreign-doctor@x.example"));
    TOKENS.put("foreign patient", token("foreign-patient@x.example"));
    TOKENS.put("nurse", token("ward-nurse@x.example"));
    TOKENS.put("other nurse", token("other-nurse@x.example"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String token(String email) {
    return node.login(email).getString("token");
  }

  /** A token that calls itself unsigned. */
  private static String forged() {
    var claims =
        new JsonObject()
            .put("userId", Node.unknownId())
            .put("role", "admin")
            .put("aud", "user")
            .put("iss", "medtrust")
            .put("jti", "x")
            .put("exp", 4_000_000_000L);
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes())
        + "."
        + encoder.encodeToString(claims.encode().getBytes())
        + ".";
  }

  private static HttpResponse<Buffer> call(String line, String token) {
    var parts = line.split(" ");
    var path = parts[1].replace("{id}", node.session);
    return node.call(
        HttpMethod.valueOf(parts[0]),
        path,
        token,
        parts[0].equals("POST") ? new JsonObject() : null);
  }

  @Test
  void everyEndpointAnswersEveryTokenAsItShould() {
    // One status per token in the order above. 400: allowed, but the empty body is not; 404 of
    // trustscore/live: allowed, but there is no score yet; 404 of streams/active: none to see.
    var expected = new LinkedHashMap<String, List<Integer>>();
    expected.put(
        "GET /api/v1/auth/me",
        List.of(401, 401, 401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200));
    expected.put(
        "GET /api/v1/consent",
        List.of(401, 401, 401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200));
    expected.put(
        "GET /api/v1/streams/active",
        List.of(401, 401, 401, 403, 200, 200, 200, 200, 404, 404, 404, 200, 404));
    expected.put(
        "GET /api/v1/streams/{id}/consent",
        List.of(401, 401, 401, 403, 200, 200, 200, 200, 403, 403, 403, 200, 403));
    expected.put(
        "POST /api/v1/streams/{id}/consent",
        List.of(401, 401, 401, 403, 400, 400, 400, 400, 400, 400, 400, 400, 400));
    expected.put(
        "GET /api/v1/trustscore/live/{id}",
        List.of(401, 401, 401, 403, 404, 404, 404, 404, 403, 403, 403, 404, 403));
    expected.put(
        "GET /api/v1/trustscore/history/{id}",
        List.of(401, 401, 401, 403, 200, 200, 200, 200, 403, 403, 403, 200, 403));
    expected.put(
        "GET /api/v1/wall",
        List.of(401, 401, 401, 403, 200, 200, 200, 200, 200, 200, 200, 200, 200));
    expected.put(
        "GET /api/v1/blockchain/audit/{id}",
        List.of(401, 401, 401, 403, 200, 403, 200, 403, 403, 403, 403, 403, 403));
    expected.put(
        "GET /api/v1/streams/{id}/evidence",
        List.of(401, 401, 401, 403, 200, 403, 200, 403, 403, 403, 403, 403, 403));
    expected.put(
        "GET /api/v1/streams/{id}/pictures",
        List.of(401, 401, 401, 403, 200, 403, 200, 403, 403, 403, 403, 403, 403));
    expected.put(
        "GET /api/v1/streams/{id}/pictures/00000000-0000-4000-8000-000000000000",
        List.of(401, 401, 401, 403, 404, 403, 404, 403, 403, 403, 403, 403, 403));
    expected.put(
        "GET /api/v1/streams/{id}/pictures/consent",
        List.of(401, 401, 401, 403, 200, 200, 200, 200, 403, 403, 403, 200, 403));
    expected.put(
        "POST /api/v1/streams/{id}/pictures/consent",
        List.of(401, 401, 401, 403, 400, 400, 400, 400, 400, 400, 400, 400, 400));
    var wrong = new ArrayList<String>();
    expected.forEach(
        (line, statuses) -> {
          int column = 0;
          for (var token : TOKENS.entrySet()) {
            int wanted = statuses.get(column++);
            var response = call(line, token.getValue());
            if (response.statusCode() != wanted) {
              wrong.add(line + " by " + token.getKey() + ": " + response.statusCode());
            }
            // Who is refused learns nothing of the session.
            if (response.statusCode() == 401 || response.statusCode() == 403) {
              var text = response.bodyAsString();
              if (text.contains("Demo") || text.contains(node.verification)) {
                wrong.add(line + " tells " + token.getKey() + " too much");
              }
            }
          }
        });
    assertEquals(List.of(), wrong);
  }

  @Test
  void theWallShowsAStrangerNothing() {
    for (var name : List.of("foreign doctor", "foreign patient", "other nurse", "other ward")) {
      var wall = node.get("/api/v1/wall", TOKENS.get(name)).bodyAsJsonObject();
      assertEquals(0, wall.getJsonArray("verifications").size(), name);
    }
    var nurse = node.get("/api/v1/wall", TOKENS.get("nurse")).bodyAsJsonObject();
    assertEquals(
        false, nurse.getJsonArray("verifications").getJsonObject(0).getBoolean("pictures"));
  }

  @Test
  void aDisplayLearnsNoPatientsName() {
    var body = node.get("/api/v1/streams/active", TOKENS.get("wall")).bodyAsString();
    assertEquals(false, body.contains("Demo Patient"), body);
  }

  @Test
  void whoMayNotStartOrEndASessionIsRefused() {
    for (var name : List.of("patient", "nurse", "wall", "load", "foreign patient")) {
      RestTest.error(
          node.post("/api/v1/streams/start", TOKENS.get(name), new JsonObject()),
          403,
          "insufficient_permissions");
    }
    for (var name : List.of("foreign doctor", "foreign patient", "nurse", "wall")) {
      RestTest.error(
          node.post("/api/v1/streams/end/" + node.session, TOKENS.get(name), null),
          403,
          "not_your_session");
    }
    RestTest.error(
        node.post(
            "/api/v1/streams/start",
            TOKENS.get("foreign doctor"),
            new JsonObject().put("doctor_id", Node.unknownId())),
        403,
        "insufficient_permissions");
  }

  @Test
  void idsThatAreNoneAndSessionsThatAreNotAreToldApart() {
    for (var path :
        List.of(
            "/api/v1/trustscore/live/",
            "/api/v1/trustscore/history/",
            "/api/v1/blockchain/audit/",
            "/api/v1/streams/{id}/evidence")) {
      for (var id :
          List.of("notauuid-xx", "1", "%27%3B--", "00000000-0000-0000-0000-00000000000z")) {
        RestTest.error(node.get(with(path, id), TOKENS.get("admin")), 400, "invalid_id");
      }
      RestTest.error(
          node.get(with(path, Node.unknownId()), TOKENS.get("admin")), 404, "stream_not_found");
    }
  }

  private static String with(String path, String id) {
    return path.contains("{id}") ? path.replace("{id}", id) : path + id;
  }

  @Test
  void anAccountThatIsDeactivatedIsOut() {
    var id = node.person("doctor", "leaver@x.example", true);
    var token = token("leaver@x.example");
    assertEquals(200, node.get("/api/v1/auth/me", token).statusCode());
    io.medtrust.testing.TestServers.await(
        node.pool.query("update users set is_active = false where id = '" + id + "'").execute());
    Until.isTrue(
        "the kept answer is dropped", () -> node.get("/api/v1/auth/me", token).statusCode() == 403);
    RestTest.error(
        node.post("/api/v1/auth/login", null, Node.credentials("leaver@x.example", Node.PASSWORD)),
        403,
        "account_deactivated");
  }
}
