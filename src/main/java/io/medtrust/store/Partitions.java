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
        sql.append(plain(day)).append(" partition of ").append(table);
        sql.append(" for values from ('").append(bound(table, day)).append("') to ('");
        sql.append(bound(table, day.plusDays(1))).append("');\n");
        if (table.equals("audit_events")) refuseTruncate(sql, table + "_" + plain(day));
      }
    }
    return database.query(sql.append("end $$").toString()).execute().mapEmpty();
  }

  /** Row triggers of the parent reach its partitions by themselves, this one does not. */
  private static void refuseTruncate(StringBuilder sql, String partition) {
    sql.append("if not exists (select 1 from pg_trigger where tgname = 'audit_no_truncate' and")
        .append(" tgrelid = '")
        .append(partition)
        .append("'::regclass) then create trigger audit_no_truncate before truncate on ")
        .append(partition)
        .append(" for each statement execute function audit_refuse(); end if;\n");
  }

  private static String plain(LocalDate day) {
    return day.toString().replace("-", "");
  }

  /**
   * Drops the day partitions of a table that end before a day: what is kept no longer. A partition
   * that is in use is left for the next time.
   *
   * @param table one of those that are partitioned by day
   * @param firstKept the first UTC day that is kept
   * @return how many were dropped
   */
  public static Future<Integer> dropBefore(SqlClient database, String table, LocalDate firstKept) {
    if (!TABLES.contains(table)) throw new IllegalArgumentException("no such table: " + table);
    return database
        .query(
            "select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                + " where i.inhparent = '"
                + table
                + "'::regclass")
        .execute()
        .compose(
            rows -> {
              int dropped = 0;
              var sql =
                  new StringBuilder("do $$ begin perform pg_advisory_xact_lock(7302950, 1);\n")
                      .append("perform set_config('lock_timeout', '2s', true);\n");
              for (var row : rows) {
                var name = row.getString("name");
                var day = day(table, name);
                if (day == null || !day.isBefore(firstKept)) continue;
                sql.append("drop table if exists ").append(name).append(";\n");
                dropped++;
              }
              int count = dropped;
              if (count == 0) return Future.succeededFuture(0);
              return database.query(sql.append("end $$").toString()).execute().map(_ -> count);
            });
  }

  /** The day of a partition by its name, or null when it is not one of ours. */
  private static LocalDate day(String table, String name) {
    var pattern = java.util.regex.Pattern.compile(table + "_(\\d{4})(\\d{2})(\\d{2})");
    var found = pattern.matcher(name);
    return found.matches()
        ? LocalDate.parse(found.group(1) + "-" + found.group(2) + "-" + found.group(3))
        : null;
  }

  private static String bound(String table, LocalDate day) {
    return table.equals("segments") ? day.toString() : day + "T00:00:00Z";
  }
}
