package io.medtrust.alerts;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.AuditEvent;
import io.medtrust.bus.Problem;
import io.medtrust.bus.Wire;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit log, in order of arrival, and acknowledges an event after its commit. While
 * PostgreSQL is away events are kept in memory, up to a bound, and tried again; beyond it new ones
 * are refused with 503 and counted.
 */
public final class AuditVerticle extends AbstractVerticle {
  private static final Logger LOG = LoggerFactory.getLogger(AuditVerticle.class);
  private static final int MAX_KEPT = 10_000;
  private static final int BATCH = 200;
  private static final int COMMIT_SECONDS = 30;
  private static final int FIRST_RETRY_MILLIS = 250;
  private static final int LAST_RETRY_MILLIS = 5000;

  // The id and time are given on arrival: a batch that was committed but not acknowledged does not
  // appear twice.
  private static final String INSERT =
      "insert into audit_events (id, at, type, severity, session_id, actor, subject, request_id,"
          + " details) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing";

  private record Kept(Message<JsonObject> message, Tuple row) {}

  private final Pool pool;
  private final Counter dropped;
  private final Deque<Kept> kept = new ArrayDeque<>();
  private boolean writing;
  private int retryMillis = FIRST_RETRY_MILLIS;

  public AuditVerticle(Pool pool, MeterRegistry metrics) {
    this.pool = pool;
    this.dropped = metrics.counter("medtrust_audit_dropped_total");
  }

  @Override
  public void start() {
    vertx.eventBus().<JsonObject>consumer(Addresses.AUDIT_APPEND, this::arrived);
  }

  /** Writes what is kept before stopping, as far as PostgreSQL answers. */
  @Override
  public void stop(Promise<Void> stopped) {
    if (kept.isEmpty()) {
      stopped.complete();
    } else {
      insert(new ArrayList<>(kept))
          .onFailure(cause -> LOG.error("{} audit events lost: {}", kept.size(), cause.toString()))
          .onComplete(_ -> stopped.complete());
    }
  }

  private void arrived(Message<JsonObject> message) {
    Tuple row;
    try {
      row = row(Wire.decode(message.body(), AuditEvent.class));
    } catch (Problem | IllegalArgumentException e) {
      message.fail(400, e.getMessage());
      return;
    }
    if (kept.size() >= MAX_KEPT) {
      dropped.increment();
      message.fail(503, "the audit log cannot be written");
      return;
    }
    kept.add(new Kept(message, row));
    write();
  }

  private static Tuple row(AuditEvent event) {
    return Tuple.of(
        UUID.randomUUID(),
        OffsetDateTime.now(ZoneOffset.UTC),
        event.type(),
        event.severity(),
        uuid(event.session()),
        uuid(event.actor()),
        uuid(event.subject()),
        event.requestId(),
        event.details() == null ? new JsonObject() : new JsonObject(event.details()));
  }

  private static UUID uuid(String text) {
    return text == null ? null : UUID.fromString(text);
  }

  private void write() {
    if (writing || kept.isEmpty()) return;
    writing = true;
    var batch = new ArrayList<Kept>(Math.min(kept.size(), BATCH));
    for (var event : kept) {
      if (batch.size() == BATCH) break;
      batch.add(event);
    }
    insert(batch)
        .onSuccess(
            _ -> {
              retryMillis = FIRST_RETRY_MILLIS;
              for (var event : batch) {
                kept.poll();
                event.message.reply(null);
              }
              writing = false;
              write();
            })
        .onFailure(cause -> failed(batch, cause));
  }

  private Future<?> insert(ArrayList<Kept> batch) {
    return pool.withTransaction(
            connection ->
                connection
                    .preparedQuery(INSERT)
                    .executeBatch(batch.stream().map(Kept::row).toList()))
        .timeout(COMMIT_SECONDS, TimeUnit.SECONDS);
  }

  private void failed(ArrayList<Kept> batch, Throwable cause) {
    // Class 22 and 23: an event that the schema refuses. It must not hold up the others.
    boolean refused =
        cause instanceof PgException e
            && e.getSqlState() != null
            && (e.getSqlState().startsWith("22") || e.getSqlState().startsWith("23"));
    if (refused && batch.size() == 1) {
      kept.poll().message.fail(400, "the event does not fit the audit log");
      dropped.increment();
      writing = false;
      write();
      return;
    }
    if (refused) {
      oneByOne(batch, 0);
      return;
    }
    LOG.warn("audit log not written, {} events kept: {}", kept.size(), cause.toString());
    vertx.setTimer(
        retryMillis,
        _ -> {
          writing = false;
          write();
        });
    retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
  }

  private void oneByOne(ArrayList<Kept> batch, int index) {
    if (index == batch.size()) {
      writing = false;
      write();
      return;
    }
    var event = batch.get(index);
    pool.preparedQuery(INSERT)
        .execute(event.row)
        .onSuccess(_ -> event.message.reply(null))
        .onFailure(
            cause -> {
              dropped.increment();
              LOG.error("an audit event was refused: {}", cause.toString());
              event.message.fail(400, "the event does not fit the audit log");
            })
        .onComplete(
            _ -> {
              kept.poll();
              oneByOne(batch, index + 1);
            });
  }
}
