package io.medtrust.sessions;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.accounts.Principal;
import io.medtrust.accounts.SecondFactorService;
import io.medtrust.accounts.User;
import io.medtrust.accounts.Users;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.Problem;
import io.medtrust.bus.SessionEvent;
import io.medtrust.bus.Wire;
import io.medtrust.sessions.SessionMoves.Cause;
import io.medtrust.sessions.Transitions.By;
import io.medtrust.sessions.Transitions.Move;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What can be done with sessions, checked against who asks, written to the database, audited and
 * told on the bus. One per node, for any thread. Fails with {@link Problem}s, or with the store's
 * own failure when that does not answer.
 */
public final class SessionService {
  /**
   * @param version of the text last agreed to, null when never
   * @param at when it was last given or withdrawn, null when never
   */
  public record Consent(boolean given, String version, Instant at) {
    /** Whether the text that was agreed to names light checks and prompts: from version 2 on. */
    public boolean namesChecks() {
      return version != null && !version.equals("1");
    }
  }

  private static final int MAX_REMEMBERED = 10_000;

  private final Vertx vertx;
  private final SessionRepository sessions;
  private final Consents consents;
  private final Users users;
  private final AuditTrail audit;
  private final ConsentText consentText;
  private final SessionsSettings settings;
  private final SessionReports reports;
  private final SessionMoves moves;
  private final Visits visits;
  private final GateService gate;
  private final BreakGlass breakGlass;

  /** Who a session's doctor is does not change; withdrawing consent needs it without a database. */
  private final Map<String, Session> remembered = new ConcurrentHashMap<>();

  /**
   * @param secondFactor asked for when somebody goes past the gate
   */
  public SessionService(
      Vertx vertx, Pool pool, SessionsSettings settings, SecondFactorService secondFactor) {
    this.vertx = vertx;
    this.sessions = new SessionRepository(pool);
    this.consents = new Consents(pool);
    this.users = new Users(pool);
    this.audit = new AuditTrail(vertx);
    this.consentText = ConsentText.load(settings.consentVersion());
    this.settings = settings;
    this.reports = new SessionReports(pool);
    this.moves = new SessionMoves(vertx, pool, reports);
    this.visits = new Visits(vertx, pool, this, moves, settings);
    this.gate = new GateService(vertx, pool, this, visits, moves, settings);
    this.breakGlass = new BreakGlass(pool, visits, moves, gate, secondFactor);
  }

  /** Requests of patients and what comes of them. */
  public Visits visits() {
    return visits;
  }

  public GateService gate() {
    return gate;
  }

  public BreakGlass breakGlass() {
    return breakGlass;
  }

  public SessionReports reports() {
    return reports;
  }

  public ConsentText consentText() {
    return consentText;
  }

  /** The session; 400 for what is not an id, 404 {@code stream_not_found}. */
  public Future<Session> find(String id) {
    UUID uuid;
    try {
      uuid = Ids.uuid(id, "stream ID");
    } catch (Problem problem) {
      return Future.failedFuture(problem);
    }
    return sessions
        .find(uuid)
        .compose(
            session ->
                session == null
                    ? Future.failedFuture(new Problem(404, "stream_not_found", "Stream not found"))
                    : Future.succeededFuture(remember(session)));
  }

  private Session remember(Session session) {
    if (remembered.size() >= MAX_REMEMBERED) remembered.clear();
    remembered.put(session.id(), session);
    return session;
  }

  /** The session, when the principal may see it; else 403 {@code not_your_session}. */
  public Future<Session> see(Principal who, String id) {
    return find(id)
        .compose(
            session ->
                SessionAccess.maySee(who, session)
                    ? Future.succeededFuture(session)
                    : Future.failedFuture(foreign()));
  }

  /** The session of a verification, when the principal may see it. */
  public Future<Session> seeVerification(Principal who, String verification) {
    UUID uuid;
    try {
      uuid = Ids.uuid(verification, "verification ID");
    } catch (Problem problem) {
      return Future.failedFuture(problem);
    }
    return sessions
        .findByParticipant(uuid)
        .compose(
            session ->
                session != null && SessionAccess.maySee(who, session)
                    ? Future.succeededFuture(session)
                    : Future.failedFuture(foreign()));
  }

  /** Whether the wall may show the verified picture to this principal. */
  public boolean mayWatch(Principal who, Session session) {
    return SessionAccess.entry(who, session) != SessionAccess.Entry.NONE
        || (settings.nursePictures() && SessionAccess.maySee(who, session));
  }

  public Future<List<Session>> active(Principal who) {
    return who.isLoad() ? Future.succeededFuture(List.of()) : sessions.active(who);
  }

  public Future<Integer> countActive() {
    return sessions.countActive();
  }

  /** The caller's own participant in a session, or null. */
  public Future<String> participantOf(Principal who, String session) {
    return who.isUser()
        ? sessions.participantOf(UUID.fromString(session), UUID.fromString(who.id()))
        : Future.succeededFuture(null);
  }

  /** Marks the user as present; the participant's id, which stays the same over re-joins. */
  public Future<String> join(Principal who, Session session) {
    return sessions
        .join(
            UUID.fromString(session.id()),
            UUID.fromString(who.id()),
            SessionAccess.roleIn(who, session),
            who.id().equals(session.doctorId()))
        .map(UUID::toString);
  }

  public Future<Void> left(String participant) {
    return sessions.left(UUID.fromString(participant));
  }

  /**
   * Starts a session: active at once, or for a doctor {@code doctor_verifying} where the gate is
   * on. An admin goes past the gate, which the audit log says.
   *
   * @param doctorId null for the doctor who asks; an admin must name one
   * @param patientId may be null
   * @param icuRoom null for {@code ICU-Room-01}
   */
  public Future<Session> start(
      Principal who, String doctorId, String patientId, String icuRoom, String requestId) {
    try {
      if (!who.may("stream:write")) {
        throw new Problem(403, "insufficient_permissions", "Insufficient permissions");
      }
      var doctor = doctorId == null && !who.isAdmin() ? who.id() : doctorId;
      if (doctor == null) {
        throw new Problem(400, "validation_failed", "doctor_id is required");
      }
      Ids.uuid(doctor, "doctor_id");
      if (patientId != null) Ids.uuid(patientId, "patient_id");
      if (!who.isAdmin() && !doctor.equals(who.id())) {
        throw new Problem(403, "insufficient_permissions", "A doctor starts only own sessions");
      }
      var room = Visits.room(icuRoom);
      return users
          .find(doctor)
          .compose(user -> approvedDoctor(user))
          .compose(
              user ->
                  (patientId == null ? Future.<User>succeededFuture() : patient(patientId))
                      .compose(
                          _ ->
                              sessions.create(
                                  UUID.fromString(user.id()),
                                  patientId == null ? null : UUID.fromString(patientId),
                                  user.ward() == null ? null : UUID.fromString(user.ward()),
                                  room,
                                  settings.gate() && !who.isAdmin()
                                      ? SessionStatus.DOCTOR_VERIFYING
                                      : SessionStatus.ACTIVE)))
          .compose(id -> sessions.find(id))
          .onSuccess(
              session -> {
                audit.write(
                    "STREAM_STARTED",
                    settings.gate() && who.isAdmin() ? "warning" : "info",
                    session.id(),
                    who.id(),
                    session.doctorId(),
                    requestId,
                    Map.of(
                        "by_admin",
                        who.isAdmin(),
                        "gate",
                        !settings.gate() ? "off" : who.isAdmin() ? "overridden" : "on"));
                publish(new SessionEvent.StatusChanged(session.id(), session.status().text()));
              });
    } catch (Problem problem) {
      return Future.failedFuture(problem);
    }
  }

  static Future<User> approvedDoctor(User user) {
    if (user == null || !user.role().equals("doctor") || !user.active()) {
      return Future.failedFuture(new Problem(404, "doctor_not_found", "Doctor not found"));
    }
    return switch (user.enrollmentStatus()) {
      case "approved" -> Future.succeededFuture(user);
      case "pending_admin_approval" ->
          Future.failedFuture(new Problem(403, "PENDING_APPROVAL", "Waiting for an admin"));
      case "suspended" ->
          Future.failedFuture(new Problem(403, "SUSPENDED", "The doctor is suspended"));
      default ->
          Future.failedFuture(new Problem(403, "ENROLLMENT_REQUIRED", "Enrollment required"));
    };
  }

  private Future<User> patient(String id) {
    return users
        .find(id)
        .compose(
            user ->
                user == null || !user.role().equals("patient") || !user.active()
                    ? Future.failedFuture(
                        new Problem(404, "patient_not_found", "Patient not found"))
                    : Future.succeededFuture(user));
  }

  /** Ends a session; 409 {@code wrong_state} when it has ended. */
  public Future<Void> end(Principal who, String id, String requestId) {
    return find(id)
        .compose(
            session -> {
              var by = SessionAccess.by(who, session);
              if (by == null) return Future.failedFuture(foreign());
              return moves.make(session, Move.END, Cause.of(by, who.id(), requestId));
            })
        .mapEmpty();
  }

  /**
   * Ends a session because the operator's policy says so; nobody asked. Does nothing when it has
   * ended.
   *
   * @param why one sentence, for the audit log
   */
  public Future<Void> endByPolicy(String id, String why) {
    return find(id)
        .compose(
            session ->
                session.status().over()
                    ? Future.succeededFuture()
                    : moves.make(
                        session,
                        Move.END,
                        new Cause(By.NODE, null, null, "critical", Map.of("why", why))))
        .recover(
            cause ->
                cause instanceof Problem p && p.status() == 409
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause))
        .mapEmpty();
  }

  /** The consent of the session's doctor. */
  public Future<Consent> consent(Session session) {
    return session.verification() == null
        ? Future.succeededFuture(new Consent(false, null, null))
        : consents.of(UUID.fromString(session.verification()));
  }

  /** The same, for a verification. */
  public Future<Consent> consentOf(String verification) {
    return consents.of(UUID.fromString(verification));
  }

  /**
   * Gives or withdraws the doctor's consent to analysis of the own media.
   *
   * <p>A withdrawal is told on the bus before it is written: the tap closes even when the database
   * does not answer, and the caller then learns that it must be repeated.
   *
   * @param version and textHash what was shown; needed only to give. Fails with 409 {@code
   *     consent_text_changed} when that is not the current text
   */
  public Future<Consent> setConsent(
      Principal who, String id, boolean given, String version, String textHash, String requestId) {
    return find(id)
        .recover(
            cause -> {
              var before = id == null ? null : remembered.get(id);
              return given || cause instanceof Problem || before == null
                  ? Future.failedFuture(cause)
                  : Future.succeededFuture(before);
            })
        .compose(
            session -> {
              if (!who.isUser() || !who.id().equals(session.doctorId())) {
                return Future.failedFuture(
                    new Problem(403, "not_your_consent", "Only the session's doctor can consent"));
              }
              if (given && session.status().over()) {
                return Future.failedFuture(
                    new Problem(409, "wrong_state", "The session has already ended"));
              }
              if (given
                  && !(consentText.version().equals(version)
                      && consentText.hash().equals(textHash))) {
                return Future.failedFuture(
                    new Problem(
                        409,
                        "consent_text_changed",
                        "That is not the current consent text; show it and ask again"));
              }
              return given ? give(who, session, requestId) : withdraw(who, session, requestId);
            });
  }

  private Future<Consent> give(Principal who, Session session, String requestId) {
    var sessionId = UUID.fromString(session.id());
    var user = UUID.fromString(who.id());
    return sessions
        .participantOf(sessionId, user)
        .compose(
            participant ->
                consents
                    .give(sessionId, user, UUID.fromString(participant), consentText)
                    .compose(_ -> consents.of(UUID.fromString(participant)))
                    .onSuccess(
                        consent -> {
                          audit.write(
                              "CONSENT_GIVEN",
                              "info",
                              session.id(),
                              who.id(),
                              who.id(),
                              requestId,
                              Map.of(
                                  "version",
                                  consentText.version(),
                                  "text_hash",
                                  consentText.hash()));
                          publish(
                              new SessionEvent.ConsentChanged(
                                  session.id(), participant, true, consent.at().toString()));
                        }));
  }

  private Future<Consent> withdraw(Principal who, Session session, String requestId) {
    if (session.verification() == null) {
      return Future.succeededFuture(new Consent(false, null, null));
    }
    var participant = session.verification();
    publish(
        new SessionEvent.ConsentChanged(
            session.id(), participant, false, Instant.now().toString()));
    return consents
        .withdraw(UUID.fromString(participant))
        .compose(_ -> consents.of(UUID.fromString(participant)))
        .onSuccess(
            _ ->
                audit.write(
                    "CONSENT_WITHDRAWN",
                    "info",
                    session.id(),
                    who.id(),
                    who.id(),
                    requestId,
                    Map.of()));
  }

  private void publish(SessionEvent event) {
    vertx.eventBus().publish(Addresses.session(event.session()), Wire.encode(event));
  }

  static Problem foreign() {
    return new Problem(403, "not_your_session", "You have no part in this session");
  }
}
