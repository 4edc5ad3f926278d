package io.medtrust.sessions;

import io.medtrust.sessions.gate.Measured;
import io.medtrust.sessions.gate.Part;
import io.medtrust.sessions.gate.Verdict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the gate writes: its log, the doctor's risk, and the break of the glass. */
public final class GateRecords {
  /** A doctor with so many blocked sessions is suspended. */
  static final int SUSPENDED_AT = 3;

  private static final int RISK_STEP = 10;
  private static final double THRESHOLD = 70;

  private final Pool pool;

  GateRecords(Pool pool) {
    this.pool = pool;
  }

  record Judged(Session session, Verdict verdict, Map<Part, Measured> parts) {
    String outcome() {
      return switch (verdict) {
        case Verdict.Passed _ -> "passed";
        case Verdict.Incomplete _ -> "incomplete";
        case Verdict.NotEnough _ -> "not_enough";
        case Verdict.Blocked _ -> "blocked";
      };
    }
  }

  /**
   * The doctor's risk after a blocked session.
   *
   * @param score 0..100
   * @param suspicious blocked sessions so far
   */
  public record Risk(double score, int suspicious, boolean suspended) {}

  /** The trust that is needed, 0..100. */
  Future<Double> threshold() {
    return pool.query("select value from ai_thresholds where key = 'gate_threshold'")
        .execute()
        .map(rows -> rows.size() == 0 ? THRESHOLD : rows.iterator().next().getDouble("value"));
  }

  Future<Void> judged(Judged judged) {
    return log(pool, judged);
  }

  private static Future<Void> log(SqlClient client, Judged judged) {
    var values =
        Tuple.of(
            UUID.fromString(judged.session().id()), UUID.fromString(judged.session().doctorId()));
    for (var part : Part.values()) {
      var score = judged.parts().get(part).score();
      values.addValue(score == null ? null : (int) Math.round(score));
    }
    return client
        .preparedQuery(
            "insert into verification_logs (stream_id, user_id, face_score, voice_score,"
                + " biometric_score, liveness_score, motion_score, final_trust, passed, outcome)"
                + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .execute(
            values
                .addValue(judged.verdict().trust())
                .addValue(judged.verdict() instanceof Verdict.Passed)
                .addValue(judged.outcome()))
        .mapEmpty();
  }

  Future<Void> passed(SqlClient client, Judged judged) {
    return client
        .preparedQuery("update sessions set trust_score = $2 where id = $1")
        .execute(Tuple.of(UUID.fromString(judged.session().id()), judged.verdict().trust()))
        .compose(_ -> log(client, judged));
  }

  Future<Risk> blocked(SqlClient client, Judged judged, List<String> codes) {
    var session = UUID.fromString(judged.session().id());
    var doctor = UUID.fromString(judged.session().doctorId());
    return client
        .preparedQuery(
            "update users set risk_score = least(100, risk_score + "
                + RISK_STEP
                + "), suspicious_session_count = suspicious_session_count + 1,"
                + " enrollment_status = case when suspicious_session_count + 1 >= "
                + SUSPENDED_AT
                + " then 'suspended' else enrollment_status end where id = $1"
                + " returning risk_score::float8 as risk, suspicious_session_count as suspicious,"
                + " enrollment_status = 'suspended' as suspended")
        .execute(Tuple.of(doctor))
        .compose(
            rows -> {
              var row = rows.iterator().next();
              var risk =
                  new Risk(
                      row.getDouble("risk"),
                      row.getInteger("suspicious"),
                      row.getBoolean("suspended"));
              return client
                  .preparedQuery(
                      "insert into security_logs (session_id, user_id, role, violation_type,"
                          + " risk_score, metadata) values ($1, $2, 'doctor',"
                          + " 'VERIFICATION_FAILED', $3, $4)")
                  .execute(
                      Tuple.of(
                          session,
                          doctor,
                          risk.score(),
                          new JsonObject().put("triggers", new JsonArray(codes))))
                  .compose(_ -> log(client, judged))
                  .map(risk);
            });
  }

  Future<Void> brokenGlass(SqlClient client, Session session, String by, String reason) {
    return client
        .preparedQuery(
            "update sessions set break_glass_by = $2, break_glass_at = now(),"
                + " break_glass_reason = $3 where id = $1")
        .execute(Tuple.of(UUID.fromString(session.id()), UUID.fromString(by), reason))
        .mapEmpty();
  }
}
