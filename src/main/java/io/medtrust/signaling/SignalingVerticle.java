package io.medtrust.signaling;

import io.medtrust.accounts.Principal;
import io.medtrust.accounts.TokenService;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.MediaAdmission;
import io.medtrust.bus.MemberNotice;
import io.medtrust.bus.Problem;
import io.medtrust.bus.Revoked;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.SignalingRequest;
import io.medtrust.bus.SocketClosed;
import io.medtrust.bus.Wire;
import io.medtrust.sessions.SessionService;
import io.medtrust.store.StoreProblems;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.function.Function;

/**
 * Takes the signaling events that the bridge hands on, keeps who is in which room, carries offers
 * and answers to the SFU and back, and takes members out whose page or token is gone.
 */
public final class SignalingVerticle extends AbstractVerticle {
  /** The name under which the SFU appears to clients as a peer. */
  static final String SFU = "sfu";

  private final SessionService sessions;
  private final SignalingSettings settings;
  private final MeterRegistry metrics;
  private Rooms rooms;
  private Relay relay;
  private Admission admission;
  private MemberEvents memberEvents;

  public SignalingVerticle(
      SessionService sessions, SignalingSettings settings, MeterRegistry metrics) {
    this.sessions = sessions;
    this.settings = settings;
    this.metrics = metrics;
  }

  @Override
  public void start() {
    relay = new Relay(vertx);
    rooms = new Rooms(vertx, sessions, settings, relay);
    admission = new Admission(sessions, settings, rooms, relay);
    memberEvents = new MemberEvents(vertx, rooms, relay);
    metrics.gauge("medtrust_rooms", rooms, r -> r.all().size());
    var bus = vertx.eventBus();
    bus.<JsonObject>localConsumer(
        Addresses.SIGNALING_IN,
        message -> answer(message, body -> onEvent(Wire.decode(body, SignalingRequest.class))));
    bus.<JsonObject>localConsumer(
        Addresses.SIGNALING_ADMIT,
        message ->
            answer(
                message,
                body -> {
                  var request = Wire.decode(body, MediaAdmission.class);
                  return admission
                      .media(Principal.fromMap(request.who()), request.session(), request.mode())
                      .map(Wire::encode);
                }));
    bus.<JsonObject>localConsumer(
        Addresses.SIGNALING_TELL,
        message ->
            answer(
                message,
                body -> {
                  rooms.tell(Wire.decode(body, MemberNotice.class));
                  return Future.succeededFuture(new JsonObject().put("ok", true));
                }));
    bus.<JsonObject>localConsumer(
        Addresses.SIGNALING_CLOSED,
        message -> onClosed(Wire.decode(message.body(), SocketClosed.class).socket()));
    bus.<JsonObject>consumer(
        Addresses.REVOKED, message -> onRevoked(Wire.decode(message.body(), Revoked.class)));
  }

  private static void answer(
      Message<JsonObject> message, Function<JsonObject, Future<JsonObject>> work) {
    Future<JsonObject> result;
    try {
      result = work.apply(message.body());
    } catch (RuntimeException e) {
      result = Future.failedFuture(e);
    }
    result
        .onSuccess(message::reply)
        .onFailure(
            cause -> {
              var problem = StoreProblems.of(cause);
              message.fail(problem.status(), problem.toJson().encode());
            });
  }

  private Future<JsonObject> onEvent(SignalingRequest request) {
    var who = Principal.fromMap(request.who());
    var body = new JsonObject(request.body());
    if (!(body.getValue("event") instanceof String event)) {
      throw new Problem(400, "bad_message", "The message has no event");
    }
    if (event.equals("join-stream")) {
      var stream = body.getValue("streamId");
      if (stream != null && !stream.equals(request.session())) {
        throw new Problem(400, "bad_message", "streamId is not the session of this address");
      }
      return admission.join(who, request.session(), request.socket());
    }
    var room = rooms.find(request.session());
    var member = room == null ? null : room.member(request.socket());
    if (member == null) {
      throw new Problem(409, "not_joined", "Send join-stream first");
    }
    return memberEvents.on(room, member, event, body);
  }

  private void onClosed(String socket) {
    for (var room : rooms.all()) {
      var member = room.member(socket);
      if (member == null) continue;
      // What is sent to a page that is gone is lost; a page that comes back joins anew.
      member.ready = false;
      vertx.setTimer(Math.max(1, settings.graceMillis()), _ -> rooms.leave(room, member));
    }
  }

  private void onRevoked(Revoked revoked) {
    for (var room : rooms.all()) {
      for (var member : new ArrayList<>(room.members.values())) {
        if (!TokenService.matches(revoked, member.who)) continue;
        rooms.deliver(
            room,
            member,
            new JsonObject()
                .put("event", "error")
                .put("streamId", room.session)
                .put("code", "token_revoked")
                .put("message", "Token has been revoked"));
        rooms.leave(room, member);
      }
      for (var admitted : new ArrayList<>(room.admitted.entrySet())) {
        if (!admitted.getValue().removeIf(who -> TokenService.matches(revoked, who))) continue;
        if (!admitted.getValue().isEmpty()) continue;
        room.admitted.remove(admitted.getKey());
        room.barred.add(admitted.getKey());
        relay.tell(new RoomCommand.Expel(room.session, admitted.getKey(), "the token was revoked"));
      }
    }
  }
}
