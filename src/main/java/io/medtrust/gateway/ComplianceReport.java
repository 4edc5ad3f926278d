package io.medtrust.gateway;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;

/** What the audit log holds of a period, as JSON or as CSV (RFC 4180). */
final class ComplianceReport {
  /** Lines of one report at the most; the totals count all. */
  static final int MAX_LINES = 20_000;

  /**
   * @param doctor name of the session's doctor, or of the doctor whom the event concerns; null when
   *     there is none
   */
  record Line(String type, String severity, String doctor, OffsetDateTime at) {}

  /**
   * @param totals by type, each {@code {type, severity, count}}
   * @param truncated there are more lines than these
   */
  record Report(
      OffsetDateTime from,
      OffsetDateTime to,
      JsonArray totals,
      long sessions,
      java.util.List<Line> lines,
      boolean truncated) {

    JsonObject toJson() {
      var events = new JsonArray();
      for (var line : lines) {
        events.add(
            new JsonObject()
                .put("event_type", line.type)
                .put("severity", line.severity)
                .put("doctor", line.doctor)
                .put("timestamp", line.at.toInstant().toString()));
      }
      return new JsonObject()
          .put(
              "period",
              new JsonObject()
                  .put("from", from.toInstant().toString())
                  .put("to", to.toInstant().toString()))
          .put("totals", totals)
          .put("sessions_started", sessions)
          .put("truncated", truncated)
          .put("events", events);
    }

    String toCsv() {
      var csv = new StringBuilder("Event Type,Severity,Doctor,Timestamp\r\n");
      for (var line : lines) {
        csv.append(field(line.type)).append(',');
        csv.append(field(line.severity)).append(',');
        csv.append(field(line.doctor == null ? "" : line.doctor)).append(',');
        csv.append(field(line.at.toInstant().toString())).append("\r\n");
      }
      return csv.toString();
    }
  }

  private final Pool pool;

  ComplianceReport(Pool pool) {
    this.pool = pool;
  }

  /**
   * @param from inclusive
   * @param to exclusive
   */
  Future<Report> of(OffsetDateTime from, OffsetDateTime to) {
    var period = Tuple.of(from, to);
    var totals =
        pool.preparedQuery(
                "select type, severity, count(*) as n from audit_events where at >= $1 and at < $2"
                    + " group by type, severity order by n desc, type, severity")
            .execute(period)
            .map(
                rows -> {
                  var list = new JsonArray();
                  for (var row : rows) {
                    list.add(
                        new JsonObject()
                            .put("type", row.getString("type"))
                            .put("severity", row.getString("severity"))
                            .put("count", row.getLong("n")));
                  }
                  return list;
                });
    var sessions =
        pool.preparedQuery(
                "select count(*) as n from sessions where started_at >= $1 and started_at < $2")
            .execute(period)
            .map(rows -> rows.iterator().next().getLong("n"));
    var lines =
        pool.preparedQuery(
                """
                select e.type, e.severity, e.at, coalesce(d.name, u.name) as doctor
                  from audit_events e
                  left join sessions s on s.id = e.session_id
                  left join users d on d.id = s.doctor_id
                  left join users u on u.id = e.subject and u.role = 'doctor'
                 where e.at >= $1 and e.at < $2 order by e.at, e.id limit $3
                """)
            .execute(Tuple.of(from, to, MAX_LINES + 1));
    return Future.all(totals, sessions, lines)
        .map(
            _ -> {
              var list = new java.util.ArrayList<Line>();
              for (var row : lines.result()) if (list.size() < MAX_LINES) list.add(line(row));
              return new Report(
                  from,
                  to,
                  totals.result(),
                  sessions.result(),
                  list,
                  lines.result().size() > MAX_LINES);
            });
  }

  private static Line line(Row row) {
    return new Line(
        row.getString("type"),
        row.getString("severity"),
        row.getString("doctor"),
        row.getOffsetDateTime("at"));
  }

  /**
   * A field in quotes, quotes doubled (RFC 4180 §2). A name that a spreadsheet would take for a
   * formula gets an apostrophe before it.
   */
  static String field(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
