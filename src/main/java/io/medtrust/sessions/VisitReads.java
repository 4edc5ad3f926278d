package io.medtrust.sessions;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;

/** Lists around sessions, as the API shows them. */
public final class VisitReads {
  private static final int PREVIOUS = 10;
  private static final int EVENTS = 50;
  private static final int DOCTORS = 500;

  private static final String DOCTOR =
      "select id, name, email, profile, enrollment_status from users where role = 'doctor'"
          + " and is_active and enrollment_status = 'approved'";

  private static final String[] OVER =
      Arrays.stream(SessionStatus.values())
          .filter(SessionStatus::over)
          .map(SessionStatus::text)
          .toArray(String[]::new);

  private final Pool pool;

  VisitReads(Pool pool) {
    this.pool = pool;
  }

  /**
   * A page of a list.
   *
   * @param total of all pages, with the same filter
   */
  public record Page(JsonArray rows, int total) {}

  /** Doctors whom a patient may ask, by name. */
  public Future<JsonArray> verifiedDoctors() {
    return pool.query(DOCTOR + " order by name, id limit " + DOCTORS)
        .execute()
        .map(rows -> list(rows, VisitReads::doctor));
  }

  /** The doctor that a patient was assigned to, while approved; or null. */
  public Future<JsonObject> doctorOf(String assigned) {
    if (!Ids.isUuid(assigned)) return Future.succeededFuture(null);
    return pool.preparedQuery(DOCTOR + " and id = $1")
        .execute(Tuple.of(UUID.fromString(assigned)))
        .map(rows -> rows.size() == 0 ? null : doctor(rows.iterator().next()));
  }

  private static JsonObject doctor(Row row) {
    var profile = row.getJsonObject("profile");
    return new JsonObject()
        .put("id", row.getUUID("id").toString())
        .put("name", row.getString("name"))
        .put("email", row.getString("email"))
        .put("specialization", profile.getValue("specialization"))
        .put("hospital_name", profile.getValue("hospital_name"))
        .put("license_number", profile.getValue("license_number"))
        .put("verified_status", "verified")
        .put("years_experience", profile.getValue("years_experience"))
        .put("photo_url", profile.getValue("photo_url"));
  }

  /** Earlier sessions of the same doctor and patient, newest first. */
  public Future<JsonArray> previous(Session session) {
    if (session.patientId() == null) return Future.succeededFuture(new JsonArray());
    return pool.preparedQuery(
            "select id, status, icu_room, created_at, started_at, ended_at from sessions"
                + " where doctor_id = $1 and patient_id = $2 and id <> $3 and created_at <= $4"
                + " order by created_at desc limit "
                + PREVIOUS)
        .execute(
            Tuple.of(
                UUID.fromString(session.doctorId()),
                UUID.fromString(session.patientId()),
                UUID.fromString(session.id()),
                session.createdAt()))
        .map(rows -> list(rows, VisitReads::brief));
  }

  /**
   * Warnings and critical events of a session, newest first; no more of them than what happened.
   */
  public Future<JsonArray> riskEvents(String session) {
    return pool.preparedQuery(
            "select type, severity, at, details -> 'triggers' as triggers,"
                + " details ->> 'message' as message from audit_events"
                + " where session_id = $1 and severity in ('warning', 'critical')"
                + " order by at desc limit "
                + EVENTS)
        .execute(Tuple.of(UUID.fromString(session)))
        .map(rows -> list(rows, VisitReads::event));
  }

  /** The same over all sessions of a patient. */
  public Future<JsonArray> alertsOf(String patient) {
    return pool.preparedQuery(
            "select a.session_id, a.type, a.severity, a.at, a.details -> 'triggers' as triggers,"
                + " a.details ->> 'message' as message from audit_events a"
                + " join sessions s on s.id = a.session_id"
                + " where s.patient_id = $1 and a.severity in ('warning', 'critical')"
                + " order by a.at desc limit "
                + EVENTS)
        .execute(Tuple.of(UUID.fromString(patient)))
        .map(
            rows ->
                list(
                    rows,
                    row -> event(row).put("stream_id", row.getUUID("session_id").toString())));
  }

  private static JsonObject event(Row row) {
    return new JsonObject()
        .put("event_type", row.getString("type"))
        .put("severity", row.getString("severity"))
        .put("message", row.getString("message"))
        .put("triggers", row.getValue("triggers"))
        .put("created_at", text(row.getOffsetDateTime("at")));
  }

  /** A user's own sessions, an admin's all; newest first. */
  public Future<Page> history(String user, boolean all, int limit, int offset) {
    var where = " from sessions s where ($1 or s.doctor_id = $2 or s.patient_id = $2)";
    return page(where, Tuple.of(all, UUID.fromString(user)), limit, offset);
  }

  /**
   * Which sessions to list; null is no restriction.
   *
   * @param open only those that are not over
   */
  public record Filter(boolean open, String status, UUID doctor, UUID patient) {}

  /** Sessions of everybody, newest first. */
  public Future<Page> all(Filter filter, int limit, long offset) {
    var where =
        " from sessions s where (not $1 or s.status <> all ($5))"
            + " and ($2::text is null or s.status = $2)"
            + " and ($3::uuid is null or s.doctor_id = $3)"
            + " and ($4::uuid is null or s.patient_id = $4)";
    var values = Tuple.of(filter.open, filter.status, filter.doctor, filter.patient, OVER);
    return page(where, values, limit, offset);
  }

  private Future<Page> page(String where, Tuple values, int limit, long offset) {
    int n = values.size();
    var paged = Tuple.tuple();
    for (int i = 0; i < n; i++) paged.addValue(values.getValue(i));
    var page =
        pool.preparedQuery(
                "select s.id, s.status, s.icu_room, s.created_at, s.started_at, s.ended_at,"
                    + " s.doctor_id, (select name from users where id = s.doctor_id) as"
                    + " doctor_name, s.patient_id, (select name from users where id = s.patient_id)"
                    + " as patient_name"
                    + where
                    + " order by s.created_at desc, s.id limit $"
                    + (n + 1)
                    + " offset $"
                    + (n + 2))
            .execute(paged.addValue(limit).addValue(offset));
    var total = pool.preparedQuery("select count(*)::int as n" + where).execute(values);
    return Future.all(page, total)
        .map(
            _ ->
                new Page(
                    list(page.result(), VisitReads::full),
                    total.result().iterator().next().getInteger("n")));
  }

  private static JsonObject full(Row row) {
    var patient = row.getUUID("patient_id");
    return brief(row)
        .put("doctor", person(row.getUUID("doctor_id"), row.getString("doctor_name")))
        .put("patient", patient == null ? null : person(patient, row.getString("patient_name")));
  }

  private static JsonObject brief(Row row) {
    return new JsonObject()
        .put("stream_id", row.getUUID("id").toString())
        .put("status", row.getString("status"))
        .put("icu_room", row.getString("icu_room"))
        .put("created_at", text(row.getOffsetDateTime("created_at")))
        .put("started_at", text(row.getOffsetDateTime("started_at")))
        .put("ended_at", text(row.getOffsetDateTime("ended_at")));
  }

  /** What the gate and break-glass left on a session: {@code gate_trust}, {@code break_glass}. */
  public Future<JsonObject> admission(String session) {
    return pool.preparedQuery(
            "select s.trust_score, s.break_glass_by, u.name, s.break_glass_at, s.break_glass_reason"
                + " from sessions s left join users u on u.id = s.break_glass_by where s.id = $1")
        .execute(Tuple.of(UUID.fromString(session)))
        .map(
            rows -> {
              var row = rows.iterator().next();
              var by = row.getUUID("break_glass_by");
              return new JsonObject()
                  .put("gate_trust", row.getShort("trust_score"))
                  .put(
                      "break_glass",
                      by == null
                          ? null
                          : person(by, row.getString("name"))
                              .put("reason", row.getString("break_glass_reason"))
                              .put("at", text(row.getOffsetDateTime("break_glass_at"))));
            });
  }

  private static JsonObject person(UUID id, String name) {
    return new JsonObject().put("id", id.toString()).put("name", name);
  }

  private static JsonArray list(RowSet<Row> rows, Function<Row, JsonObject> form) {
    var list = new JsonArray();
    for (var row : rows) list.add(form.apply(row));
    return list;
  }

  private static String text(OffsetDateTime at) {
    return at == null ? null : at.toInstant().toString();
  }
}
