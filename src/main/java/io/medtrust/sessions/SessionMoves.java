package io.medtrust.sessions;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.Problem;
import io.medtrust.bus.SessionEvent;
import io.medtrust.bus.Wire;
import io.medtrust.sessions.Transitions.By;
import io.medtrust.sessions.Transitions.Move;
import io.medtrust.sessions.Transitions.Transition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the moves of {@link Transitions}: writes them if the session is still in the state that
 * they begin in, and then audits and tells them.
 */
final class SessionMoves {
  private static final Logger LOG = LoggerFactory.getLogger(SessionMoves.class);

  /** An end is told without its report rather than late. */
  private static final int REPORT_SECONDS = 3;

  /**
   * Who moves, and why.
   *
   * @param actor user id; null for the node
   * @param severity of the audit event; null for that of the table
   */
  record Cause(
      By by, String actor, String requestId, String severity, Map<String, Object> details) {
    static Cause of(By by, String actor, String requestId) {
      return new Cause(by, actor, requestId, null, Map.of());
    }
  }

  private final Vertx vertx;
  private final Pool pool;
  private final AuditTrail audit;
  private final SessionReports reports;

  SessionMoves(Vertx vertx, Pool pool, SessionReports reports) {
    this.vertx = vertx;
    this.pool = pool;
    this.audit = new AuditTrail(vertx);
    this.reports = reports;
  }

  Future<SessionStatus> make(Session session, Move move, Cause cause) {
    return make(session, move, cause, _ -> Future.succeededFuture());
  }

  /**
   * @param also what is written in the same transaction
   * @return the state that the session is in now. Fails with 409 {@code wrong_state} when it does
   *     not allow the move, or no longer is in the state that was seen
   */
  Future<SessionStatus> make(
      Session session, Move move, Cause cause, Function<SqlConnection, Future<Void>> also) {
    Transition transition;
    try {
      transition = Transitions.of(session.status(), move, cause.by());
    } catch (Problem problem) {
      return Future.failedFuture(problem);
    }
    return pool.withTransaction(
            connection ->
                write(connection, session, transition, cause).compose(_ -> also.apply(connection)))
        .compose(_ -> tell(session, transition, cause))
        .map(transition.to());
  }

  private static Future<Void> write(
      SqlConnection connection, Session session, Transition transition, Cause cause) {
    boolean over = transition.to().over();
    return connection
        .preparedQuery(
            "update sessions set status = $3,"
                + " started_at = case when $3 = 'active' then coalesce(started_at, now())"
                + "   else started_at end,"
                + " ended_at = case when $4 then now() else ended_at end,"
                + " ended_by = case when $4 then $5::uuid else ended_by end"
                + " where id = $1 and status = $2")
        .execute(
            Tuple.of(
                UUID.fromString(session.id()),
                transition.from().text(),
                transition.to().text(),
                over,
                cause.actor() == null ? null : UUID.fromString(cause.actor())))
        .map(
            rows -> {
              if (rows.rowCount() != 1) {
                throw new Problem(409, "wrong_state", "The session has changed");
              }
              return null;
            });
  }

  private Future<Void> tell(Session session, Transition transition, Cause cause) {
    audit.write(
        transition.audit(),
        cause.severity() == null ? transition.severity() : cause.severity(),
        session.id(),
        cause.actor(),
        session.doctorId(),
        cause.requestId(),
        cause.details());
    if (transition.to() != SessionStatus.ENDED) {
      publish(new SessionEvent.StatusChanged(session.id(), transition.to().text()));
      return Future.succeededFuture();
    }
    var by = cause.by() == By.NODE ? "policy" : cause.actor();
    var at = Instant.now().toString();
    return report(session)
        .map(
            report -> {
              publish(new SessionEvent.Ended(session.id(), by, at, report));
              return null;
            });
  }

  /** The report of a session that had begun, or null. */
  private Future<Map<String, Object>> report(Session session) {
    if (session.startedAt() == null) return Future.succeededFuture(null);
    return reports
        .make(session.id())
        // plain maps all the way down, as the bus writes them
        .map(json -> new JsonObject(json.encode()).getMap())
        .timeout(REPORT_SECONDS, TimeUnit.SECONDS)
        .recover(
            cause -> {
              LOG.warn("session {} ended without its report: {}", session.id(), cause.toString());
              return Future.succeededFuture(null);
            });
  }

  void publish(SessionEvent event) {
    vertx.eventBus().publish(Addresses.session(event.session()), Wire.encode(event));
  }
}
