package io.medtrust.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.RoomEvent;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** libwebrtc, the engine of the browsers, as publisher and subscriber of the relay. */
@Timeout(240)
class WebRtcInteropTest {
  @Test
  void libwebrtcPublishesByWhipAndIsSeenAndHeardByWhep(@TempDir Path folder) throws Exception {
    try (var relay = new RelayHarness(MediaTap.NONE)) {
      var router = Router.router(relay.vertx);
      WhipWhepRoutes.mount(
          router,
          relay.vertx,
          (token, _, _) ->
              Future.succeededFuture(
                  new RoomAccess.Grant(token, "", "", token.equals("doctor"), Long.MAX_VALUE)));
      var server =
          RelayHarness.wait(
              relay.vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
      var out = folder.resolve("out");
      var peers =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-Xmx256m",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  "io.medtrust.sfu.WebRtcPeers",
                  "http://127.0.0.1:" + server.actualPort(),
                  RelayHarness.ROOM,
                  "60")
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      try {
        assertTrue(peers.waitFor(150, TimeUnit.SECONDS), "the peers did not end");
      } finally {
        peers.destroyForcibly();
      }
      assertEquals(0, peers.exitValue(), () -> read(out));
      assertEquals(2, relay.events(RoomEvent.Connected.class).size());
      assertEquals(
          List.of("audio", "video"),
          relay.events(RoomEvent.TrackStarted.class).stream()
              .map(RoomEvent.TrackStarted::kind)
              .sorted()
              .toList());
      assertEquals(0, relay.dropped(Drop.INTERNAL));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return "no output: " + e;
    }
  }
}
