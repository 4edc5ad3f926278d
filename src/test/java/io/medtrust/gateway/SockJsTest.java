package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SockJsTest {
  @Test
  void pagesSpeakSockJsOverAWebSocketAndNothingElse() {
    try (var node = new Node()) {
      var received = new CopyOnWriteArrayList<String>();
      var socket =
          await(
              node.vertx
                  .createWebSocketClient()
                  .connect(node.port, "127.0.0.1", "/eventbus/123/abcdefgh/websocket")
                  .onSuccess(s -> s.textMessageHandler(received::add)));
      Until.isTrue("the opening frame", () -> received.contains("o"));
      // SockJS carries each message as a text in a JSON array.
      var frame =
          new JsonObject()
              .put("type", "send")
              .put("address", "signaling." + node.session)
              .put("replyAddress", "r1")
              .put(
                  "headers",
                  new JsonObject().put("authorization", "Bearer " + node.token("patient")))
              .put("body", new JsonObject().put("event", "join-stream"));
      socket.writeTextMessage(new JsonArray().add(frame.encode()).encode());
      Until.isTrue("an answer", () -> received.stream().anyMatch(m -> m.startsWith("a[")));
      var message = received.stream().filter(m -> m.startsWith("a[")).findFirst().orElseThrow();
      var reply = new JsonObject(new JsonArray(message.substring(1)).getString(0));
      assertEquals("r1", reply.getString("address"));
      assertTrue(reply.getJsonObject("body").getBoolean("ok"), reply.encode());

      assertEquals(200, node.get("/eventbus/info", null).statusCode());
      for (var transport : List.of("xhr", "xhr_streaming", "jsonp", "eventsource", "htmlfile")) {
        var status = node.post("/eventbus/123/other/" + transport, null, null).statusCode();
        assertTrue(status == 404 || status == 405, transport + " " + status);
      }
    }
  }
}
