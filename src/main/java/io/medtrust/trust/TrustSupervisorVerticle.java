package io.medtrust.trust;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Problem;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.medtrust.ops.BuildId;
import io.medtrust.store.Partitions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends a {@link TrustVerticle} per verification of this node, and holds what they share:
 * thresholds, records, and the deliveries to ledger and audit log, which outlive a verification.
 */
public final class TrustSupervisorVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TrustSupervisorVerticle.class);
  private static final int AUDIT_EVENTS = 10_000;

  /** The audit log keeps an event itself while PostgreSQL is away, and would write it twice. */
  private static final long AUDIT_REPLY_MILLIS = 3_600_000;

  private static final long LEDGER_REPLY_MILLIS = 15_000;
  private static final int STOP_SECONDS = 5;
  private static final long PURGE_FIRST_MILLIS = 60_000;
  private static final long PURGE_EVERY_MILLIS = 6 * 3_600_000;

  private record Running(Future<String> deployment, Outbox ledger) {}

  private final TrustSettings settings;
  private final Pool pool;
  private final Redis redis;
  private final MeterRegistry metrics;
  private final CallPolicy policy;
  private final Map<String, Running> running = new HashMap<>();
  private final Set<Outbox> outboxes = new HashSet<>();
  private final Counter lostBlocks;
  private final Counter lostAudit;
  private TrustParts parts;
  private volatile int verifications;

  /**
   * @param policy ends a call when the operator wants that
   */
  public TrustSupervisorVerticle(
      TrustSettings settings, Pool pool, Redis redis, MeterRegistry metrics, CallPolicy policy) {
    this.settings = settings;
    this.policy = policy;
    this.pool = pool;
    this.redis = redis;
    this.metrics = metrics;
    lostBlocks = metrics.counter("medtrust.chain.entries.dropped");
    lostAudit = metrics.counter("medtrust.audit.undelivered");
    Gauge.builder("medtrust.verifications", this, s -> s.verifications).register(metrics);
  }

  @Override
  public Future<?> start() {
    var audit =
        new Outbox(
            vertx,
            context,
            Addresses.AUDIT_APPEND,
            AUDIT_EVENTS,
            AUDIT_REPLY_MILLIS,
            _ -> {},
            lostAudit::increment);
    outboxes.add(audit);
    parts =
        new TrustParts(
            settings,
            new ThresholdCache(pool, redis),
            new TrustRecorder(pool, settings.recordRows(), BuildId.compute(), metrics),
            new LiveScores(redis, settings.liveSeconds()),
            audit,
            policy,
            metrics);
    vertx
        .eventBus()
        .<JsonObject>consumer(Addresses.VERIFICATION, message -> onCommand(message.body()));
    vertx.setPeriodic(settings.recordMillis(), _ -> parts.recorder().flush());
    vertx.setPeriodic(settings.thresholdsMillis(), _ -> parts.thresholds().refresh());
    vertx.setPeriodic(PURGE_FIRST_MILLIS, PURGE_EVERY_MILLIS, _ -> purge());
    parts.thresholds().refresh();
    return Future.succeededFuture();
  }

  /** By now the verifications have ended: what they left is delivered, for some seconds. */
  @Override
  public Future<?> stop() {
    var left = new ArrayList<Future<Void>>();
    left.add(parts.recorder().flush());
    for (var outbox : outboxes) left.add(outbox.drained());
    return Future.join(left)
        .timeout(STOP_SECONDS, TimeUnit.SECONDS)
        .onFailure(e -> LOG.warn("not everything could be recorded before the end"))
        .otherwiseEmpty();
  }

  /** Readings that are kept no longer. Any node may do it. */
  private void purge() {
    var firstKept = LocalDate.now(ZoneOffset.UTC).minusDays(settings.readingsDays());
    Partitions.dropBefore(pool, "readings", firstKept)
        .onSuccess(
            dropped -> {
              if (dropped > 0) LOG.info("readings of {} days were kept no longer", dropped);
            })
        .onFailure(e -> LOG.warn("old readings could not be dropped: {}", e.getMessage()));
  }

  private void onCommand(JsonObject body) {
    try {
      switch (Wire.decode(body, VerificationCommand.class)) {
        case VerificationCommand.Begin(var session, var verification) ->
            begin(session, verification);
        case VerificationCommand.End(_, var verification) -> end(verification);
      }
    } catch (Problem e) {
      LOG.warn("a verification command is not one: {}", e.getMessage());
    }
  }

  private void begin(String session, String verification) {
    if (running.containsKey(verification)) return;
    var verticle = new TrustVerticle[1];
    var ledger =
        new Outbox(
            vertx,
            context,
            Addresses.LEDGER_APPEND,
            settings.ledgerSeconds(),
            LEDGER_REPLY_MILLIS,
            reply -> verticle[0].appended(Wire.decode(reply, LedgerEntry.Appended.class)),
            lostBlocks::increment);
    verticle[0] = new TrustVerticle(session, verification, parts, ledger::add);
    outboxes.add(ledger);
    var deployed =
        vertx.deployVerticle(
            verticle[0], new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
    var entry = new Running(deployed, ledger);
    running.put(verification, entry);
    verifications = running.size();
    deployed.onFailure(
        e -> {
          LOG.error("trust of {} does not begin", verification, e);
          running.remove(verification, entry);
          outboxes.remove(ledger);
          verifications = running.size();
        });
  }

  private void end(String verification) {
    var ended = running.remove(verification);
    if (ended == null) return;
    verifications = running.size();
    // Its last blocks are delivered when the ledger takes them, however long that is.
    ended
        .deployment()
        .compose(vertx::undeploy)
        .eventually(() -> ended.ledger().drained())
        .onComplete(_ -> outboxes.remove(ended.ledger()));
  }
}
