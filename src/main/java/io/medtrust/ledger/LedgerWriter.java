package io.medtrust.ledger;

import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term of the single writer: a connection that holds the advisory lock, and an epoch of its
 * own. Entries are committed on that very connection, so that losing the lock and losing the
 * ability to write are one event; and every commit checks under a second lock that no newer epoch
 * began, so that even a lock that was lost unseen (a pooling proxy, an operator) cannot fork a
 * chain.
 *
 * <p>Methods wait with {@link Future#await()}: call them on a virtual-thread context, one at a
 * time.
 */
final class LedgerWriter {
  /** The writer's term is over; what was not acknowledged is not known to be stored. */
  static final class TermOver extends RuntimeException {
    TermOver(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** What became of one entry. */
  sealed interface Result {
    /** {@code added} is 0 when it had been stored before. */
    record Stored(LedgerEntry.Appended appended, int added) implements Result {}

    record Refused(Problem problem) implements Result {}
  }

  /** A stored segment that is not what was written. */
  record Tampering(String session, String verification, ChainBreak found) {}

  private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);

  /** Advisory locks of this product's ledger: who writes, and when the writer may change. */
  static final long WRITER_LOCK = 0x4d54_4c45_4447_0001L;

  static final long FENCE_LOCK = 0x4d54_4c45_4447_0002L;

  private static final LocalDate ANY_DAY = LocalDate.of(1970, 1, 1);
  private static final int MAX_CACHED = 10_000;

  private final SqlConnection connection;
  private final long epoch;
  private final int timeoutMillis;
  private final Map<String, Segment> newest = new HashMap<>();
  private final Set<String> tampered;
  private volatile boolean over;

  private LedgerWriter(
      SqlConnection connection, long epoch, int timeoutMillis, Set<String> tampered) {
    this.connection = connection;
    this.epoch = epoch;
    this.timeoutMillis = timeoutMillis;
    this.tampered = tampered;
    connection.closeHandler(_ -> over = true);
  }

  /**
   * Tries to begin a term.
   *
   * @param tampered verifications whose chain was found changed, kept from term to term
   * @return the writer, or null when another node writes
   */
  static LedgerWriter elect(Pool pool, String node, int timeoutMillis, Set<String> tampered) {
    var connection = limited(pool.getConnection(), timeoutMillis);
    try {
      var locked =
          limited(
              connection
                  .preparedQuery("select pg_try_advisory_lock($1)")
                  .execute(Tuple.of(WRITER_LOCK)),
              timeoutMillis);
      if (!locked.iterator().next().getBoolean(0)) {
        connection.close();
        return null;
      }
      limited(connection.query("set synchronous_commit = on").execute(), timeoutMillis);
      limited(connection.query("begin").execute(), timeoutMillis);
      // Waits for a commit of the writer before, should one be under way.
      limited(
          connection
              .preparedQuery("select pg_advisory_xact_lock($1)")
              .execute(Tuple.of(FENCE_LOCK)),
          timeoutMillis);
      var row =
          limited(
              connection
                  .preparedQuery(
                      "insert into ledger_epochs (epoch, node)"
                          + " select coalesce(max(epoch), 0) + 1, $1 from ledger_epochs"
                          + " returning epoch, current_setting('fsync')")
                  .execute(Tuple.of(node)),
              timeoutMillis);
      limited(connection.query("commit").execute(), timeoutMillis);
      var first = row.iterator().next();
      if (!first.getString(1).equals("on")) {
        LOG.warn("PostgreSQL runs with fsync off: a power cut may lose acknowledged blocks");
      }
      return new LedgerWriter(connection, first.getLong(0), timeoutMillis, tampered);
    } catch (RuntimeException e) {
      abandon(connection);
      throw e;
    }
  }

  long epoch() {
    return epoch;
  }

  boolean isOver() {
    return over;
  }

  /** Asks the database whether the lock is still ours. */
  void heartbeat() {
    try {
      var rows =
          limited(
              connection
                  .preparedQuery("select max(epoch) = $1 from ledger_epochs")
                  .execute(Tuple.of(epoch)),
              timeoutMillis);
      if (!Boolean.TRUE.equals(rows.iterator().next().getBoolean(0))) throw fenced();
    } catch (RuntimeException e) {
      throw end(e);
    }
  }

  /**
   * Chains and commits entries in order.
   *
   * @param entries validated; several of one verification follow each other
   * @param nowMillis epoch milliseconds
   * @param onTampering told of each stored segment that was changed
   * @return one result for each entry; what is stored is durable
   * @throws TermOver when the term ended; whether the entries are stored is then not known
   */
  List<Result> commit(List<LedgerEntry> entries, long nowMillis, Consumer<Tampering> onTampering) {
    try {
      return commitTogether(entries, nowMillis, onTampering);
    } catch (TermOver e) {
      throw end(e);
    } catch (RuntimeException e) {
      newest.clear();
      if (!rollback()) throw end(e);
      if (entries.size() == 1) {
        LOG.warn("an entry could not be stored: {}", e.getMessage());
        return List.of(
            new Result.Refused(
                new Problem(503, "ledger_unavailable", "The log cannot be written")));
      }
      // One entry must not keep the others of its batch out.
      var results = new ArrayList<Result>();
      for (var entry : entries) results.addAll(commit(List.of(entry), nowMillis, onTampering));
      return results;
    }
  }

  /** Ends the term and gives the lock back. */
  Future<Void> close() {
    over = true;
    return connection
        .query("select pg_advisory_unlock_all()")
        .execute()
        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .eventually(connection::close)
        .mapEmpty();
  }

  private List<Result> commitTogether(
      List<LedgerEntry> entries, long nowMillis, Consumer<Tampering> onTampering) {
    var verifications = new HashSet<String>();
    for (var entry : entries) verifications.add(entry.verification());
    // Sent in one go; PostgreSQL answers them in order.
    var begun = connection.query("begin").execute();
    var shared =
        connection
            .preparedQuery("select pg_advisory_xact_lock_shared($1)")
            .execute(Tuple.of(FENCE_LOCK));
    var newestEpoch =
        connection
            .preparedQuery("select max(epoch) = $1 from ledger_epochs")
            .execute(Tuple.of(epoch));
    var stored = SegmentStore.newest(connection, verifications, notBefore(verifications));
    limited(Future.join(begun, shared, newestEpoch, stored), timeoutMillis);
    if (!Boolean.TRUE.equals(newestEpoch.result().iterator().next().getBoolean(0))) throw fenced();

    var batch = new Batch(nowMillis * 1000, onTampering);
    for (var id : verifications) batch.begin(id, newest.get(id), stored.result().get(id));
    for (var entry : entries) batch.add(entry);
    if (!batch.inserts.isEmpty()) {
      limited(SegmentStore.insert(connection, batch.inserts), timeoutMillis);
    }
    limited(connection.query("commit").execute(), timeoutMillis);
    if (newest.size() > MAX_CACHED) newest.clear();
    newest.putAll(batch.last);
    return batch.results;
  }

  private LocalDate notBefore(Set<String> verifications) {
    var earliest = LocalDate.MAX;
    for (var id : verifications) {
      var cached = newest.get(id);
      if (cached == null) return ANY_DAY;
      var day = SegmentStore.day(cached.second());
      if (day.isBefore(earliest)) earliest = day;
    }
    return earliest;
  }

  /** The entries of one transaction, and where each chain stands after them. */
  private final class Batch {
    final List<Segment> inserts = new ArrayList<>();
    final List<Result> results = new ArrayList<>();
    final Map<String, Segment> last = new HashMap<>();
    private final long nowMicros;
    private final Consumer<Tampering> onTampering;

    Batch(long nowMicros, Consumer<Tampering> onTampering) {
      this.nowMicros = nowMicros;
      this.onTampering = onTampering;
    }

    /** Compares what is stored with what we wrote, or with itself when we did not write it. */
    void begin(String verification, Segment ours, Segment stored) {
      var found = HeadCheck.of(ours, stored);
      if (found != null) {
        boolean news = tampered.add(verification);
        var session = ours != null ? ours.session() : stored.session();
        if (news) onTampering.accept(new Tampering(session, verification, found));
      }
      var from = HeadCheck.continueFrom(ours, stored);
      if (from != null) last.put(verification, from);
    }

    void add(LedgerEntry entry) {
      var before = last.get(entry.verification());
      var head = before == null ? Segment.Head.GENESIS : before.head();
      if (entry.second() <= head.second()) {
        results.add(again(entry, before));
        return;
      }
      var segment = Segment.chain(head, entry, epoch, nowMicros);
      inserts.add(segment);
      last.put(entry.verification(), segment);
      results.add(
          new Result.Stored(
              segment.appended(!tampered.contains(entry.verification())), segment.texts().size()));
    }

    /** An entry whose second is not new: a repetition, or too late. */
    private Result again(LedgerEntry entry, Segment newest) {
      var stored =
          entry.second() == newest.second()
              ? newest
              : limited(
                  SegmentStore.ofSecond(connection, entry.verification(), entry.second()),
                  timeoutMillis);
      if (stored != null && stored.texts().equals(entry.texts())) {
        return new Result.Stored(stored.appended(!tampered.contains(entry.verification())), 0);
      }
      return new Result.Refused(
          stored == null
              ? new Problem(409, "out_of_order", "A later second of this chain is stored already")
              : new Problem(409, "second_taken", "This second is stored with other blocks"));
    }
  }

  private boolean rollback() {
    if (over) return false;
    try {
      limited(connection.query("rollback").execute(), timeoutMillis);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private TermOver fenced() {
    return new TermOver("another writer began epoch after " + epoch, null);
  }

  private TermOver end(RuntimeException cause) {
    over = true;
    abandon(connection);
    return cause instanceof TermOver t
        ? t
        : new TermOver(String.valueOf(cause.getMessage()), cause);
  }

  private static void abandon(SqlConnection connection) {
    // A pooled connection goes back with its session locks: take them from it first.
    connection
        .query("rollback; select pg_advisory_unlock_all()")
        .execute()
        .timeout(2, TimeUnit.SECONDS)
        .eventually(connection::close);
  }

  private static <T> T limited(Future<T> future, int millis) {
    try {
      return future.timeout(millis, TimeUnit.MILLISECONDS).await();
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      // await() throws the future's cause as it is, checked ones too
      throw new IllegalStateException(String.valueOf(e.getMessage()), e);
    }
  }
}
