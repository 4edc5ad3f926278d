package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A bridge client over a real WebSocket. */
final class BridgeClient {
  final List<JsonObject> received = new CopyOnWriteArrayList<>();
  private final WebSocketClient client;
  private final WebSocket socket;
  private volatile String token;
  volatile boolean closed;
  volatile Short closeCode;

  private BridgeClient(WebSocketClient client, WebSocket socket, String token) {
    this.client = client;
    this.socket = socket;
    this.token = token;
    // The raw WebSocket of SockJS answers in binary messages.
    socket.handler(message -> received.add(new JsonObject(message)));
    socket.closeHandler(
        _ -> {
          closeCode = socket.closeStatusCode();
          closed = true;
        });
  }

  static BridgeClient connect(Vertx vertx, int port, String token) {
    // A client that nobody holds is closed by the garbage collector, in the middle of a handshake.
    var client = vertx.createWebSocketClient();
    return await(
        client
            .connect(port, "127.0.0.1", "/eventbus/websocket")
            .map(socket -> new BridgeClient(client, socket, token)));
  }

  void token(String fresh) {
    token = fresh;
  }

  void raw(String text) {
    socket.writeTextMessage(text);
  }

  void close() {
    socket.close();
    client.close();
  }

  private JsonObject frame(String type, String address) {
    var headers = new JsonObject();
    if (token != null) headers.put("authorization", "Bearer " + token);
    return new JsonObject().put("type", type).put("address", address).put("headers", headers);
  }

  void ping() {
    raw(frame("ping", "x").encode());
  }

  void publish(String address, JsonObject body) {
    raw(frame("publish", address).put("body", body).encode());
  }

  void register(String address) {
    raw(frame("register", address).encode());
  }

  /** Sends and waits: the reply's envelope, of type rec or err. */
  JsonObject send(String address, JsonObject body) {
    var reply = UUID.randomUUID().toString();
    raw(frame("send", address).put("body", body).put("replyAddress", reply).encode());
    return on(reply, _ -> true);
  }

  /** The body of a reply that must be good. */
  JsonObject ask(String address, JsonObject body) {
    var reply = send(address, body);
    if (!"rec".equals(reply.getString("type"))) throw new AssertionError(reply.encode());
    return reply.getJsonObject("body");
  }

  /** The failure code of a reply that must be a refusal. */
  int refused(String address, JsonObject body) {
    var reply = send(address, body);
    if (!"err".equals(reply.getString("type"))) throw new AssertionError(reply.encode());
    var problem = new JsonObject(reply.getString("message"));
    if (problem.getString("code") == null) throw new AssertionError(reply.encode());
    return reply.getInteger("failureCode");
  }

  /** The first envelope on an address that is wanted. */
  JsonObject on(String address, Predicate<JsonObject> wanted) {
    Until.isTrue("a message on " + address, () -> seen(address, wanted) != null);
    return seen(address, wanted);
  }

  JsonObject seen(String address, Predicate<JsonObject> wanted) {
    for (var envelope : received) {
      if (address.equals(envelope.getString("address")) && wanted.test(envelope)) return envelope;
    }
    return null;
  }

  /** The body of an event to this member. */
  JsonObject event(String member, String name) {
    return on(
            "signaling.member." + member,
            e ->
                "rec".equals(e.getString("type"))
                    && name.equals(e.getJsonObject("body").getString("event")))
        .getJsonObject("body");
  }

  /** Joins, registers and is ready; the reply to join-stream. */
  JsonObject join(String session) {
    var joined =
        ask(
            "signaling." + session,
            new JsonObject().put("event", "join-stream").put("streamId", session));
    register("signaling.member." + joined.getString("yourSocketId"));
    ask("signaling." + session, new JsonObject().put("event", "ready"));
    return joined;
  }
}
