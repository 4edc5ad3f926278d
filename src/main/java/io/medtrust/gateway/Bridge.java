package io.medtrust.gateway;

import io.medtrust.accounts.TokenService;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.Revoked;
import io.medtrust.bus.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/**
 * The event-bus bridge of one HTTP verticle. It speaks the protocol of Vert.x's own bridge client
 * (frames ping, send, register, unregister; rec, err), but nothing of the bus is open by itself:
 * every frame is authorised here, and a client's message never goes to an address that the client
 * chose.
 */
final class Bridge {
  private static final int CHECK_MILLIS = 1000;

  final Vertx vertx;
  final Gateway gateway;
  private final Set<BridgeSocket> sockets = new HashSet<>();
  private final MessageConsumer<JsonObject> revocations;

  Bridge(Vertx vertx, Gateway gateway) {
    this.vertx = vertx;
    this.gateway = gateway;
    revocations =
        vertx
            .eventBus()
            .consumer(
                Addresses.REVOKED, message -> revoked(Wire.decode(message.body(), Revoked.class)));
    vertx.setPeriodic(
        CHECK_MILLIS, _ -> new ArrayList<>(sockets).forEach(BridgeSocket::closeWhenOver));
  }

  void connected(SockJSSocket socket) {
    if (gateway.sockets.incrementAndGet() > gateway.settings.maxSockets()) {
      gateway.sockets.decrementAndGet();
      socket.close(BridgeSocket.TRY_LATER, "too many connections");
      return;
    }
    var connection = new BridgeSocket(this, socket);
    sockets.add(connection);
    connection.start();
  }

  void closed(BridgeSocket socket) {
    if (sockets.remove(socket)) gateway.sockets.decrementAndGet();
  }

  private void revoked(Revoked event) {
    for (var socket : new ArrayList<>(sockets)) {
      if (socket.who() != null && TokenService.matches(event, socket.who())) {
        socket.close(BridgeSocket.UNAUTHORISED, "token revoked");
      }
    }
  }

  void close() {
    revocations.unregister();
    for (var socket : new ArrayList<>(sockets)) socket.close(BridgeSocket.GOING_AWAY, "stopping");
  }
}
