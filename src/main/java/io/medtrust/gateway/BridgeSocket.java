package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.Problem;
import io.medtrust.bus.SocketClosed;
import io.medtrust.bus.Wire;
import io.medtrust.signaling.RoomAdmission;
import io.medtrust.store.StoreProblems;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One page's bridge connection. Frames are taken one after the other: the next begins when the last
 * was authorised and handed on. Owned by the HTTP verticle's context.
 */
final class BridgeSocket {
  /** WebSocket close codes; 4000 and above are ours (RFC 6455 §7.4.2). */
  static final int GOING_AWAY = 1001;

  static final int TRY_LATER = 1013;
  static final int BAD_FRAME = 4400;
  static final int UNAUTHORISED = 4401;
  static final int SILENT = 4408;
  static final int TOO_MUCH = 4429;

  private static final Logger LOG = LoggerFactory.getLogger(BridgeSocket.class);
  private static final int MAX_WAITING = 256;
  private static final int MAX_REGISTRATIONS = 1000;
  private static final int MAX_ADDRESS = 128;
  private static final int MAX_REPLY_ADDRESS = 64;
  private static final long UNKNOWN_MILLIS = 10_000;
  private static final int FRAME_MILLIS = 5000;

  final String id = UUID.randomUUID().toString();

  /** Members of rooms that this connection became. */
  final Set<String> members = new HashSet<>();

  private final Bridge bridge;
  private final SockJSSocket socket;
  private final BridgeAddresses addresses;
  private final Map<String, MessageConsumer<JsonObject>> registrations = new HashMap<>();
  private final Queue<JsonObject> waiting = new ArrayDeque<>();
  private final long since = System.currentTimeMillis();
  private boolean busy;
  private boolean closed;
  private String token;
  private long generation;
  private Principal who;
  private long lastFrame = since;
  private double allowance;
  private long allowanceAt = since;

  BridgeSocket(Bridge bridge, SockJSSocket socket) {
    this.bridge = bridge;
    this.socket = socket;
    this.addresses = new BridgeAddresses(bridge.vertx, bridge.gateway.sessions, this);
    this.allowance = 2.0 * bridge.gateway.settings.socketFramesPerSecond();
  }

  void start() {
    socket.handler(this::received);
    socket.exceptionHandler(cause -> LOG.debug("bridge connection: {}", cause.toString()));
    socket.closeHandler(_ -> over());
    socket.endHandler(_ -> over());
  }

  /** Who this connection belongs to, or null before the first good token. */
  Principal who() {
    return who;
  }

  void close(int code, String reason) {
    if (closed) return;
    over();
    socket.close(code, reason);
  }

  /** Ends a connection that has no valid token any more or says nothing. */
  void closeWhenOver() {
    long now = System.currentTimeMillis();
    if (who != null && who.expiresAt() * 1000 <= now) close(UNAUTHORISED, "token expired");
    else if (who == null && now - since > UNKNOWN_MILLIS) close(UNAUTHORISED, "no token");
    else if (now - lastFrame > bridge.gateway.settings.socketIdleMillis()) close(SILENT, "silent");
  }

  private void over() {
    if (closed) return;
    closed = true;
    registrations.values().forEach(MessageConsumer::unregister);
    registrations.clear();
    waiting.clear();
    bridge.closed(this);
    if (!members.isEmpty()) {
      bridge.vertx.eventBus().send(Addresses.SIGNALING_CLOSED, Wire.encode(new SocketClosed(id)));
    }
  }

  private void received(Buffer data) {
    if (closed) return;
    lastFrame = System.currentTimeMillis();
    if (!withinRate(lastFrame) || waiting.size() >= MAX_WAITING) {
      close(TOO_MUCH, "too many frames");
      return;
    }
    if (data.length() > bridge.gateway.settings.maxFrameBytes()) {
      close(BAD_FRAME, "frame too large");
      return;
    }
    try {
      waiting.add(new JsonObject(data));
    } catch (DecodeException | ClassCastException e) {
      write(new JsonObject().put("type", "err").put("body", "invalid_json"));
      return;
    }
    next();
  }

  /** A token bucket: the settings' rate, and two seconds of it at once. */
  private boolean withinRate(long now) {
    double rate = bridge.gateway.settings.socketFramesPerSecond();
    allowance = Math.min(2 * rate, allowance + (now - allowanceAt) * rate / 1000);
    allowanceAt = now;
    if (allowance < 1) return false;
    allowance--;
    return true;
  }

  private void next() {
    if (busy || closed) return;
    var frame = waiting.poll();
    if (frame == null) return;
    busy = true;
    Future<Void> handled;
    try {
      handled = handle(frame);
    } catch (RuntimeException e) {
      handled = Future.failedFuture(e);
    }
    handled
        // A store that hangs must not keep back what needs none.
        .timeout(FRAME_MILLIS, TimeUnit.MILLISECONDS)
        .onFailure(cause -> refuse(frame, cause))
        .onComplete(
            _ -> {
              busy = false;
              next();
            });
  }

  private Future<Void> handle(JsonObject frame) {
    var type = frame.getValue("type") instanceof String text ? text : "";
    var authorization = authorization(frame);
    if (type.equals("ping")) {
      // A ping that carries a token renews the connection's.
      return authorization == null ? Future.succeededFuture() : authorise(authorization).mapEmpty();
    }
    if (!(frame.getValue("address") instanceof String address) || address.length() > MAX_ADDRESS) {
      throw new Problem(400, "bad_message", "The frame has no usable address");
    }
    return authorise(authorization)
        .compose(
            principal ->
                switch (type) {
                  case "send" -> send(principal, address, frame);
                  case "register" -> register(principal, address);
                  case "unregister" -> {
                    var consumer = registrations.remove(address);
                    if (consumer != null) consumer.unregister();
                    yield Future.succeededFuture();
                  }
                  case "publish" ->
                      Future.failedFuture(
                          new Problem(403, "not_allowed", "Clients do not publish"));
                  default ->
                      Future.failedFuture(
                          new Problem(400, "bad_message", "The frame has an unknown type"));
                });
  }

  private static String authorization(JsonObject frame) {
    return frame.getValue("headers") instanceof JsonObject headers
            && headers.getValue("authorization") instanceof String text
        ? text
        : null;
  }

  private Future<Principal> authorise(String authorization) {
    if (authorization != null
        && authorization.equals(token)
        && generation == bridge.gateway.tokens.generation()
        && who.expiresAt() * 1000 > System.currentTimeMillis()) {
      return Future.succeededFuture(who);
    }
    long asked = bridge.gateway.tokens.generation();
    return bridge
        .gateway
        .tokens
        .authenticateHeader(authorization)
        .map(
            principal -> {
              if (who != null
                  && !(who.id().equals(principal.id())
                      && who.audience().equals(principal.audience()))) {
                throw new Problem(403, "other_identity", "The connection belongs to another user");
              }
              who = principal;
              token = authorization;
              generation = asked;
              return principal;
            });
  }

  private Future<Void> send(Principal principal, String address, JsonObject frame) {
    var reply =
        frame.getValue("replyAddress") instanceof String text && text.length() <= MAX_REPLY_ADDRESS
            ? text
            : null;
    if (!(frame.getValue("body") instanceof JsonObject body)) {
      throw new Problem(400, "bad_message", "The body must be a JSON object");
    }
    addresses
        .send(principal, address, body)
        .onSuccess(
            answer -> {
              if (answer.getValue("yourSocketId") instanceof String member) members.add(member);
              if (closed) {
                // It left before it was in: nobody else will say so.
                if (!members.isEmpty()) {
                  bridge
                      .vertx
                      .eventBus()
                      .send(Addresses.SIGNALING_CLOSED, Wire.encode(new SocketClosed(id)));
                }
              } else if (reply != null) {
                write(
                    new JsonObject().put("type", "rec").put("address", reply).put("body", answer));
              }
            })
        .onFailure(cause -> refuse(frame, cause));
    // The next frame need not wait for the answer.
    return Future.succeededFuture();
  }

  private Future<Void> register(Principal principal, String address) {
    if (registrations.containsKey(address)) return Future.succeededFuture();
    if (registrations.size() >= MAX_REGISTRATIONS) {
      throw new Problem(429, "rate_limited", "Too many registrations");
    }
    return addresses
        .mayRegister(principal, address)
        .map(
            _ -> {
              if (!closed) {
                registrations.put(
                    address,
                    bridge
                        .vertx
                        .eventBus()
                        .consumer(address, message -> deliver(address, message.body())));
              }
              return null;
            });
  }

  private void deliver(String address, JsonObject body) {
    if (closed || !BridgeAddresses.mayBeTold(address, body)) return;
    if (socket.writeQueueFull()) {
      // A page that does not keep up misses states that are sent again anyway, but no event.
      if (BridgeAddresses.mayBeMissed(address)) return;
      close(TOO_MUCH, "too slow");
      return;
    }
    write(new JsonObject().put("type", "rec").put("address", address).put("body", body));
  }

  private void refuse(JsonObject frame, Throwable cause) {
    var problem = StoreProblems.of(RoomAdmission.problem(cause));
    var answer =
        new JsonObject()
            .put("type", "err")
            .put("failureCode", problem.status())
            .put("failureType", "RECIPIENT_FAILURE")
            .put("message", problem.toJson().encode());
    // The client finds its callback by the reply address, or the handler by the address.
    if (frame.getValue("replyAddress") instanceof String reply
        && reply.length() <= MAX_REPLY_ADDRESS) {
      answer.put("address", reply);
    } else if (frame.getValue("address") instanceof String address
        && address.length() <= MAX_ADDRESS) {
      answer.put("address", address);
    }
    write(answer);
  }

  private void write(JsonObject json) {
    if (!closed) socket.write(json.toBuffer());
  }
}
