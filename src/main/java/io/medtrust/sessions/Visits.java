package io.medtrust.sessions;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.accounts.Principal;
import io.medtrust.accounts.User;
import io.medtrust.accounts.Users;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.Notice;
import io.medtrust.bus.Problem;
import io.medtrust.bus.SessionEvent;
import io.medtrust.bus.Wire;
import io.medtrust.sessions.SessionMoves.Cause;
import io.medtrust.sessions.Transitions.Move;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A patient's way to a doctor: request, answer, cancellation, and who sees which session. */
public final class Visits {
  private static final int MAX_ROOM_NAME = 100;

  private final Vertx vertx;
  private final SessionService sessions;
  private final SessionRepository rows;
  private final VisitReads reads;
  private final SessionMoves moves;
  private final Users users;
  private final AuditTrail audit;
  private final SessionsSettings settings;

  Visits(
      Vertx vertx,
      Pool pool,
      SessionService sessions,
      SessionMoves moves,
      SessionsSettings settings) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.rows = new SessionRepository(pool);
    this.reads = new VisitReads(pool);
    this.moves = moves;
    this.users = new Users(pool);
    this.audit = new AuditTrail(vertx);
    this.settings = settings;
  }

  public VisitReads reads() {
    return reads;
  }

  public boolean gated() {
    return settings.gate();
  }

  /**
   * A patient asks a doctor for a session.
   *
   * @param icuRoom null for {@code ICU-Room-01}
   * @return the pending session. Fails with 403 {@code doctor_not_verified}, 404, or 409 {@code
   *     already_exists} when the patient has asked this doctor already
   */
  public Future<Session> request(Principal who, String doctorId, String icuRoom, String requestId) {
    try {
      if (!who.isUser() || !who.role().equals("patient")) {
        throw new Problem(403, "insufficient_permissions", "Only a patient requests a session");
      }
      if (doctorId == null) {
        throw new Problem(400, "validation_failed", "doctor_id is required");
      }
      Ids.uuid(doctorId, "doctor_id");
      var room = room(icuRoom);
      return users
          .find(doctorId)
          .compose(Visits::verified)
          .compose(
              doctor ->
                  rows.create(
                      UUID.fromString(doctor.id()),
                      UUID.fromString(who.id()),
                      doctor.ward() == null ? null : UUID.fromString(doctor.ward()),
                      room,
                      SessionStatus.PENDING))
          .compose(rows::find)
          .onSuccess(session -> requested(who, session, requestId));
    } catch (Problem problem) {
      return Future.failedFuture(problem);
    }
  }

  /** The name of a room as it is kept. */
  static String room(String text) {
    var room = text == null ? "ICU-Room-01" : text.strip();
    if (room.isEmpty() || room.length() > MAX_ROOM_NAME) {
      throw new Problem(400, "validation_failed", "icu_room has 1 to 100 characters");
    }
    return room;
  }

  /** A patient learns only that a doctor is not to be had, not why. */
  private static Future<User> verified(User user) {
    return SessionService.approvedDoctor(user)
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof Problem p && p.status() == 403
                        ? new Problem(403, "doctor_not_verified", "The doctor is not verified")
                        : cause));
  }

  private void requested(Principal who, Session session, String requestId) {
    audit.write(
        "SESSION_REQUESTED",
        "info",
        session.id(),
        who.id(),
        session.doctorId(),
        requestId,
        Map.of("icu_room", session.icuRoom()));
    moves.publish(new SessionEvent.StatusChanged(session.id(), session.status().text()));
    notify(session.doctorId(), "session_requested", who.name() + " asks for a session", session);
  }

  /**
   * The doctor's answer to a request.
   *
   * @param action {@code accept} or {@code reject}
   */
  public Future<SessionStatus> respond(Principal who, String id, String action, String requestId) {
    boolean accept = "accept".equals(action);
    if (!accept && !"reject".equals(action)) {
      return Future.failedFuture(
          new Problem(400, "validation_failed", "action is accept or reject"));
    }
    var move = !accept ? Move.REJECT : settings.gate() ? Move.ACCEPT : Move.ACCEPT_WITHOUT_GATE;
    return party(who, id)
        .compose(
            session -> {
              var gate = settings.gate() ? "on" : "off";
              var cause =
                  new Cause(
                      SessionAccess.by(who, session),
                      who.id(),
                      requestId,
                      null,
                      accept ? Map.of("gate", gate) : Map.of());
              // Enrollment may have been taken back since the request.
              return (accept
                      ? users.find(session.doctorId()).compose(SessionService::approvedDoctor)
                      : Future.<User>succeededFuture())
                  .compose(_ -> moves.make(session, move, cause))
                  .onSuccess(_ -> answered(session, accept));
            });
  }

  private void answered(Session session, boolean accept) {
    if (session.patientId() == null) return;
    notify(
        session.patientId(),
        accept ? "session_accepted" : "session_rejected",
        session.doctorName() + (accept ? " accepted the session" : " cannot take the session"),
        session);
  }

  private void notify(String user, String kind, String message, Session session) {
    var notice = new Notice(kind, "info", message, session.id(), Instant.now().toString());
    vertx.eventBus().publish(Addresses.notifyUser(user), Wire.encode(notice));
  }

  /** The patient, or an admin, takes a request back before the call has begun. */
  public Future<Void> cancel(Principal who, String id, String requestId) {
    return party(who, id)
        .compose(
            session ->
                moves.make(
                    session,
                    Move.CANCEL,
                    Cause.of(SessionAccess.by(who, session), who.id(), requestId)))
        .mapEmpty();
  }

  /** The session, for its doctor, its patient and admins; else 403 {@code not_your_session}. */
  public Future<Session> party(Principal who, String id) {
    return sessions
        .find(id)
        .compose(
            session ->
                SessionAccess.isParty(who, session)
                    ? Future.succeededFuture(session)
                    : Future.failedFuture(SessionService.foreign()));
  }

  /** Requests that wait for an answer: the caller's own, an admin's all; oldest first. */
  public Future<List<Session>> pending(Principal who) {
    return rows.pending(who);
  }

  /** The caller's newest session that is not over, or null. */
  public Future<Session> mine(Principal who) {
    return rows.newestOpen(who, null);
  }

  /** The newest active session of a doctor; for an admin of anybody; or null. */
  public Future<Session> newestActive(Principal who) {
    return rows.newestOpen(who, SessionStatus.ACTIVE);
  }
}
