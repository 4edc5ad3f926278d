package io.medtrust.signaling;

import io.medtrust.accounts.Principal;
import io.medtrust.accounts.TokenCommand;
import io.medtrust.bus.MediaAdmission;
import io.medtrust.bus.Problem;
import io.medtrust.bus.RoomCommand;
import io.medtrust.sessions.Session;
import io.medtrust.sessions.SessionAccess;
import io.medtrust.sessions.SessionService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * Who comes into a room, by the bridge or by WHIP and WHEP, and as whom. Owned by the signaling
 * verticle's context.
 */
final class Admission {
  /** A user's media connection outlives the token that made it, but not by more than this. */
  private static final long LONGEST_MEDIA_MILLIS = 24 * 3_600_000L;

  private record Entrant(
      String participant, String role, boolean verified, boolean receiveOnly, boolean consent) {}

  private final SessionService sessions;
  private final SignalingSettings settings;
  private final Rooms rooms;
  private final Relay relay;

  Admission(SessionService sessions, SignalingSettings settings, Rooms rooms, Relay relay) {
    this.sessions = sessions;
    this.settings = settings;
    this.rooms = rooms;
    this.relay = relay;
  }

  /** {@code join-stream}: makes a member and answers {@code room-members}. */
  Future<JsonObject> join(Principal who, String session, String socket) {
    return entrant(who, session, false)
        .map(
            entrant -> {
              var room = rooms.enter(session);
              if (room.members.size() >= settings.maxMembers()) {
                throw new Problem(503, "room_full", "The room is full");
              }
              // One person is in a room once; the newest page has it.
              replace(room, room.member(socket));
              replace(room, room.byParticipant(entrant.participant));
              var member =
                  new Member(
                      UUID.randomUUID().toString(),
                      entrant.participant,
                      who,
                      entrant.role,
                      entrant.verified,
                      entrant.receiveOnly,
                      socket);
              var others = new JsonArray();
              for (var other : room.members.values()) others.add(other.describe());
              room.members.put(member.id, member);
              room.barred.remove(member.participant);
              if (entrant.verified) rooms.verify(room, member.participant, entrant.consent);
              rooms.publish(
                  room,
                  member,
                  member.describe().put("event", "peer-joined").put("streamId", session));
              return new JsonObject()
                  .put("ok", true)
                  .put("event", "room-members")
                  .put("streamId", session)
                  .put("yourSocketId", member.id)
                  .put("participantId", member.participant)
                  .put("members", others);
            });
  }

  private void replace(Room room, Member old) {
    if (old == null) return;
    rooms.deliver(
        room,
        old,
        new JsonObject()
            .put("event", "error")
            .put("streamId", room.session)
            .put("code", "replaced")
            .put("message", "You joined from another page"));
    rooms.leave(room, old);
  }

  /** A WHIP or WHEP client; the room is open when it succeeds. */
  Future<MediaAdmission.Granted> media(Principal who, String session, RoomCommand.Mode mode) {
    boolean watching = mode == RoomCommand.Mode.WATCH;
    return entrant(who, session, watching)
        .compose(
            entrant -> {
              if (!watching && entrant.receiveOnly) {
                return Future.failedFuture(receiveOnly());
              }
              var room = rooms.enter(session);
              rooms.admit(room, entrant.participant, who);
              if (entrant.verified && !watching) {
                rooms.verify(room, entrant.participant, entrant.consent);
              }
              long tokenEnd = who.expiresAt() * 1000;
              long end =
                  who.isUser() ? System.currentTimeMillis() + LONGEST_MEDIA_MILLIS : tokenEnd;
              return relay
                  .open(room)
                  .map(
                      _ ->
                          new MediaAdmission.Granted(
                              entrant.participant,
                              who.name(),
                              entrant.role,
                              entrant.verified,
                              end));
            });
  }

  /**
   * @param watching only to receive: then the participant is a new one, so that a person may watch
   *     besides being in the room
   */
  private Future<Entrant> entrant(Principal who, String session, boolean watching) {
    if (who.isLoad()) {
      return session.equals(TokenCommand.LOAD_PREFIX + who.room())
          ? Future.succeededFuture(
              new Entrant(
                  UUID.randomUUID().toString(),
                  "load",
                  who.verified() && !watching,
                  watching,
                  // whoever asks for a verified load room has asked for its analysis
                  who.verified()))
          : Future.failedFuture(
              new Problem(403, "not_your_session", "The token is for another room"));
    }
    return sessions.find(session).compose(found -> entrant(who, found, watching));
  }

  private Future<Entrant> entrant(Principal who, Session session, boolean watching) {
    var entry = SessionAccess.entry(who, session);
    if (entry == SessionAccess.Entry.NONE) {
      return Future.failedFuture(
          new Problem(403, "not_your_session", "You have no part in this session"));
    }
    if (!SessionAccess.mayEnterNow(who, session)) {
      return Future.failedFuture(new Problem(409, "stream_not_active", "Stream is not active"));
    }
    boolean receiveOnly = entry == SessionAccess.Entry.WATCHER;
    var role = SessionAccess.roleIn(who, session);
    if (receiveOnly || watching) {
      return Future.succeededFuture(
          new Entrant(UUID.randomUUID().toString(), role, false, true, false));
    }
    boolean verified = who.id().equals(session.doctorId());
    return sessions
        .join(who, session)
        .compose(
            participant ->
                (verified ? consent(participant) : Future.succeededFuture(false))
                    .map(given -> new Entrant(participant, role, verified, false, given)));
  }

  /** Not known is not given. */
  private Future<Boolean> consent(String participant) {
    return sessions
        .consentOf(participant)
        .map(SessionService.Consent::given)
        .recover(_ -> Future.succeededFuture(false));
  }

  static Problem receiveOnly() {
    return new Problem(403, "receive_only", "This token may only receive");
  }
}
