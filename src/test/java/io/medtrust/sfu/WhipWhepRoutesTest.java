package io.medtrust.sfu;

import static io.medtrust.sfu.RelayHarness.ROOM;
import static io.medtrust.sfu.TestPeer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Problem;
import io.medtrust.bus.RoomCommand.Mode;
import io.medtrust.bus.RoomEvent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WHIP and WHEP as an HTTP client sees them. */
@Timeout(240)
class WhipWhepRoutesTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private RelayHarness relay;
  private String base;
  private volatile long expires = Long.MAX_VALUE;

  @BeforeEach
  void start() throws Exception {
    relay = new RelayHarness(MediaTap.NONE);
    var router = Router.router(relay.vertx);
    router
        .route()
        .handler(
            ctx -> {
              ctx.put("request_id", "request-1");
              ctx.next();
            });
    WhipWhepRoutes.mount(router, relay.vertx, this::admit);
    var server =
        RelayHarness.wait(
            relay.vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    base = "http://127.0.0.1:" + server.actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    relay.close();
  }

  /** A token is the participant's name; a display may only watch. */
  private Future<RoomAccess.Grant> admit(String token, String session, Mode mode) {
    if (token.equals("expired")) {
      return Future.failedFuture(new Problem(401, "invalid_token", "The token is not valid"));
    }
    if (token.equals("broken")) return Future.failedFuture(new IllegalStateException("a secret"));
    if (!session.equals(ROOM)) {
      return Future.failedFuture(new Problem(404, "unknown_session", "There is no such session"));
    }
    if (token.startsWith("display") && mode == Mode.PUBLISH) {
      return Future.failedFuture(new Problem(403, "not_allowed", "A display may not send"));
    }
    return Future.succeededFuture(
        new RoomAccess.Grant(token, "Name", "role", token.equals("doctor"), expires));
  }

  @Test
  void mediaFlowFromWhipToWhepUntilTheConnectionIsDeleted() throws Exception {
    var publisher = relay.peer();
    var created = post("/whip/room", "doctor", publisher.sending());
    assertEquals(201, created.statusCode());
    assertEquals("application/sdp", header(created, "Content-Type"));
    assertTrue(header(created, "ETag").startsWith("\""));
    var location = header(created, "Location");
    assertTrue(location.startsWith("/whip/room/"));
    publisher.connect(created.body());
    var watcher = relay.peer();
    var watching = post("/whep/room?of=doctor", "display-1", watcher.receiving());
    assertEquals(201, watching.statusCode());
    watcher.connect(watching.body());
    await(() -> relay.events(RoomEvent.Connected.class).size() == 2, "not connected");
    publisher.sendVideo(true, 1);
    await(() -> watcher.received(TestPeer.VP8).size() == 1, "no picture");

    assertEquals(
        204, send("PATCH", location, "doctor", frag(), "a=end-of-candidates").statusCode());
    assertEquals(200, send("DELETE", location, "doctor", null, null).statusCode());
    await(() -> publisher.dtls().ended().isDone(), "the publisher was not told");
    assertEquals(404, send("DELETE", location, "doctor", null, null).statusCode());
  }

  @Test
  void aConnectionBelongsToWhoMadeIt() throws Exception {
    var created = post("/whip/room", "doctor", relay.peer().sending());
    var location = header(created, "Location");
    assertProblem(403, "not_allowed", send("DELETE", location, "patient", null, null));
    assertProblem(401, "missing_token", send("DELETE", location, null, null, null));
    assertProblem(
        404,
        "unknown_connection",
        send("DELETE", location.replace("whip", "whep"), "doctor", null, null));
    assertProblem(
        404, "unknown_connection", send("DELETE", "/whip/room/guess", "doctor", null, null));
    assertProblem(422, "no_ice_restart", patch(location, "*"));
    assertProblem(412, "etag_mismatch", patch(location, "\"other\""));
    assertEquals(204, patch(location, header(created, "ETag")).statusCode());
  }

  @Test
  void whatIsWrongIsSaidInTheOneErrorForm() throws Exception {
    var sdp = relay.peer().sending();
    var missing = post("/whip/room", null, sdp);
    assertProblem(401, "missing_token", missing);
    assertEquals("Bearer", header(missing, "WWW-Authenticate"));
    assertProblem(401, "invalid_token", post("/whip/room", "expired", sdp));
    assertProblem(403, "not_allowed", post("/whip/room", "display-1", sdp));
    assertProblem(404, "unknown_session", post("/whip/nowhere", "doctor", sdp));
    assertProblem(400, "bad_sdp", post("/whip/room", "doctor", "no sdp"));
    assertProblem(400, "bad_sdp", post("/whip/room", "doctor", ""));
    assertProblem(
        422, "unacceptable_offer", post("/whip/room", "doctor", relay.peer().receiving()));
    assertProblem(413, "body_too_large", post("/whip/room", "doctor", "v=0\r\n".repeat(20_000)));
    assertProblem(
        415, "unsupported_media_type", send("POST", "/whip/room", "doctor", "text/plain", sdp));
    assertProblem(405, "method_not_allowed", send("GET", "/whip/room", "doctor", null, null));
    assertProblem(405, "method_not_allowed", send("PUT", "/whep/room/x", "doctor", null, null));
    var broken = post("/whip/room", "broken", sdp);
    assertProblem(500, "internal", broken);
    assertFalse(broken.body().contains("secret"));
  }

  @Test
  void anyPageMayAskWhatIsAllowed() throws Exception {
    var options = send("OPTIONS", "/whip/room", null, null, null);
    assertEquals(204, options.statusCode());
    assertEquals("application/sdp", header(options, "Accept-Post"));
    assertEquals("*", header(options, "Access-Control-Allow-Origin"));
    assertTrue(header(options, "Access-Control-Allow-Headers").contains("Authorization"));
  }

  @Test
  void theConnectionEndsWithItsToken() throws Exception {
    expires = System.currentTimeMillis() + 1_000;
    var watcher = relay.peer();
    watcher.connect(post("/whep/room", "display-1", watcher.receiving()).body());
    await(() -> watcher.dtls().ended().isDone(), "the connection outlived its token");
  }

  // ---- helpers ----

  private static String frag() {
    return "application/trickle-ice-sdpfrag";
  }

  private HttpResponse<String> post(String path, String token, String sdp) throws Exception {
    return send("POST", path, token, "application/sdp", sdp);
  }

  private HttpResponse<String> patch(String location, String match) throws Exception {
    return http.send(
        request("PATCH", location, "doctor", frag(), "a=end-of-candidates")
            .header("If-Match", match)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(
      String method, String path, String token, String type, String body) throws Exception {
    return http.send(
        request(method, path, token, type, body).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(
      String method, String path, String token, String type, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (token != null) request.header("Authorization", "Bearer " + token);
    if (type != null) request.header("Content-Type", type);
    return request;
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }

  private static void assertProblem(int status, String code, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    var body = new JsonObject(response.body());
    assertEquals(code, body.getString("code"));
    assertEquals("request-1", body.getString("request_id"));
    assertFalse(body.getString("message").isEmpty());
  }
}
