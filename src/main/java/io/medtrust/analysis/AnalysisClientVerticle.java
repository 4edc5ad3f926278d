package io.medtrust.analysis;

import io.medtrust.analysis.proto.Began;
import io.medtrust.analysis.proto.Knowledge;
import io.medtrust.analysis.proto.Open;
import io.medtrust.analysis.proto.Template;
import io.medtrust.analysis.proto.ToWorker;
import io.medtrust.analysis.worker.AnalysisWorker;
import io.medtrust.analysis.worker.WorkerSettings;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.StillTaken;
import io.medtrust.bus.StillWanted;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.medtrust.ops.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's side of analysis; one a node. Takes the tapped packets, makes frames of them, sends
 * them to a worker, publishes its readings on {@code Addresses.reading(verification)} and the rest
 * on {@code Addresses.analysis(verification)}. Keeps the node's own worker running, unless workers
 * are configured.
 *
 * <p>{@link #tap} and {@link #health} may be called from any thread, also before it is deployed.
 */
public final class AnalysisClientVerticle extends VerticleBase implements WorkerLink.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(AnalysisClientVerticle.class);
  private static final long RETRY_MS = 250;

  private final Settings settings;
  private final AnalysisSettings own;
  private final AnalysisMetrics metrics;
  private final AnalysisTap tap;
  private final Map<String, VerificationStream> verifications = new LinkedHashMap<>();

  /** By verification and kind, for workers that begin later. */
  private final Map<String, Map<Class<?>, ToWorker>> known = new HashMap<>();

  private final List<WorkerLink> links = new ArrayList<>();
  private volatile Context home;
  private volatile AnalysisHealth health =
      new AnalysisHealth(false, "The analysis worker starts", 0, 0, 0, "", false);
  private boolean drainPlanned;
  private WorkerSupervisor supervisor;
  private AnalysisWorker inProcess;
  private String lastWhy = "The analysis worker starts";

  /**
   * @throws IllegalArgumentException with one sentence that names a wrong setting
   */
  public AnalysisClientVerticle(Settings settings, MeterRegistry registry) {
    this.settings = settings;
    this.own = AnalysisSettings.from(settings);
    this.metrics = new AnalysisMetrics(registry);
    this.tap = new AnalysisTap(own.tapVideoBytes(), own.tapSoundBytes());
    registry.gauge("medtrust_analysis_available", this, v -> v.health.available() ? 1 : 0);
    registry.gauge("medtrust_analysis_verifications", this, v -> v.health.verifications());
  }

  /** What the SFU is given. */
  public AnalysisTap tap() {
    return tap;
  }

  /** How analysis is now. */
  public Future<AnalysisHealth> health() {
    return Future.succeededFuture(health);
  }

  @Override
  public Future<?> start() {
    home = context;
    vertx.eventBus().<JsonObject>localConsumer(Addresses.ANALYSIS_COMMAND, m -> command(m.body()));
    vertx.eventBus().<JsonObject>localConsumer(Addresses.VERIFICATION, m -> forget(m.body()));
    vertx.eventBus().<JsonObject>localConsumer(Addresses.ANALYSIS_STILL, this::still);
    tap.onOpened(() -> home.runOnContext(_ -> drain()));
    drain();
    // The protocol's classes take a while to load: not on the event loop.
    vertx.executeBlocking(
        () -> {
          var open = Open.newBuilder().putAllSettings(own.detectors());
          return ToWorker.newBuilder().setOpen(open).build().toByteArray();
        });
    if (own.inProcess()) return startInProcess();
    if (own.workers().isEmpty()) {
      startOwn();
    } else {
      for (var worker : own.workers()) {
        var link = new WorkerLink(vertx, own, this, _ -> {});
        links.add(link);
        link.connect(worker.host(), worker.port());
      }
    }
    report();
    return Future.succeededFuture();
  }

  private void command(JsonObject body) {
    var command = Wire.decode(body, AnalysisCommand.class);
    var message = KnowledgeWriter.message(command);
    known
        .computeIfAbsent(command.verification(), _ -> new LinkedHashMap<>())
        .put(command.getClass(), message);
    var verification = verifications.get(command.verification());
    if (verification != null) verification.know(message);
  }

  /**
   * The face or voice that a call began with. Held here, and nowhere else, until the verification
   * ends, so that turning the camera off, or a worker that dies, does not make anybody new.
   */
  private void began(String key, Template template) {
    var all = known.computeIfAbsent(key, _ -> new LinkedHashMap<>());
    var began = Began.newBuilder().addTemplates(template);
    var before = all.get(Began.class);
    if (before != null) {
      for (var other : before.getKnowledge().getBegan().getTemplatesList()) {
        if (!other.getKind().equals(template.getKind())) began.addTemplates(other);
      }
    }
    // Two kinds there are; more is a worker that talks nonsense.
    if (began.getTemplatesCount() > 2) return;
    var message =
        ToWorker.newBuilder().setKnowledge(Knowledge.newBuilder().setBegan(began)).build();
    all.put(Began.class, message);
    var verification = verifications.get(key);
    if (verification != null) verification.know(message);
  }

  private void still(Message<JsonObject> message) {
    var wanted = Wire.decode(message.body(), StillWanted.class);
    var verification = verifications.get(wanted.verification());
    var still =
        verification == null
            ? Future.<StillTaken>failedFuture("nothing is analysed")
            : verification.still();
    still
        .onSuccess(taken -> message.reply(Wire.encode(taken)))
        .onFailure(cause -> message.fail(404, cause.getMessage()));
  }

  private void forget(JsonObject body) {
    if (Wire.decode(body, VerificationCommand.class) instanceof VerificationCommand.End end) {
      known.remove(end.verification());
    }
  }

  private void startOwn() {
    var link = new WorkerLink(vertx, own, this, port -> supervisor.kill(port));
    links.add(link);
    supervisor =
        new WorkerSupervisor(
            own,
            new WorkerSupervisor.Listener() {
              @Override
              public void started(int port) {
                home.runOnContext(_ -> link.connect("127.0.0.1", port));
              }

              @Override
              public void ended(String why) {
                home.runOnContext(
                    _ -> {
                      metrics.restarted();
                      lastWhy = why;
                      link.lost(why);
                    });
              }
            });
    supervisor.start();
  }

  private Future<?> startInProcess() {
    var link = new WorkerLink(vertx, own, this, _ -> {});
    links.add(link);
    return vertx
        .executeBlocking(WorkerCommand::parts)
        .compose(
            parts ->
                AnalysisWorker.start(
                    vertx,
                    "127.0.0.1",
                    0,
                    WorkerSettings.from(settings),
                    parts,
                    () -> LOG.error("decoding is stuck; start the node again")))
        .onSuccess(
            worker -> {
              inProcess = worker;
              link.connect("127.0.0.1", worker.port());
            });
  }

  @Override
  public Future<?> stop() {
    for (var verification : verifications.values()) verification.end("The node stops");
    verifications.clear();
    links.forEach(WorkerLink::close);
    if (inProcess != null) return inProcess.close();
    if (supervisor == null) return Future.succeededFuture();
    return vertx.executeBlocking(
        () -> {
          supervisor.close();
          return null;
        });
  }

  /** Takes what came, and again soon while something is tapped: an idle node costs nothing. */
  private void drain() {
    for (var inlet = tap.nextOpened(); inlet != null; inlet = tap.nextOpened()) opened(inlet);
    if (verifications.isEmpty() || drainPlanned) return;
    drainPlanned = true;
    vertx.setTimer(
        own.drainMs(),
        _ -> {
          drainPlanned = false;
          try {
            drainAll();
          } finally {
            drain();
          }
        });
  }

  private void drainAll() {
    long now = System.nanoTime();
    long wall = System.currentTimeMillis() * 1000;
    var each = verifications.values().iterator();
    while (each.hasNext()) {
      var verification = each.next();
      verification.drain(now, wall);
      if (!verification.alive()) {
        each.remove();
        verification.end("The camera and the microphone are off");
        report();
      }
    }
  }

  private void opened(TapInlet inlet) {
    var track = inlet.track();
    var verification = verifications.get(track.participant());
    if (verification == null) {
      var key = track.participant();
      verification =
          new VerificationStream(
              vertx,
              track.session(),
              key,
              own.detectors(),
              metrics,
              () -> known.getOrDefault(key, Map.of()).values(),
              template -> began(key, template),
              () -> vertx.setTimer(RETRY_MS, _ -> assign(verifications.get(key))));
      verifications.put(key, verification);
      verification.track(inlet);
      assign(verification);
      report();
    } else {
      verification.track(inlet);
    }
  }

  /** Gives a verification without a worker the one that has the least to do. */
  private void assign(VerificationStream verification) {
    if (verification == null || verification.link() != null) return;
    links.stream()
        .filter(WorkerLink::up)
        .min(Comparator.comparingInt(WorkerLink::verifications))
        .ifPresentOrElse(verification::begin, () -> verification.announce(false, lastWhy));
  }

  @Override
  public void up(WorkerLink link) {
    LOG.info("an analysis worker is up");
    report();
    verifications.values().forEach(this::assign);
  }

  @Override
  public void down(WorkerLink link, String why) {
    lastWhy = why;
    for (var verification : verifications.values()) {
      if (verification.link() == link) verification.drop(why);
    }
    report();
    // Another worker takes over at once, if there is one.
    verifications.values().forEach(this::assign);
  }

  private void report() {
    int up = (int) links.stream().filter(WorkerLink::up).count();
    var status =
        links.stream().filter(WorkerLink::up).map(WorkerLink::status).findFirst().orElse(null);
    health =
        new AnalysisHealth(
            up > 0,
            up > 0 ? "Analysis runs" : lastWhy,
            links.size(),
            up,
            verifications.size(),
            status == null ? "" : status.getVideoDecoder(),
            status != null && status.getFaceModels());
  }

  /** The node's own worker process, or null; for tests. */
  ProcessHandle ownWorker() {
    return supervisor == null ? null : supervisor.handle();
  }

  /** Whether a spare worker process waits; for tests. */
  boolean spareReady() {
    return supervisor != null && supervisor.spareReady();
  }
}
