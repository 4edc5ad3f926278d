package io.medtrust.signaling;

import io.medtrust.accounts.Principal;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.MemberNotice;
import io.medtrust.bus.Problem;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomEvent;
import io.medtrust.bus.SessionEvent;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.medtrust.sessions.Ids;
import io.medtrust.sessions.SessionService;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of this node and what happens in them without a client asking: events of the SFU,
 * consent, the session's end. Owned by the signaling verticle's context.
 */
final class Rooms {
  private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

  /** An admitted client connects within this, or is let in again. */
  private static final long ADMITTED_MILLIS = 60_000;

  private final Vertx vertx;
  private final SessionService sessions;
  private final SignalingSettings settings;
  private final Relay relay;
  private final Map<String, Room> rooms = new HashMap<>();

  Rooms(Vertx vertx, SessionService sessions, SignalingSettings settings, Relay relay) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.settings = settings;
    this.relay = relay;
  }

  Room find(String session) {
    return rooms.get(session);
  }

  Collection<Room> all() {
    return new ArrayList<>(rooms.values());
  }

  /** The room, made when missing. */
  Room enter(String session) {
    var room = rooms.get(session);
    if (room != null) return room;
    var made = new Room(session);
    rooms.put(session, made);
    var bus = vertx.eventBus();
    made.consumers.add(
        bus.consumer(
            Addresses.roomEvent(session),
            message -> onRoomEvent(made, Wire.decode(message.body(), RoomEvent.class))));
    made.consumers.add(
        bus.consumer(
            Addresses.session(session),
            message -> onSessionEvent(made, Wire.decode(message.body(), SessionEvent.class))));
    closeWhenEmpty(made);
    if (Ids.isUuid(session)) {
      // The session may have ended between the look at it and the registration above.
      sessions
          .find(session)
          .onSuccess(
              found -> {
                if (found.status().over() && rooms.get(session) == made) end(made, null);
              });
    }
    return made;
  }

  /** Remembers whom a WHIP or WHEP connection belongs to, for as long as there is one. */
  void admit(Room room, String participant, Principal who) {
    room.admitted.computeIfAbsent(participant, _ -> new ArrayList<>()).add(who);
    room.barred.remove(participant);
    vertx.setTimer(ADMITTED_MILLIS, _ -> forget(room, participant));
  }

  private void forget(Room room, String participant) {
    if (!room.connections.containsValue(participant)) room.admitted.remove(participant);
  }

  /**
   * Takes up a participant that is to be verified.
   *
   * @param consent what is known of its consent; what was heard meanwhile counts more
   */
  void verify(Room room, String participant, boolean consent) {
    room.consents.putIfAbsent(participant, consent);
    begin(room, participant);
  }

  private void begin(Room room, String participant) {
    vertx
        .eventBus()
        .publish(
            Addresses.VERIFICATION,
            Wire.encode(new VerificationCommand.Begin(room.session, participant)));
  }

  private void onRoomEvent(Room room, RoomEvent event) {
    switch (event) {
      case RoomEvent.Offered offered -> {
        var member = room.byConnection(offered.connection());
        if (member != null) {
          deliver(
              room,
              member,
              new JsonObject()
                  .put("event", "webrtc-offer")
                  .put("streamId", room.session)
                  .put("fromSocketId", SignalingVerticle.SFU)
                  .put("offer", new JsonObject().put("type", "offer").put("sdp", offered.sdp())));
        }
      }
      case RoomEvent.Connected connected -> {
        if (room.barred.contains(connected.participant())) {
          relay.tell(new RoomCommand.Disconnect(room.session, connected.connection()));
          return;
        }
        room.connections.put(connected.connection(), connected.participant());
        var consent = room.consents.get(connected.participant());
        if (consent != null) {
          begin(room, connected.participant());
          relay.tap(room.session, connected.participant(), consent);
        }
      }
      case RoomEvent.Disconnected gone -> {
        room.connections.remove(gone.connection());
        forget(room, gone.participant());
        var member = room.byConnection(gone.connection());
        if (member != null) {
          member.connection = null;
          deliver(
              room,
              member,
              new JsonObject()
                  .put("event", "error")
                  .put("streamId", room.session)
                  .put("code", "media_disconnected")
                  .put("message", "The media connection ended: " + gone.why()));
        }
        closeWhenEmpty(room);
      }
      case RoomEvent.Closed _ -> {
        room.opened = null;
        room.connections.clear();
        for (var member : room.members.values()) member.connection = null;
        closeWhenEmpty(room);
      }
      case RoomEvent.TrackStarted _, RoomEvent.TrackEnded _ -> {}
    }
  }

  private void onSessionEvent(Room room, SessionEvent event) {
    switch (event) {
      case SessionEvent.ConsentChanged changed -> {
        // Only participants that are verified have a consent; another's claim means nothing.
        room.consents.put(changed.participant(), changed.given());
        relay.tap(room.session, changed.participant(), changed.given());
      }
      case SessionEvent.Ended ended -> end(room, ended.report());
      case SessionEvent.Blocked blocked -> {
        publish(
            room,
            null,
            new JsonObject()
                .put("event", "session_blocked")
                .put("sessionId", room.session)
                .put("reason", blocked.reason()));
        end(room, null);
      }
      case SessionEvent.BreakGlass glass ->
          publish(
              room,
              null,
              new JsonObject()
                  .put("event", "break-glass")
                  .put("streamId", room.session)
                  .put("name", glass.name())
                  .put("reason", glass.reason())
                  .put("at", glass.at()));
      case SessionEvent.StatusChanged _,
          SessionEvent.GateProgress _,
          SessionEvent.CheckAsked _,
          SessionEvent.CheckDone _ -> {}
    }
  }

  /** The session ended: everybody is told and nothing of the room stays. */
  private void end(Room room, Map<String, Object> report) {
    var ended = new JsonObject().put("event", "session-ended").put("stream_id", room.session);
    if (report != null) ended.put("report", new JsonObject(report));
    for (var member : new ArrayList<>(room.members.values())) {
      deliver(room, member, ended.copy());
      member.left = true;
    }
    remove(room);
  }

  private void remove(Room room) {
    if (rooms.remove(room.session) == null) return;
    if (room.emptyTimer >= 0) vertx.cancelTimer(room.emptyTimer);
    room.consumers.forEach(consumer -> consumer.unregister());
    if (room.opened != null) relay.tell(new RoomCommand.Close(room.session));
    for (var verification : room.consents.keySet()) {
      vertx
          .eventBus()
          .publish(
              Addresses.VERIFICATION,
              Wire.encode(new VerificationCommand.End(room.session, verification)));
    }
  }

  /** Starts the clock of an empty room; somebody coming meanwhile lets it run out unheard. */
  void closeWhenEmpty(Room room) {
    if (!room.empty() || room.emptyTimer >= 0 || rooms.get(room.session) != room) return;
    room.emptyTimer =
        vertx.setTimer(
            settings.emptyRoomMillis(),
            _ -> {
              room.emptyTimer = -1;
              if (room.empty()) remove(room);
            });
  }

  /** Takes a member out and tells the others. */
  void leave(Room room, Member member) {
    if (room.members.remove(member.id) == null) return;
    member.left = true;
    if (member.connection != null) {
      relay.tell(new RoomCommand.Disconnect(room.session, member.connection));
    }
    publish(
        room,
        null,
        new JsonObject()
            .put("event", "peer-left")
            .put("streamId", room.session)
            .put("socketId", member.id)
            .put("participantId", member.participant)
            .put("userId", member.who.id()));
    if (member.who.isUser()
        && !member.receiveOnly
        && room.byParticipant(member.participant) == null) {
      sessions
          .left(member.participant)
          .onFailure(cause -> LOG.debug("leaving not recorded: {}", cause.toString()));
    }
    closeWhenEmpty(room);
  }

  /** Sends an event to all members but one. */
  void publish(Room room, Member except, JsonObject event) {
    for (var member : new ArrayList<>(room.members.values())) {
      if (member != except) deliver(room, member, event.copy());
    }
  }

  /** Sends an event to a member, or keeps it until the member's page can take it. */
  void deliver(Room room, Member member, JsonObject event) {
    if (member.left) return;
    if (member.ready) {
      vertx.eventBus().send(Addresses.signalingMember(member.id), event);
    } else if (member.queued.size() < settings.maxQueued()) {
      member.queued.add(event);
    } else {
      leave(room, member);
    }
  }

  /**
   * Sends an event to the page of one participant.
   *
   * @throws Problem 404 {@code not_in_room} when it has none that is ready
   */
  void tell(MemberNotice notice) {
    var room = rooms.get(notice.session());
    var member = room == null ? null : room.byParticipant(notice.participant());
    if (member == null || !member.ready) {
      throw new Problem(404, "not_in_room", "The participant has no page in the room");
    }
    deliver(room, member, new JsonObject(notice.event()));
  }

  void ready(Member member) {
    member.ready = true;
    for (var event = member.queued.poll(); event != null; event = member.queued.poll()) {
      vertx.eventBus().send(Addresses.signalingMember(member.id), event);
    }
  }
}
