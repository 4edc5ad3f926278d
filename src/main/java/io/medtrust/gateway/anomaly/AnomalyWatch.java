package io.medtrust.gateway.anomaly;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.bus.Problem;
import io.medtrust.gateway.anomaly.AnomalySettings.Policy;
import io.medtrust.gateway.anomaly.model.Detector;
import io.medtrust.gateway.anomaly.model.ModelFile;
import io.medtrust.gateway.anomaly.model.Verdict;
import io.medtrust.gateway.anomaly.model.Verdict.Level;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the detector on one thread of its own. An event loop only puts a record into a bounded
 * queue and looks up whether a principal is restricted; what does not fit into the queue is not
 * judged and counted. One per node: nodes learn for themselves, and a restriction holds on the node
 * that saw it.
 */
public final class AnomalyWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AnomalyWatch.class);
  private static final int POLL_MILLIS = 500;
  private static final long EPISODE_MILLIS = 1_800_000;
  private static final int MOST_EPISODES = 10_000;

  private final AnomalySettings settings;
  private final ModelStore store;
  private final AuditTrail audit;
  private final BlockingQueue<Seen> queue;
  private final Restrictions restrictions = new Restrictions();
  private final Journal journal = new Journal();
  private final Counter skipped;
  private final MeterRegistry metrics;
  private final Map<String, DistributionSummary> summaries = new LinkedHashMap<>();

  /** When each principal was last flagged at each level: an alarm is told once. */
  private final Map<String, Long> episodes =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_EPISODES;
        }
      };

  private final Detector detector;
  private final Thread thread;
  private volatile boolean running = true;
  private volatile List<Detector.RoleState> roles = List.of();
  private volatile long requests;
  private long savedMillis;

  /**
   * @param model file of the model, or null to keep none; read here, so this blocks
   */
  public AnomalyWatch(
      AnomalySettings settings, Path model, AuditTrail audit, MeterRegistry metrics, long seed) {
    this.settings = settings;
    this.audit = audit;
    this.metrics = metrics;
    this.store = new ModelStore(model);
    this.queue = new ArrayBlockingQueue<>(settings.queue());
    this.skipped = metrics.counter("medtrust_gateway_anomaly_skipped_total");
    metrics.gauge("medtrust_gateway_anomaly_restricted", restrictions, Restrictions::size);
    this.detector = store.load(settings.tuning(), seed);
    this.roles = detector.roles();
    this.requests = detector.requests();
    this.savedMillis = System.currentTimeMillis();
    this.thread = new Thread(this::run, "traffic-anomaly");
    thread.setDaemon(true);
    if (settings.policy() != Policy.OFF) thread.start();
  }

  public boolean off() {
    return settings.policy() == Policy.OFF;
  }

  /** From an event loop; never waits. */
  public void saw(Seen seen) {
    if (!off() && !queue.offer(seen)) skipped.increment();
  }

  /**
   * What a request of this principal is refused with, or null.
   *
   * @param token hash of the token's family, 0 for none
   */
  public Problem refusal(String principal, int token) {
    return settings.policy() == Policy.ENFORCE
        ? restrictions.refusal(principal, token, System.currentTimeMillis())
        : null;
  }

  /** An administrator lifts what a principal is restricted by. */
  public void lift(String principal) {
    restrictions.lift(principal);
  }

  /** Whether all that was seen has been taken up. */
  public boolean idle() {
    return queue.isEmpty();
  }

  private void run() {
    while (running) {
      try {
        var seen = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (seen != null) judge(seen);
        long now = System.currentTimeMillis();
        if (now - savedMillis >= settings.saveMillis()) {
          savedMillis = now;
          restrictions.purge(now);
          store.save(ModelFile.write(detector));
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("a request was not judged", e);
      }
    }
  }

  private void judge(Seen seen) {
    var day = Instant.ofEpochMilli(seen.atMillis()).atZone(settings.zone()).toLocalTime();
    var verdict = detector.observe(seen.request(), seen.atMillis(), day.toNanoOfDay() / 1_000_000);
    requests = detector.requests();
    journal.count(seen.atMillis(), verdict);
    if (!verdict.fresh()) return;
    roles = detector.roles();
    if (!Double.isNaN(verdict.score())) summary(seen.request().role()).record(verdict.score());
    if (verdict.flagged()) flagged(seen, verdict);
  }

  private DistributionSummary summary(String role) {
    return summaries.computeIfAbsent(
        role,
        _ ->
            DistributionSummary.builder("medtrust_gateway_anomaly_score")
                .description("log2(1 + displacement) of principals' traffic")
                .tag("role", role)
                .serviceLevelObjectives(2, 4, 6, 8, 10, 12)
                .register(metrics));
  }

  private void flagged(Seen seen, Verdict verdict) {
    var r = seen.request();
    long now = seen.atMillis();
    boolean enforce = settings.policy() == Policy.ENFORCE;
    if (enforce) {
      if (verdict.level() == Level.BLOCK) {
        restrictions.block(r.principal(), now + settings.blockSeconds() * 1000L);
      } else {
        restrictions.stepUp(r.principal(), r.token(), now + settings.stepUpSeconds() * 1000L);
      }
    }
    var before = episodes.put(r.principal() + ' ' + verdict.level(), now);
    if (before != null && now - before < EPISODE_MILLIS) return;
    journal.alarm(seen, verdict, enforce);
    audit.write(
        "REQUEST_ANOMALY",
        verdict.level() == Level.BLOCK ? "critical" : "warning",
        null,
        null,
        seen.user(),
        seen.requestId(),
        Map.of(
            "level", Journal.name(verdict.level()),
            "score", Journal.round(verdict.score()),
            "route", seen.route(),
            "reasons", verdict.reasons().stream().map(why -> why.feature().words()).toList(),
            "enforced", enforce));
  }

  /** For the dashboard. */
  public JsonObject describe() {
    var states = new JsonArray();
    for (var role : roles) {
      boolean judged = !Double.isNaN(role.stepUpAt());
      states.add(
          new JsonObject()
              .put("role", role.role())
              .put("state", judged ? "judged" : "learning")
              .put("vectors", role.vectors())
              .put("blocks", role.blocks())
              .put("step_up_at", judged ? Journal.round(role.stepUpAt()) : null)
              .put("block_at", judged ? Journal.round(role.blockAt()) : null));
    }
    return new JsonObject()
        .put("policy", settings.policy().name().toLowerCase(java.util.Locale.ROOT))
        .put("requests", requests)
        .put("roles", states)
        .put("restricted", restrictions.size())
        .put("skipped", (long) skipped.count())
        .put(
            "model",
            new JsonObject()
                .put("hash", store.name())
                .put("saved_at", store.savedAt() == null ? null : store.savedAt().toString())
                .put("refused", store.refused()))
        .put("timeline", journal.timeline())
        .put("flagged", journal.alarms());
  }

  /** {@code ok}, or what is wrong, for the health check. */
  public String health() {
    if (off()) return "ok";
    if (!thread.isAlive()) return "requests are not judged any more";
    return store.refused() == null ? "ok" : store.refused() + "; learning began anew";
  }

  /** Stops judging and saves the model. Blocks. */
  public void close() throws InterruptedException {
    running = false;
    if (off()) return;
    thread.join(5000);
    if (!thread.isAlive()) store.save(ModelFile.write(detector));
  }
}
