package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.UUID;

/** Reads the audit log, newest first, page by page without counting (keyset pagination). */
public final class AuditLog {
  /**
   * What to read; null is no restriction.
   *
   * @param from inclusive
   * @param to exclusive
   * @param after cursor of the page before
   */
  public record Query(
      String type,
      String severity,
      UUID actor,
      UUID subject,
      UUID session,
      OffsetDateTime from,
      OffsetDateTime to,
      String after) {}

  private record Position(OffsetDateTime at, UUID id) {
    private static final int MAX_CURSOR = 200;

    String cursor() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((at + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws Problem 400
     */
    static Position parse(String cursor) {
      try {
        if (cursor.length() > MAX_CURSOR) throw new IllegalArgumentException();
        var words =
            new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ");
        if (words.length != 2) throw new IllegalArgumentException();
        return new Position(OffsetDateTime.parse(words[0]), UUID.fromString(words[1]));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new Problem(400, "validation_failed", "after is the next of the page before");
      }
    }
  }

  private final Pool pool;

  AuditLog(Pool pool) {
    this.pool = pool;
  }

  /**
   * {@code {events, next}}; {@code next} is null at the end.
   *
   * @throws Problem 400 when the cursor is none
   */
  public Future<JsonObject> page(Query query, int limit) {
    var after = query.after == null ? null : Position.parse(query.after);
    var sql = new StringBuilder("select * from audit_events where true");
    var values = new ArrayList<Object>();
    and(sql, values, " and type = $", query.type);
    and(sql, values, " and severity = $", query.severity);
    and(sql, values, " and actor = $", query.actor);
    and(sql, values, " and subject = $", query.subject);
    and(sql, values, " and session_id = $", query.session);
    and(sql, values, " and at >= $", query.from);
    and(sql, values, " and at < $", query.to);
    if (after != null) {
      // The first comparison lets PostgreSQL leave out whole days.
      and(sql, values, " and at <= $", after.at);
      and(sql, values, " and (at, id) < ($", after.at);
      and(sql, values, ", $", after.id);
      sql.append(')');
    }
    and(sql, values, " order by at desc, id desc limit $", limit + 1);
    return pool.preparedQuery(sql.toString())
        .execute(Tuple.from(values))
        .map(
            rows -> {
              var events = new JsonArray();
              String next = null;
              Position last = null;
              for (var row : rows) {
                if (events.size() == limit) {
                  next = last.cursor();
                  break;
                }
                events.add(json(row));
                last = new Position(row.getOffsetDateTime("at"), row.getUUID("id"));
              }
              return new JsonObject().put("events", events).put("next", next);
            });
  }

  private static void and(StringBuilder sql, ArrayList<Object> values, String text, Object value) {
    if (value == null) return;
    values.add(value);
    sql.append(text).append(values.size());
  }

  private static JsonObject json(Row row) {
    return new JsonObject()
        .put("id", row.getUUID("id").toString())
        .put("at", row.getOffsetDateTime("at").toInstant().toString())
        .put("type", row.getString("type"))
        .put("severity", row.getString("severity"))
        .put("session", text(row.getUUID("session_id")))
        .put("actor", text(row.getUUID("actor")))
        .put("subject", text(row.getUUID("subject")))
        .put("request_id", row.getString("request_id"))
        .put("details", row.getJsonObject("details"));
  }

  private static String text(UUID id) {
    return id == null ? null : id.toString();
  }
}
