package io.medtrust.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Recomputes every block of every chain from the database, or of one verification, as one snapshot
 * and in pieces: memory does not grow with the log.
 */
public final class Verifier {
  private static final int ROWS = 1000;
  private static final int MAX_BREAKS = 100;
  private static final String ORDER = " order by verification, first_block, day";

  /**
   * @param broken the first break of each broken chain, in the order of verification ids, at most
   *     {@value #MAX_BREAKS}
   * @param brokenChains how many chains are broken
   */
  public record Report(
      long verifications,
      long segments,
      long blocks,
      long millis,
      int brokenChains,
      List<ChainBreak> broken) {
    public boolean intact() {
      return brokenChains == 0;
    }
  }

  private final ChainCheck check = new ChainCheck();
  private final List<ChainBreak> broken = new ArrayList<>();
  private final long begin = System.nanoTime();
  private String lastBroken;
  private int brokenChains;

  private Verifier() {}

  /** Verifies all chains. Fails when the database cannot be read. */
  public static Future<Report> verify(Pool pool) {
    return new Verifier().run(pool, "", Tuple.tuple());
  }

  /** Verifies the chain of one verification. */
  public static Future<Report> verify(Pool pool, UUID verification) {
    return new Verifier().run(pool, " where verification = $1", Tuple.of(verification));
  }

  private Future<Report> run(Pool pool, String where, Tuple arguments) {
    var sql = "select " + SegmentStore.COLUMNS + " from segments" + where + ORDER;
    return pool.withConnection(
        connection ->
            connection
                .query("begin transaction isolation level repeatable read read only")
                .execute()
                .compose(_ -> read(connection, sql, arguments))
                .eventually(() -> connection.query("rollback").execute()));
  }

  private Future<Report> read(SqlConnection connection, String sql, Tuple arguments) {
    return connection
        .prepare(sql)
        .compose(
            statement -> {
              var cursor = statement.cursor(arguments);
              return pieces(cursor).eventually(cursor::close).eventually(statement::close);
            })
        .map(
            _ ->
                new Report(
                    check.verifications(),
                    check.segments(),
                    check.blocks(),
                    (System.nanoTime() - begin) / 1_000_000,
                    brokenChains,
                    List.copyOf(broken)));
  }

  private Future<Void> pieces(Cursor cursor) {
    return cursor
        .read(ROWS)
        .compose(
            rows -> {
              for (var row : rows) {
                var segment = SegmentStore.segment(row);
                check.next(segment).ifPresent(this::found);
                if (!SegmentStore.day(segment.second()).equals(row.getLocalDate("day"))) {
                  found(
                      new ChainBreak(
                          segment.verification(),
                          segment.firstBlock(),
                          segment.second(),
                          "day",
                          "Block " + segment.firstBlock() + " is filed under another day"));
                }
              }
              return cursor.hasMore() ? pieces(cursor) : Future.succeededFuture();
            });
  }

  private void found(ChainBreak found) {
    if (found.verification().equals(lastBroken)) return;
    lastBroken = found.verification();
    brokenChains++;
    if (broken.size() < MAX_BREAKS) broken.add(found);
  }
}
