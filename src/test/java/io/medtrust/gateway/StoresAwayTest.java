package io.medtrust.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.RoomCommand;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoresAwayTest {
  private static final String SENDING = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";

  @Test
  void withoutPostgresACallGoesOnAndTheApiSaysWhatIsWrong() {
    try (var node = new Node()) {
      var doctor = node.token("doctor");
      var patient = node.token("patient");
      var address = "signaling." + node.session;
      var page = node.bridge(doctor);
      var member = page.join(node.session).getString("yourSocketId");
      var offer =
          new JsonObject()
              .put("event", "webrtc-offer")
              .put("offer", new JsonObject().put("type", "offer").put("sdp", SENDING));
      page.ask(address, offer);
      var text = node.get("/api/v1/consent", doctor).bodyAsJsonObject();
      var consent = "/api/v1/streams/" + node.session + "/consent";
      var given =
          new JsonObject()
              .put("given", true)
              .put("version", text.getString("version"))
              .put("text_hash", text.getString("text_hash"));
      assertEquals(200, node.post(consent, doctor, given).statusCode());
      node.sfu.await(RoomCommand.Tap.class, RoomCommand.Tap::open);
      node.get("/api/v1/auth/me", patient);

      node.postgres.pull();
      RestTest.error(
          node.post(
              "/api/v1/auth/login",
              null,
              Node.credentials("admin@demo.medtrust.local", Node.PASSWORD)),
          503,
          "storage_unavailable");
      RestTest.error(
          node.get("/api/v1/trustscore/history/" + node.session, patient),
          503,
          "storage_unavailable");
      var health = node.get("/api/v1/health", null).bodyAsJsonObject();
      assertEquals("degraded", health.getString("status"));
      assertTrue(
          !health.getJsonObject("checks").getJsonObject("postgres").getBoolean("ok"),
          health.encode());
      // The member renegotiates, and is heard when it withdraws its consent.
      assertTrue(page.ask(address, offer).getBoolean("ok"));
      page.event(member, "webrtc-answer");
      node.sfu.commands.clear();
      RestTest.error(
          node.post(consent, doctor, new JsonObject().put("given", false)),
          503,
          "storage_unavailable");
      node.sfu.await(RoomCommand.Tap.class, tap -> !tap.open());

      node.postgres.plug();
      Until.isTrue(
          "consent withdrawn for good",
          () ->
              node.post(consent, doctor, new JsonObject().put("given", false)).statusCode() == 200);
      Until.isTrue("audit caught up", () -> node.audits("CONSENT_WITHDRAWN") == 1);
      assertEquals(1, node.audits("CONSENT_GIVEN"));
      page.close();
    }
  }

  @Test
  void withoutRedisPeopleSignInAndOutAndAreStillLimited() {
    try (var node = new Node(Map.of("accounts.login_failures", "3"))) {
      node.redisCable.pull();
      var in = node.login("doctor@demo.medtrust.local");
      var token = in.getString("token");
      assertEquals(200, node.get("/api/v1/auth/me", token).statusCode());
      assertEquals(200, node.post("/api/v1/auth/logout", token, null).statusCode());
      RestTest.error(node.get("/api/v1/auth/me", token), 401, "token_revoked");
      for (int i = 0; i < 3; i++) failed(node, "limited-here@x.example", 401);
      failed(node, "limited-here@x.example", 429);
      var health = node.call(HttpMethod.GET, "/api/v1/health", null, null).bodyAsJsonObject();
      assertEquals("degraded", health.getString("status"));
      // Trust comes from the database then, and there is none.
      var again = node.login("doctor@demo.medtrust.local").getString("token");
      RestTest.error(
          node.get("/api/v1/trustscore/live/" + node.session, again), 404, "session_not_active");
      for (var path : List.of("/api/v1/wall", "/api/v1/streams/active")) {
        assertEquals(200, node.get(path, again).statusCode(), path);
      }
    }
  }

  @Test
  void failedSignInsOfOneAccountFromOneAddressMustWait() {
    try (var node = new Node(Map.of("accounts.login_failures", "3"))) {
      var limited = "limited@x.example";
      node.person("patient", limited, false);
      for (int i = 0; i < 3; i++) failed(node, limited, 401);
      failed(node, limited, 429);
      // Not even the right password gets in now; another account does.
      RestTest.error(
          node.post("/api/v1/auth/login", null, Node.credentials(limited, Node.PASSWORD)),
          429,
          "rate_limited");
      node.login("doctor@demo.medtrust.local");
    }
  }

  private static void failed(Node node, String email, int status) {
    assertEquals(
        status,
        node.post("/api/v1/auth/login", null, Node.credentials(email, "wrong")).statusCode());
  }
}
