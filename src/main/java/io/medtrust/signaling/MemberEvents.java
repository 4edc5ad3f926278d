package io.medtrust.signaling;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.ProbeShown;
import io.medtrust.bus.Problem;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;

/** What a member of a room may send. Owned by the signaling verticle's context. */
final class MemberEvents {
  private static final int MAX_SDP = 64 * 1024;
  private static final int MAX_ID = 64;
  private static final Future<JsonObject> OK =
      Future.succeededFuture(new JsonObject().put("ok", true));

  private final Vertx vertx;
  private final Rooms rooms;
  private final Relay relay;
  private final AuditTrail audit;

  MemberEvents(Vertx vertx, Rooms rooms, Relay relay) {
    this.vertx = vertx;
    this.rooms = rooms;
    this.relay = relay;
    this.audit = new AuditTrail(vertx);
  }

  /**
   * @throws Problem when the event is not understood or not allowed
   */
  Future<JsonObject> on(Room room, Member member, String event, JsonObject body) {
    return switch (event) {
      case "ready" -> {
        rooms.ready(member);
        yield ok();
      }
      case "webrtc-offer" -> offer(room, member, sdp(member, body, "offer"));
      case "webrtc-answer" -> answer(room, member, sdp(member, body, "answer"));
      // ICE-lite learns the client's addresses from its checks (RFC 8445 §2.5).
      case "ice-candidate" -> ok();
      case "media-state" -> mediaState(room, member, body);
      case "check-shown" -> checkShown(room, member, body);
      case "leave-stream" -> {
        rooms.leave(room, member);
        yield ok();
      }
      case "trust-score-push", "biometric:pulse", "voice:mfcc", "rppg:frame", "rppg-data" ->
          ignored(room, member, event);
      default -> throw new Problem(400, "unknown_event", "There is no such event");
    };
  }

  private Future<JsonObject> offer(Room room, Member member, String sdp) {
    return relay
        .open(room)
        .compose(
            _ -> {
              if (member.left) throw new Problem(409, "not_joined", "The member has left");
              if (member.connection != null) {
                return relay.answer(new RoomCommand.Offer(room.session, member.connection, sdp));
              }
              var connection = UUID.randomUUID().toString();
              member.connection = connection;
              return relay
                  .answer(
                      new RoomCommand.Connect(
                          room.session,
                          member.participant,
                          connection,
                          RoomCommand.Mode.ROOM,
                          member.verified,
                          null,
                          sdp))
                  .onFailure(
                      _ -> {
                        if (connection.equals(member.connection)) member.connection = null;
                      })
                  .onSuccess(
                      _ -> {
                        if (member.left) {
                          relay.tell(new RoomCommand.Disconnect(room.session, connection));
                        }
                      });
            })
        .compose(
            answer -> {
              rooms.deliver(
                  room,
                  member,
                  new JsonObject()
                      .put("event", "webrtc-answer")
                      .put("streamId", room.session)
                      .put("fromSocketId", SignalingVerticle.SFU)
                      .put("answer", new JsonObject().put("type", "answer").put("sdp", answer)));
              return ok();
            });
  }

  private Future<JsonObject> answer(Room room, Member member, String sdp) {
    if (member.connection == null) {
      throw new Problem(409, "no_connection", "There is no connection to answer for");
    }
    return relay
        .ask(new RoomCommand.Answer(room.session, member.connection, sdp))
        .compose(_ -> ok());
  }

  private Future<JsonObject> mediaState(Room room, Member member, JsonObject body) {
    if (!(body.getValue("audio") instanceof Boolean audio)
        || !(body.getValue("video") instanceof Boolean video)) {
      throw new Problem(400, "bad_message", "audio and video are true or false");
    }
    member.audio = audio;
    member.video = video;
    rooms.publish(
        room,
        member,
        new JsonObject()
            .put("event", "peer-media-state")
            .put("streamId", room.session)
            .put("socketId", member.id)
            .put("participantId", member.participant)
            .put("audio", audio)
            .put("video", video));
    return ok();
  }

  /** What the page says of a check; what that is worth is decided elsewhere. */
  private Future<JsonObject> checkShown(Room room, Member member, JsonObject body) {
    if (!(body.getValue("check") instanceof String check)
        || check.length() > MAX_ID
        || !(body.getValue("shown") instanceof Boolean shown)) {
      throw new Problem(400, "bad_message", "check is an id and shown is true or false");
    }
    boolean skipped = Boolean.TRUE.equals(body.getValue("skipped"));
    if (member.verified) {
      vertx
          .eventBus()
          .publish(
              Addresses.probeShown(room.session),
              Wire.encode(new ProbeShown(room.session, member.participant, check, shown, skipped)),
              new DeliveryOptions().setLocalOnly(true));
    }
    return ok();
  }

  /** A client's word about itself is no evidence: taken, written down once, and not used. */
  private Future<JsonObject> ignored(Room room, Member member, String event) {
    if (!member.scoreReported) {
      member.scoreReported = true;
      audit.write(
          "CLIENT_SCORE_IGNORED",
          "warning",
          room.session.startsWith("load-") ? null : room.session,
          member.who.isUser() ? member.who.id() : null,
          null,
          null,
          Map.of("event", event));
    }
    return Future.succeededFuture(new JsonObject().put("ok", true).put("ignored", true));
  }

  private static String sdp(Member member, JsonObject body, String type) {
    var target = body.getValue("targetSocketId");
    if (target != null && !target.equals(SignalingVerticle.SFU)) {
      throw new Problem(
          400, "unknown_target", "Media goes through the server: targetSocketId is \"sfu\"");
    }
    var description = body.getValue(type);
    if (!(description instanceof JsonObject json)
        || !type.equals(json.getValue("type"))
        || !(json.getValue("sdp") instanceof String sdp)
        || sdp.isBlank()) {
      throw new Problem(400, "bad_sdp", type + " is {type: \"" + type + "\", sdp}");
    }
    if (sdp.length() > MAX_SDP) throw new Problem(413, "too_large", "The SDP is too large");
    if (member.receiveOnly && SdpDirections.sends(sdp)) throw Admission.receiveOnly();
    return sdp;
  }

  private static Future<JsonObject> ok() {
    return OK.map(JsonObject::copy);
  }
}
