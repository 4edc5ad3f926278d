package io.medtrust.sessions;

import io.medtrust.ledger.Verifier;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * The report of a session that is over, made once from what was stored and kept in {@code
 * session_reports}. What was not measured is null in it.
 */
public final class SessionReports {
  private static final String SESSION =
      """
      select s.id, s.status, s.icu_room, s.started_at, s.ended_at, s.doctor_id, d.name as doctor_name,
        s.patient_id, p.name as patient_name, v.id as verification, s.break_glass_at
      from sessions s
      join users d on d.id = s.doctor_id
      left join users p on p.id = s.patient_id
      left join participants v on v.session_id = s.id and v.user_id = s.doctor_id
      where s.id = $1
      """;

  /** Of the rows of the session's time alone: what the gate saw before is in its own log. */
  private static final String TRUST =
      """
      select count(*)::int as seconds, count(trust_score)::int as scored,
        round(avg(trust_score), 2)::float8 as avg, min(trust_score)::int as min,
        max(trust_score)::int as max
      from trust_logs where session_id = $1 and at >= $2
      """;

  private static final String ALERTS =
      """
      select count(*) filter (where severity = 'critical' and type = 'DEEPFAKE_ALERT')::int as critical,
        count(*) filter (where type = 'DEEPFAKE_ALERT')::int as alerts,
        coalesce(bool_or(type = 'DEEPFAKE_ALERT' and details -> 'triggers' ?|
          array['not_enrolled_person', 'face_changed', 'not_enrolled_voice', 'voice_changed']), false)
          as other_person
      from audit_events where session_id = $1
      """;

  /** Readings of who it is that knew: without one, nothing can be said of impersonation. */
  private static final String IDENTITY =
      """
      select count(*) filter (where state = 'ok')::int as ok,
        count(*) filter (where state = 'failed')::int as failed
      from readings where verification = $1 and detector = 'face_identity' and at >= $2
      """;

  private final Pool pool;

  SessionReports(Pool pool) {
    this.pool = pool;
  }

  /** The report as it was stored, or null. */
  public Future<JsonObject> stored(String session) {
    return pool.preparedQuery("select report_data from session_reports where stream_id = $1")
        .execute(Tuple.of(UUID.fromString(session)))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getJsonObject("report_data"));
  }

  /** The stored report; made and stored when there is none, whoever comes first. */
  public Future<JsonObject> make(String session) {
    return stored(session)
        .compose(
            found ->
                found != null
                    ? Future.succeededFuture(found)
                    : compute(session).compose(this::store));
  }

  private Future<JsonObject> compute(String session) {
    var id = UUID.fromString(session);
    return one(SESSION, Tuple.of(id))
        .compose(
            s -> {
              OffsetDateTime from = s.getOffsetDateTime("started_at");
              UUID verification = s.getUUID("verification");
              var trust = one(TRUST, Tuple.of(id, from));
              var alerts = one(ALERTS, Tuple.of(id));
              var identity = one(IDENTITY, Tuple.of(verification, from));
              var chain =
                  verification == null
                      ? Future.<Verifier.Report>succeededFuture()
                      : Verifier.verify(pool, verification);
              return Future.all(trust, alerts, identity, chain)
                  .map(
                      _ ->
                          report(
                              s,
                              trust.result(),
                              alerts.result(),
                              identity.result(),
                              chain.result()));
            });
  }

  private static JsonObject report(
      Row s, Row trust, Row alerts, Row identity, Verifier.Report chain) {
    long blocks = chain == null ? 0 : chain.blocks();
    boolean otherPerson = alerts.getBoolean("other_person") || identity.getInteger("failed") > 0;
    boolean known = otherPerson || identity.getInteger("ok") > 0;
    UUID patient = s.getUUID("patient_id");
    return new JsonObject()
        .put("stream_id", s.getUUID("id").toString())
        .put("doctor", person(s.getUUID("doctor_id"), s.getString("doctor_name")))
        .put("patient", patient == null ? null : person(patient, s.getString("patient_name")))
        .put(
            "session",
            new JsonObject()
                .put("started_at", text(s.getOffsetDateTime("started_at")))
                .put("ended_at", text(s.getOffsetDateTime("ended_at")))
                .put("icu_room", s.getString("icu_room"))
                .put("break_glass", s.getOffsetDateTime("break_glass_at") != null))
        .put(
            "trust",
            new JsonObject()
                .put("avg", trust.getDouble("avg"))
                .put("min", trust.getInteger("min"))
                .put("max", trust.getInteger("max"))
                .put("seconds", trust.getInteger("seconds"))
                .put("scored_seconds", trust.getInteger("scored"))
                // The reference counted its frames; ours are the stored computations, one a second.
                .put("total_frames", trust.getInteger("seconds")))
        .put(
            "security",
            new JsonObject()
                .put("alert_count", alerts.getInteger("critical"))
                .put("alerts", alerts.getInteger("alerts"))
                .put("blockchain_valid", blocks == 0 ? null : chain.intact())
                .put("blockchain_blocks", blocks)
                .put("impersonation_risk", otherPerson ? "HIGH" : known ? "LOW" : null));
  }

  private Future<JsonObject> store(JsonObject report) {
    var trust = report.getJsonObject("trust");
    var security = report.getJsonObject("security");
    var id = UUID.fromString(report.getString("stream_id"));
    return pool.preparedQuery(
            "insert into session_reports (stream_id, avg_trust_score, min_trust_score,"
                + " max_trust_score, alert_count, blockchain_valid, impersonation_risk,"
                + " total_frames, report_data) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                + " on conflict (stream_id) do nothing")
        .execute(
            Tuple.tuple()
                .addUUID(id)
                .addValue(trust.getDouble("avg"))
                .addValue(trust.getInteger("min"))
                .addValue(trust.getInteger("max"))
                .addValue(security.getInteger("alert_count"))
                .addValue(security.getBoolean("blockchain_valid"))
                .addValue(security.getString("impersonation_risk"))
                .addValue(trust.getInteger("total_frames"))
                .addValue(report))
        .compose(
            rows -> rows.rowCount() == 1 ? Future.succeededFuture(report) : stored(id.toString()));
  }

  private Future<Row> one(String sql, Tuple arguments) {
    return pool.preparedQuery(sql).execute(arguments).map(rows -> rows.iterator().next());
  }

  private static JsonObject person(UUID id, String name) {
    return new JsonObject().put("id", id.toString()).put("name", name);
  }

  private static String text(OffsetDateTime at) {
    return at == null ? null : at.toInstant().toString();
  }
}
