package io.medtrust.sessions;

import io.medtrust.accounts.Principal;
import io.medtrust.accounts.SecondFactorService;
import io.medtrust.bus.Problem;
import io.medtrust.bus.SessionEvent;
import io.medtrust.sessions.SessionMoves.Cause;
import io.medtrust.sessions.Transitions.Move;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The ways past the gate for a doctor whom it cannot measure: a reason that is written down and
 * shown to everybody in the room, or a passkey with a colleague's confirmation.
 */
public final class BreakGlass {
  private static final int REASON_LEAST = 10;
  private static final int REASON_MOST = 1000;

  private final Visits visits;
  private final SessionMoves moves;
  private final GateService gate;
  private final GateRecords records;
  private final SecondFactorService secondFactor;

  BreakGlass(
      Pool pool,
      Visits visits,
      SessionMoves moves,
      GateService gate,
      SecondFactorService secondFactor) {
    this.visits = visits;
    this.moves = moves;
    this.gate = gate;
    this.records = new GateRecords(pool);
    this.secondFactor = secondFactor;
  }

  /**
   * Lets the session begin though the gate did not pass.
   *
   * @param reason 10 to 1000 characters; written to the audit log and shown in the room
   * @param code of the second factor; needed when the account has one. Fails with 403 {@code
   *     second_factor_required} or {@code second_factor_wrong}
   */
  public Future<SessionStatus> enter(
      Principal who, String id, String reason, String code, String requestId) {
    var why = reason == null ? "" : reason.strip();
    if (why.codePointCount(0, why.length()) < REASON_LEAST || why.length() > REASON_MOST) {
      return Future.failedFuture(
          new Problem(400, "validation_failed", "reason has 10 to 1000 characters"));
    }
    return visits
        .party(who, id)
        .compose(
            session -> {
              var by = SessionAccess.by(who, session);
              Transitions.of(session.status(), Move.BREAK_GLASS, by);
              return secondFactor
                  .ask(who, code, requestId)
                  .compose(
                      asked -> {
                        var factor = asked ? "given" : "none";
                        var details =
                            Map.<String, Object>of("reason", why, "second_factor", factor);
                        return moves.make(
                            session,
                            Move.BREAK_GLASS,
                            new Cause(by, who.id(), requestId, null, details),
                            connection -> records.brokenGlass(connection, session, who.id(), why));
                      })
                  .onSuccess(_ -> tell(who, session, why));
            });
  }

  private void tell(Principal who, Session session, String why) {
    var at = Instant.now().toString();
    moves.publish(new SessionEvent.BreakGlass(session.id(), who.id(), who.name(), why, at));
    gate.alarm(
        session,
        List.of("break_glass"),
        who.name() + " began a session that the gate did not pass: " + why,
        at);
  }

  /**
   * A doctor's passkey together with a colleague's confirmation. There is nothing to check either
   * with yet: 501 {@code not_configured}.
   */
  public Future<SessionStatus> confirm(Principal who, String id) {
    return visits
        .party(who, id)
        .compose(
            _ ->
                Future.failedFuture(
                    new Problem(
                        501,
                        "not_configured",
                        "Entry by passkey and a colleague's confirmation is not configured")));
  }
}
