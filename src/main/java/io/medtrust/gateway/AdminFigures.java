package io.medtrust.gateway;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The figures of the deployment, counted in its own tables. What there is no data for is null. */
final class AdminFigures {
  private static final long KEPT_MILLIS = 5000;

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private static final String STATS =
      """
      select
        (select coalesce(jsonb_object_agg(role, n), '{}') from (select role, count(*) as n from users
          where inactive_reason is distinct from 'deleted' group by role) r) as users,
        (select count(*) from users where is_active) as active_users,
        (select count(*) from users where role = 'doctor' and is_active
          and enrollment_status = 'pending_admin_approval') as pending_approvals,
        (select count(*) from sessions where status = 'active') as sessions_active,
        (select count(*) from sessions where started_at > now() - interval '24 hours') as sessions_started,
        (select count(*) from sessions where ended_at > now() - interval '24 hours') as sessions_ended,
        a.critical, a.warning, a.login_failures, t.now_average, t.before_average, t.computed, t.unknown
      from
        (select count(*) filter (where severity = 'critical') as critical,
                count(*) filter (where severity = 'warning') as warning,
                count(*) filter (where type = 'LOGIN_FAILED') as login_failures
           from audit_events where at > now() - interval '24 hours') a,
        (select avg(trust_score) filter (where at > now() - interval '24 hours')::float8 as now_average,
                avg(trust_score) filter (where at <= now() - interval '24 hours')::float8 as before_average,
                count(*) filter (where at > now() - interval '24 hours') as computed,
                count(*) filter (where at > now() - interval '24 hours' and trust_score is null) as unknown
           from trust_logs where at > now() - interval '48 hours') t
      """;

  private record Kept(Future<JsonObject> figures, long atMillis) {}

  private final Pool pool;
  private final AtomicReference<Kept> kept = new AtomicReference<>();

  AdminFigures(Pool pool) {
    this.pool = pool;
  }

  /** Counted at most every {@value #KEPT_MILLIS} ms. */
  Future<JsonObject> stats() {
    long now = System.currentTimeMillis();
    var last = kept.get();
    if (last != null && now - last.atMillis < KEPT_MILLIS && !last.figures.failed()) {
      return last.figures.map(JsonObject::copy);
    }
    var figures =
        pool.query(STATS).execute().map(rows -> stats(rows.iterator().next(), Instant.now()));
    kept.set(new Kept(figures, now));
    return figures.map(JsonObject::copy);
  }

  private static JsonObject stats(Row row, Instant at) {
    var average = row.getDouble("now_average");
    var before = row.getDouble("before_average");
    return new JsonObject()
        .put("generated_at", at.toString())
        .put("users", row.getJsonObject("users"))
        .put("active_users", row.getLong("active_users"))
        .put("pending_approvals", row.getLong("pending_approvals"))
        .put(
            "sessions",
            new JsonObject()
                .put("active", row.getLong("sessions_active"))
                .put("started_24h", row.getLong("sessions_started"))
                .put("ended_24h", row.getLong("sessions_ended")))
        .put(
            "events_24h",
            new JsonObject()
                .put("critical", row.getLong("critical"))
                .put("warning", row.getLong("warning"))
                .put("login_failures", row.getLong("login_failures")))
        .put(
            "trust",
            new JsonObject()
                .put("computations_24h", row.getLong("computed"))
                .put("unknown_24h", row.getLong("unknown"))
                .put("average_24h", rounded(average))
                .put("average_24h_before", rounded(before))
                .put(
                    "trustScoreChangePercent",
                    average == null || before == null || before == 0
                        ? null
                        : rounded(100 * (average - before) / before)));
  }

  private static Double rounded(Double value) {
    return value == null ? null : Math.round(value * 10) / 10.0;
  }

  /** Critical events of the audit log in each of the last 24 hours (UTC), oldest first. */
  Future<JsonArray> threatActivity() {
    var first = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS).minusHours(23);
    return pool.preparedQuery(
            "select h as hour, count(e.id) as n from generate_series($1::timestamptz, $1 + interval"
                + " '23 hours', interval '1 hour') h left join audit_events e on e.at >= h and e.at"
                + " < h + interval '1 hour' and e.at >= $1 and e.severity = 'critical'"
                + " group by h order by h")
        .execute(Tuple.of(first))
        .map(
            rows -> {
              var activity = new JsonArray();
              for (var row : rows) {
                var hour = row.getOffsetDateTime("hour").toInstant();
                activity.add(
                    new JsonObject()
                        .put("hour", HOUR.format(hour))
                        .put("at", hour.toString())
                        .put("count", row.getLong("n")));
              }
              return activity;
            });
  }

  /** The sessions that were verified last, with their newest trust. */
  Future<JsonArray> recentVerifications(int limit) {
    return pool.preparedQuery(
            """
            select p.id as verification, s.id, s.status, s.started_at, s.ended_at, u.id as doctor,
                   u.name, t.trust_score, t.status as trust_status, t.coverage, t.at
              from sessions s join participants p on p.session_id = s.id and p.verified
              join users u on u.id = s.doctor_id
              left join lateral (select * from trust_logs l where l.session_id = s.id
                order by l.at desc limit 1) t on true
             where s.started_at is not null order by s.started_at desc, s.id limit $1
            """)
        .execute(Tuple.of(limit))
        .map(
            rows -> {
              var list = new JsonArray();
              for (var row : rows) list.add(verification(row));
              return list;
            });
  }

  private static JsonObject verification(Row row) {
    return new JsonObject()
        .put("stream_id", row.getUUID("id").toString())
        .put("verification", row.getUUID("verification").toString())
        .put("status", row.getString("status"))
        .put("started_at", time(row, "started_at"))
        .put("ended_at", time(row, "ended_at"))
        .put(
            "doctor",
            new JsonObject()
                .put("id", row.getUUID("doctor").toString())
                .put("name", row.getString("name")))
        .put("trust_score", row.getInteger("trust_score"))
        .put("trust_status", row.getString("trust_status"))
        .put("coverage", row.getFloat("coverage"))
        .put("trust_at", time(row, "at"));
  }

  private static String time(Row row, String column) {
    var time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant().toString();
  }
}
