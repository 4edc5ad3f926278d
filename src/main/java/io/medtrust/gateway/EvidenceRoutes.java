package io.medtrust.gateway;

import io.medtrust.bus.Problem;
import io.medtrust.sessions.Session;
import io.medtrust.sessions.SessionAccess;
import io.medtrust.sessions.SessionService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * What the detectors said of a session's doctor, as it was kept: for that doctor and for admins,
 * and nobody else, because it is about the doctor's face and voice.
 */
final class EvidenceRoutes {
  private static final int LIMIT_DEFAULT = 200;
  private static final int LIMIT_MOST = 1_000;

  /** Oldest first; the rows of one second are told apart by their detector. */
  private static final String PAGE =
      "select at, detector, state, score, llr, code, reason, evidence, media_time, model,"
          + " model_hash, config, build from readings where verification = $1 and at >= $2"
          + " and at < $3 and (at, detector) > ($4, $5) and ($6::text is null or detector = $6)"
          + " order by at, detector limit $7";

  private final SessionService sessions;
  private final Pool pool;
  private final Authenticated authenticated;

  EvidenceRoutes(Gateway gateway, Authenticated authenticated) {
    this.sessions = gateway.sessions;
    this.pool = gateway.pool;
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    router
        .get("/api/v1/streams/:id/evidence")
        .handler(authenticated.with("analysis:read"))
        .handler(this::evidence);
  }

  /**
   * @param from ISO-8601 instant, inclusive; null for the beginning of the session
   * @param to ISO-8601 instant, exclusive; null for none
   * @param afterAt and afterDetector the last row of the page before
   */
  private record Query(
      OffsetDateTime from,
      OffsetDateTime to,
      OffsetDateTime afterAt,
      String afterDetector,
      String detector,
      int limit) {}

  private void evidence(RoutingContext ctx) {
    var who = Authenticated.who(ctx);
    var query = query(ctx);
    Edge.answer(
        ctx,
        200,
        sessions
            .see(who, ctx.pathParam("id"))
            .compose(
                session ->
                    SessionAccess.mayReadEvidence(who, session)
                        ? page(session, query)
                        : Future.failedFuture(
                            new Problem(
                                403,
                                "insufficient_permissions",
                                "Only the session's doctor and admins read its evidence"))));
  }

  private Future<JsonObject> page(Session session, Query q) {
    if (session.verification() == null) {
      return Future.succeededFuture(answer(session, new JsonArray(), null));
    }
    var from = q.from() == null ? session.createdAt() : q.from();
    var to = q.to() == null ? OffsetDateTime.now(ZoneOffset.UTC).plusDays(1) : q.to();
    return pool.preparedQuery(PAGE)
        .execute(
            Tuple.of(
                UUID.fromString(session.verification()),
                from,
                to,
                q.afterAt() == null ? from.minusSeconds(1) : q.afterAt(),
                q.afterDetector() == null ? "" : q.afterDetector(),
                q.detector(),
                q.limit() + 1))
        .map(rows -> answer(session, rows, q.limit()));
  }

  private static JsonObject answer(Session session, RowSet<Row> rows, int limit) {
    var readings = new JsonArray();
    String next = null;
    for (var row : rows) {
      // One more than was asked for tells that there are more.
      if (readings.size() == limit) {
        var last = readings.getJsonObject(limit - 1);
        next = last.getString("at") + "," + last.getString("detector");
        break;
      }
      readings.add(json(row));
    }
    return answer(session, readings, next);
  }

  private static JsonObject answer(Session session, JsonArray readings, String next) {
    return new JsonObject()
        .put("stream_id", session.id())
        .put("verification", session.verification())
        .put("readings", readings)
        .put("count", readings.size())
        .put("next", next);
  }

  private static JsonObject json(Row row) {
    var media = row.getOffsetDateTime("media_time");
    return new JsonObject()
        .put("at", row.getOffsetDateTime("at").toInstant().toString())
        .put("detector", row.getString("detector"))
        .put("state", row.getString("state"))
        .put("score", row.getFloat("score"))
        .put("llr", row.getFloat("llr"))
        .put("code", row.getString("code"))
        .put("reason", row.getString("reason"))
        .put("evidence", row.getJsonObject("evidence"))
        .put("media_time", media == null ? null : media.toInstant().toString())
        .put("model", row.getString("model"))
        .put("model_hash", row.getString("model_hash"))
        .put("config", row.getString("config"))
        .put("build", row.getString("build"));
  }

  private static Query query(RoutingContext ctx) {
    var detector = detector(ctx.request().getParam("detector"), "detector");
    var from = instant(ctx.request().getParam("from"), "from");
    var to = instant(ctx.request().getParam("to"), "to");
    if (from != null && to != null && !from.isBefore(to)) throw invalid("from must be before to");
    OffsetDateTime afterAt = null;
    String afterDetector = null;
    var after = ctx.request().getParam("after");
    if (after != null) {
      int comma = after.indexOf(',');
      if (comma < 0) throw invalid("after is the next of the page before");
      afterAt = instant(after.substring(0, comma), "after");
      afterDetector = detector(after.substring(comma + 1), "after");
    }
    int limit = Edge.number(ctx, "limit", LIMIT_DEFAULT, 1, LIMIT_MOST);
    return new Query(from, to, afterAt, afterDetector, detector, limit);
  }

  private static String detector(String text, String name) {
    if (text == null || text.matches("[a-z0-9_]{1,50}")) return text;
    throw invalid(name + " does not name a detector");
  }

  private static OffsetDateTime instant(String text, String name) {
    if (text == null) return null;
    try {
      var at = OffsetDateTime.parse(text);
      // PostgreSQL knows no years without end.
      if (at.getYear() >= 2000 && at.getYear() < 3000) return at;
    } catch (DateTimeException e) {
      // reported below
    }
    throw invalid(name + " is no time like 2026-01-31T12:00:00Z");
  }

  private static Problem invalid(String message) {
    return new Problem(400, "validation_failed", message);
  }
}
