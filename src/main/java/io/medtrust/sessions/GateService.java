package io.medtrust.sessions;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.accounts.Principal;
import io.medtrust.accounts.Users;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.Alert;
import io.medtrust.bus.GateState;
import io.medtrust.bus.Notice;
import io.medtrust.bus.Problem;
import io.medtrust.bus.SessionEvent;
import io.medtrust.bus.Wire;
import io.medtrust.sessions.SessionMoves.Cause;
import io.medtrust.sessions.Transitions.By;
import io.medtrust.sessions.Transitions.Move;
import io.medtrust.sessions.gate.Measured;
import io.medtrust.sessions.gate.Mismatch;
import io.medtrust.sessions.gate.Part;
import io.medtrust.sessions.gate.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The gate before a session: asks what is known of the doctor, decides by {@link
 * io.medtrust.sessions.gate.Gate}, and carries out what follows.
 */
public final class GateService {
  private static final int ANSWER_MILLIS = 3_000;

  /**
   * What came of a judgement.
   *
   * @param risk of the doctor when blocked, else null
   */
  public record Outcome(Verdict verdict, Map<Part, Measured> parts, GateRecords.Risk risk) {}

  private final Vertx vertx;
  private final Visits visits;
  private final SessionMoves moves;
  private final GateRecords records;
  private final Users users;
  private final AuditTrail audit;
  private final SessionsSettings settings;
  private final SessionService sessions;

  GateService(
      Vertx vertx,
      Pool pool,
      SessionService sessions,
      Visits visits,
      SessionMoves moves,
      SessionsSettings settings) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.visits = visits;
    this.moves = moves;
    this.records = new GateRecords(pool);
    this.users = new Users(pool);
    this.audit = new AuditTrail(vertx);
    this.settings = settings;
  }

  /**
   * The judgement of now, and what follows from it: the session becomes active, or blocked, or
   * stays as it is and the doctor may ask again.
   *
   * @param clientScores names of the scores that the client sent about itself; they are not used
   */
  public Future<Outcome> verify(
      Principal who, String id, List<String> clientScores, String requestId) {
    return visits
        .party(who, id)
        .compose(
            session -> {
              if (SessionAccess.by(who, session) != By.DOCTOR) {
                throw new Problem(
                    403, "insufficient_permissions", "Only the session's doctor is verified");
              }
              if (!clientScores.isEmpty()) ignored(who, session, clientScores, requestId);
              // Before anything is asked: the state must allow a judgement.
              Transitions.of(session.status(), Move.PASS, By.NODE);
              return users
                  .find(session.doctorId())
                  .compose(SessionService::approvedDoctor)
                  .compose(_ -> judge(session))
                  .compose(outcome -> carryOut(who, session, outcome, requestId));
            });
  }

  private void ignored(Principal who, Session session, List<String> names, String requestId) {
    audit.write(
        "CLIENT_SCORE_IGNORED",
        "warning",
        session.id(),
        who.id(),
        who.id(),
        requestId,
        Map.of("event", "verify", "fields", names));
  }

  private Future<Outcome> judge(Session session) {
    return Future.all(measured(session), records.threshold(), sessions.consent(session))
        .map(
            all -> {
              GateState state = all.resultAt(0);
              double threshold = all.resultAt(1);
              SessionService.Consent consent = all.resultAt(2);
              var parts = parts(state, consent.given());
              var mismatches = new ArrayList<Mismatch>();
              if (state != null) {
                for (var m : state.mismatches())
                  mismatches.add(new Mismatch(m.code(), m.sentence()));
              }
              return new Outcome(settings.rules().judge(parts, mismatches, threshold), parts, null);
            });
  }

  /** What is known where the doctor's media are, or null when they are nowhere. */
  private Future<GateState> measured(Session session) {
    return vertx
        .eventBus()
        .<JsonObject>request(
            Addresses.gate(session.id()),
            Wire.encode(new GateState.Query(session.id())),
            new DeliveryOptions().setSendTimeout(ANSWER_MILLIS))
        .map(reply -> Wire.decode(reply.body(), GateState.class))
        .recover(
            cause ->
                cause instanceof ReplyException
                    ? Future.succeededFuture(null)
                    : Future.failedFuture(cause));
  }

  private static Map<Part, Measured> parts(GateState state, boolean consent) {
    var parts = new EnumMap<Part, Measured>(Part.class);
    for (var part : Part.values()) {
      parts.put(
          part,
          new Measured(
              part,
              Measured.State.UNKNOWN,
              null,
              !consent ? "no_consent" : "not_in_room",
              !consent
                  ? "Nothing is measured without your consent to analysis"
                  : "Nothing is measured: you are not in the room, or analysis is not running"));
    }
    if (state == null || !consent) return parts;
    for (var p : state.parts()) {
      var part = Part.of(p.part());
      var known = Measured.State.valueOf(p.state().toUpperCase(Locale.ROOT));
      parts.put(part, new Measured(part, known, p.score(), p.code(), p.reason()));
    }
    return parts;
  }

  private Future<Outcome> carryOut(
      Principal who, Session session, Outcome outcome, String requestId) {
    var row = new GateRecords.Judged(session, outcome.verdict(), outcome.parts());
    return switch (outcome.verdict()) {
      case Verdict.Passed passed ->
          moves
              .make(
                  session,
                  Move.PASS,
                  cause(who, requestId, Map.of("final_trust", passed.trust())),
                  connection -> records.passed(connection, row))
              .map(outcome);
      case Verdict.Incomplete _ -> Future.succeededFuture(outcome);
      case Verdict.NotEnough _ -> records.judged(row).map(outcome);
      case Verdict.Blocked blocked -> block(who, session, outcome, blocked, row, requestId);
    };
  }

  private static Cause cause(Principal who, String requestId, Map<String, Object> details) {
    return new Cause(By.NODE, who.id(), requestId, null, details);
  }

  private Future<Outcome> block(
      Principal who,
      Session session,
      Outcome outcome,
      Verdict.Blocked blocked,
      GateRecords.Judged row,
      String requestId) {
    var codes = blocked.mismatches().stream().map(Mismatch::code).toList();
    var sentence = blocked.mismatches().getFirst().sentence();
    var risk = new GateRecords.Risk[1];
    return moves
        .make(
            session,
            Move.BLOCK,
            cause(who, requestId, Map.of("triggers", codes, "message", sentence)),
            connection ->
                records.blocked(connection, row, codes).onSuccess(now -> risk[0] = now).mapEmpty())
        .map(
            _ -> {
              var at = Instant.now().toString();
              moves.publish(new SessionEvent.Blocked(session.id(), sentence, at));
              tellPatient(session, at);
              alarm(session, codes, "Blocked before the session: " + sentence, at);
              if (risk[0].suspended()) {
                audit.write(
                    "DOCTOR_SUSPENDED",
                    "critical",
                    session.id(),
                    null,
                    session.doctorId(),
                    requestId,
                    Map.of("suspicious_sessions", risk[0].suspicious()));
              }
              return new Outcome(outcome.verdict(), outcome.parts(), risk[0]);
            });
  }

  private void tellPatient(Session session, String at) {
    if (session.patientId() == null) return;
    var notice =
        new Notice(
            "session_blocked",
            "warning",
            "The session cannot begin: the doctor's identity was not confirmed",
            session.id(),
            at);
    vertx.eventBus().publish(Addresses.notifyUser(session.patientId()), Wire.encode(notice));
  }

  /** Tells every admin, by page and by whatever else alerts go to. */
  void alarm(Session session, List<String> triggers, String message, String at) {
    var alert =
        new Alert(
            UUID.randomUUID().toString(),
            session.id(),
            session.verification(),
            triggers,
            message,
            "critical",
            at,
            true,
            null);
    vertx.eventBus().publish(Addresses.ALERT, Wire.encode(alert));
  }
}
