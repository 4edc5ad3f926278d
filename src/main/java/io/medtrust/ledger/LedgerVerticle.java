package io.medtrust.ledger;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.AuditEvent;
import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Problem;
import io.medtrust.bus.Wire;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger's writer: one per node, of which one is elected. Only the elected one listens on
 * {@link Addresses#LEDGER_APPEND}; while none does, a request fails with "no handlers" and is to be
 * sent again. Deploy on a virtual thread.
 */
public final class LedgerVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerVerticle.class);

  private record Waiting(LedgerEntry entry, Message<JsonObject> message) {}

  private final LedgerSettings settings;
  private final String node;
  private final Pool pool;
  private final Counter blocks;
  private final Counter failures;
  private final Counter refused;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private final Set<String> tampered = new HashSet<>();
  private LedgerWriter writer;
  private MessageConsumer<JsonObject> consumer;
  private boolean draining;
  private boolean stopping;
  private boolean complained;
  private volatile int elected;

  /**
   * @param node name of this node, written beside its epochs
   */
  public LedgerVerticle(LedgerSettings settings, String node, Pool pool, MeterRegistry metrics) {
    this.settings = settings;
    this.node = node;
    this.pool = pool;
    blocks = metrics.counter("medtrust.chain.blocks");
    failures = metrics.counter("medtrust.chain.verify.failures");
    refused = metrics.counter("medtrust.chain.entries.refused");
    Gauge.builder("medtrust.ledger.writer", this, l -> l.elected).register(metrics);
  }

  @Override
  public Future<?> start() {
    if (context.threadingModel() != ThreadingModel.VIRTUAL_THREAD) {
      return Future.failedFuture("the ledger must be deployed on a virtual thread");
    }
    vertx.runOnContext(_ -> elect());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    elected = 0;
    refuseAll();
    var gone = consumer == null ? Future.succeededFuture() : consumer.unregister();
    var last = writer;
    return gone.transform(_ -> last == null ? Future.succeededFuture() : last.close())
        .otherwiseEmpty();
  }

  private void elect() {
    if (stopping) return;
    try {
      var term = LedgerWriter.elect(pool, node, settings.commitTimeoutMillis(), tampered);
      complained = false;
      if (term != null && stopping) {
        term.close();
        return;
      }
      if (term != null) {
        writer = term;
        elected = 1;
        LOG.info("{} writes the ledger, epoch {}", node, term.epoch());
        consumer = vertx.eventBus().consumer(Addresses.LEDGER_APPEND, this::onEntry);
        vertx.setTimer(settings.heartbeatMillis(), _ -> heartbeat());
        return;
      }
    } catch (RuntimeException e) {
      if (!complained) LOG.warn("the ledger cannot be written now: {}", e.getMessage());
      complained = true;
    }
    vertx.setTimer(settings.electionMillis(), _ -> elect());
  }

  private void heartbeat() {
    var term = writer;
    if (term == null || stopping) return;
    try {
      if (term.isOver()) throw new LedgerWriter.TermOver("the connection was closed", null);
      // A commit under way is a heartbeat itself.
      if (!draining) {
        draining = true;
        try {
          term.heartbeat();
        } finally {
          draining = false;
        }
        if (!queue.isEmpty()) drain();
      }
      if (writer == term) vertx.setTimer(settings.heartbeatMillis(), _ -> heartbeat());
    } catch (LedgerWriter.TermOver e) {
      lose(term, e);
    }
  }

  private void onEntry(Message<JsonObject> message) {
    LedgerEntry entry;
    try {
      entry = Wire.decode(message.body(), LedgerEntry.class);
    } catch (Problem problem) {
      refuse(message, problem);
      return;
    }
    var problem = Entries.problem(entry, System.currentTimeMillis());
    if (problem == null && queue.size() >= settings.queueEntries()) {
      problem = new Problem(503, "ledger_busy", "The log has too much to write");
    }
    if (problem == null && writer == null) problem = away();
    if (problem != null) {
      refuse(message, problem);
      return;
    }
    queue.add(new Waiting(entry, message));
    if (draining) return;
    draining = true;
    if (settings.batchWaitMillis() == 0) vertx.runOnContext(_ -> drainNow());
    else vertx.setTimer(settings.batchWaitMillis(), _ -> drainNow());
  }

  private void drain() {
    if (draining) return;
    draining = true;
    drainNow();
  }

  private void drainNow() {
    var term = writer;
    try {
      while (!queue.isEmpty() && term != null && writer == term && !stopping) {
        commit(term, take());
      }
    } catch (LedgerWriter.TermOver e) {
      lose(term, e);
    } finally {
      draining = false;
    }
  }

  private List<Waiting> take() {
    var batch = new ArrayList<Waiting>();
    while (!queue.isEmpty() && batch.size() < settings.batchEntries()) batch.add(queue.poll());
    return batch;
  }

  private void commit(LedgerWriter term, List<Waiting> batch) {
    List<LedgerWriter.Result> results;
    try {
      results =
          term.commit(
              batch.stream().map(Waiting::entry).toList(),
              System.currentTimeMillis(),
              this::onTampering);
    } catch (RuntimeException e) {
      for (var waiting : batch) refuse(waiting.message(), away());
      throw e;
    }
    for (int i = 0; i < batch.size(); i++) {
      switch (results.get(i)) {
        case LedgerWriter.Result.Stored(var appended, var added) -> {
          blocks.increment(added);
          batch.get(i).message().reply(Wire.encode(appended));
        }
        case LedgerWriter.Result.Refused(var problem) -> refuse(batch.get(i).message(), problem);
      }
    }
  }

  private void onTampering(LedgerWriter.Tampering tampering) {
    failures.increment();
    var found = tampering.found();
    LOG.error(
        "the chain of verification {} was changed: {}", tampering.verification(), found.message());
    vertx
        .eventBus()
        .request(
            Addresses.AUDIT_APPEND,
            Wire.encode(
                new AuditEvent(
                    "CHAIN_TAMPER",
                    "critical",
                    tampering.session(),
                    null,
                    null,
                    null,
                    Map.of(
                        "verification", tampering.verification(),
                        "block", found.block(),
                        "second", found.second(),
                        "code", found.code(),
                        "message", found.message()))))
        .onFailure(e -> LOG.error("the audit log did not take CHAIN_TAMPER: {}", e.getMessage()));
  }

  private void lose(LedgerWriter term, RuntimeException why) {
    if (writer != term) return;
    writer = null;
    elected = 0;
    if (stopping) return;
    LOG.warn("{} no longer writes the ledger: {}", node, why.getMessage());
    if (consumer != null) consumer.unregister();
    refuseAll();
    vertx.setTimer(settings.electionMillis(), _ -> elect());
  }

  private void refuseAll() {
    while (!queue.isEmpty()) refuse(queue.poll().message(), away());
  }

  private void refuse(Message<JsonObject> message, Problem problem) {
    refused.increment();
    message.fail(problem.status(), problem.toJson().encode());
  }

  private static Problem away() {
    return new Problem(503, "ledger_unavailable", "The log cannot be written now; send it again");
  }
}
