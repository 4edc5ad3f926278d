package io.medtrust.trust;

import io.medtrust.bus.Reading;
import io.medtrust.bus.TrustUpdate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes readings and trust logs to PostgreSQL in batches. While it is away they wait in memory, up
 * to a limit; then the oldest go, counted. Any thread may add.
 */
final class TrustRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(TrustRecorder.class);
  private static final int BATCH_ROWS = 1_000;
  private static final int MAX_TEXT = 500;
  private static final int MAX_EVIDENCE = 16_384;

  private static final String READINGS =
      "insert into readings (at, verification, session_id, detector, state, score, code, reason,"
          + " evidence, media_time, model, config, llr, model_hash, build)"
          + " values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)";
  private static final String TRUST_LOGS =
      "insert into trust_logs (at, verification, session_id, trust_score, video_score, voice_score,"
          + " biometric_score, blockchain_score, status, coverage, calibration, llr,"
          + " calibrated_score, kind) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)";

  private final class Table {
    final String sql;
    final Counter dropped;
    final Deque<Tuple> waiting = new ArrayDeque<>();

    Table(String name, String sql, MeterRegistry metrics) {
      this.sql = sql;
      dropped = metrics.counter("medtrust.records.dropped", "table", name);
    }

    synchronized void add(Tuple row) {
      waiting.add(row);
      trim();
    }

    synchronized List<Tuple> take() {
      var rows = new ArrayList<Tuple>();
      while (rows.size() < BATCH_ROWS && !waiting.isEmpty()) rows.add(waiting.poll());
      return rows;
    }

    synchronized void putBack(List<Tuple> rows) {
      for (var row : rows.reversed()) waiting.addFirst(row);
      trim();
    }

    synchronized int size() {
      return waiting.size();
    }

    private void trim() {
      while (waiting.size() > maxRows) {
        waiting.poll();
        dropped.increment();
      }
    }
  }

  private final Pool pool;
  private final int maxRows;
  private final String build;
  private final Table readings;
  private final Table trustLogs;
  private boolean flushing;
  private boolean complained;

  /**
   * @param build which code runs
   */
  TrustRecorder(Pool pool, int maxRows, String build, MeterRegistry metrics) {
    this.pool = pool;
    this.build = build;
    this.maxRows = maxRows;
    readings = new Table("readings", READINGS, metrics);
    trustLogs = new Table("trust_logs", TRUST_LOGS, metrics);
  }

  /**
   * @param llr what its score is worth by its calibration, or null
   * @param atMillis epoch milliseconds
   */
  void reading(UUID session, UUID verification, Reading r, Double llr, long atMillis) {
    readings.add(
        Tuple.from(
            Arrays.asList(
                at(atMillis),
                verification,
                session,
                text(r.detector()),
                r.state().name().toLowerCase(Locale.ROOT),
                r.score() == null ? null : r.score().floatValue(),
                text(r.code()),
                text(r.reason()),
                evidence(r.evidence()),
                r.mediaTimeMillis() > 0 ? at(r.mediaTimeMillis()) : null,
                text(r.model()),
                text(r.config()),
                llr == null ? null : llr.floatValue(),
                r.modelSha256() != null ? text(r.modelSha256()) : modelHash(r.model()),
                build)));
  }

  /**
   * What follows the {@code @} in the model's name: the beginning of its file's SHA-256, when an
   * older worker tells no more.
   */
  private static String modelHash(String model) {
    if (model == null) return null;
    var hash = model.substring(model.lastIndexOf('@') + 1);
    return hash.matches("[0-9a-f]{8,64}") && hash.length() < model.length() ? hash : null;
  }

  void trust(UUID session, UUID verification, TrustUpdate u, long atMillis) {
    trustLogs.add(
        Tuple.from(
            Arrays.asList(
                at(atMillis),
                verification,
                session,
                small(u.trustScore()),
                small(u.videoScore()),
                small(u.voiceScore()),
                small(u.biometricScore()),
                small(u.blockchainScore()),
                u.status(),
                (float) u.coverage(),
                u.calibration(),
                u.llr() == null ? null : u.llr().floatValue(),
                small(u.calibratedScore()),
                u.kind())));
  }

  int waiting() {
    return readings.size() + trustLogs.size();
  }

  /** Writes what waits; called from one context. Never fails: what cannot be written waits on. */
  Future<Void> flush() {
    if (flushing) return Future.succeededFuture();
    flushing = true;
    return flush(readings)
        .compose(_ -> flush(trustLogs))
        .onSuccess(_ -> complained = false)
        .recover(
            e -> {
              if (!complained) LOG.warn("records wait in memory: {}", e.getMessage());
              complained = true;
              return Future.succeededFuture();
            })
        .onComplete(_ -> flushing = false);
  }

  private Future<Void> flush(Table table) {
    var rows = table.take();
    if (rows.isEmpty()) return Future.succeededFuture();
    return insert(table, rows)
        .onFailure(_ -> table.putBack(rows))
        .compose(_ -> rows.size() == BATCH_ROWS ? flush(table) : Future.succeededFuture());
  }

  private Future<Void> insert(Table table, List<Tuple> rows) {
    return pool.withTransaction(
            connection -> connection.preparedQuery(table.sql).executeBatch(rows).<Void>mapEmpty())
        .recover(e -> isBadData(e) ? insertApart(table, rows) : Future.failedFuture(e));
  }

  /** A row that PostgreSQL cannot take must not keep the others out. */
  private Future<Void> insertApart(Table table, List<Tuple> rows) {
    if (rows.size() == 1) {
      table.dropped.increment();
      return Future.succeededFuture();
    }
    int half = rows.size() / 2;
    return insert(table, rows.subList(0, half))
        .compose(_ -> insert(table, rows.subList(half, rows.size())));
  }

  private static boolean isBadData(Throwable e) {
    return e instanceof PgException pg
        && pg.getSqlState() != null
        && pg.getSqlState().startsWith("22");
  }

  private static Short small(Integer score) {
    return score == null ? null : score.shortValue();
  }

  private static OffsetDateTime at(long millis) {
    return OffsetDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  /** PostgreSQL's text takes no NUL. */
  private static String text(String text) {
    if (text == null) return null;
    var clean = text.replace('\0', ' ');
    return clean.length() > MAX_TEXT ? clean.substring(0, MAX_TEXT) : clean;
  }

  private static JsonObject evidence(Map<String, Object> evidence) {
    if (evidence == null) return new JsonObject();
    try {
      var json = new JsonObject(evidence);
      var encoded = json.encode();
      boolean fits = encoded.length() <= MAX_EVIDENCE && !encoded.contains("\\u0000");
      return fits ? json : new JsonObject().put("omitted", true);
    } catch (RuntimeException e) {
      return new JsonObject().put("omitted", true);
    }
  }
}
