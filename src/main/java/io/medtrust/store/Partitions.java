package io.medtrust.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.LocalDate;
import java.util.List;

/**
 * Makes the day partitions of the tables that only grow, some days ahead, so that no insert ever
 * finds none. Safe to run on several nodes at once.
 */
public final class Partitions {
  private static final List<String> TABLES =
      List.of("segments", "readings", "trust_logs", "audit_events");

  private static final int DAYS_AHEAD = 7;

  private Partitions() {}

  /**
   * @param today the UTC day
   */
  public static Future<Void> ensure(SqlClient database, LocalDate today) {
    // One statement under one advisory lock: two nodes creating the same partition at once would
    // otherwise
    // meet a unique violation in the catalogue.
    var sql = new StringBuilder("do $$ begin perform pg_advisory_xact_lock(7302950, 1);\n");
    for (int d = -1; d <= DAYS_AHEAD; d++) {
      var day = today.plusDays(d);
      for (var table : TABLES) {
        sql.append("create table if not exists ").append(table).append('_');
        sql.append(day.toString().replace("-", "")).append(" partition of ").append(table);
        sql.append(" for values from ('").append(bound(table, day)).append("') to ('");
        sql.append(bound(table, day.plusDays(1))).append("');\n");
      }
    }
    return database.query(sql.append("end $$").toString()).execute().mapEmpty();
  }

  private static String bound(String table, LocalDate day) {
    return table.equals("segments") ? day.toString() : day + "T00:00:00Z";
  }
}
