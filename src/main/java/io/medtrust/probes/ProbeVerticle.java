package io.medtrust.probes;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.MemberNotice;
import io.medtrust.bus.ProbeCommand;
import io.medtrust.bus.ProbeShown;
import io.medtrust.bus.Problem;
import io.medtrust.bus.Reading;
import io.medtrust.bus.SessionEvent;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.medtrust.sessions.Ids;
import io.medtrust.sessions.SessionService;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the {@link Checks} of every verification of this node. */
public final class ProbeVerticle extends AbstractVerticle {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeVerticle.class);
  private static final long POLL_MILLIS = 200;
  private static final long CONSENT_RETRY_MILLIS = 5000;
  private static final Set<String> DETECTORS = Set.of("light_probe", "challenge");

  private final SessionService sessions;
  private final ProbeSettings settings;
  private final MeterRegistry metrics;
  private final WordList words = WordList.load();
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Watch> watches = new HashMap<>();
  private AuditTrail audit;
  private long timer = -1;

  private record Watch(
      String session,
      String verification,
      Checks checks,
      List<MessageConsumer<JsonObject>> consumers) {}

  public ProbeVerticle(SessionService sessions, ProbeSettings settings, MeterRegistry metrics) {
    this.sessions = sessions;
    this.settings = settings;
    this.metrics = metrics;
  }

  @Override
  public void start() {
    audit = new AuditTrail(vertx);
    vertx
        .eventBus()
        .<JsonObject>localConsumer(
            Addresses.VERIFICATION,
            message -> {
              switch (Wire.decode(message.body(), VerificationCommand.class)) {
                case VerificationCommand.Begin(var session, var verification) ->
                    begin(session, verification);
                case VerificationCommand.End(_, var verification) -> end(verification);
              }
            });
  }

  @Override
  public void stop() {
    for (var verification : new ArrayList<>(watches.keySet())) end(verification);
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private void begin(String session, String verification) {
    // Load rooms belong to nobody.
    if (watches.containsKey(verification) || !Ids.isUuid(session)) return;
    if (!settings.light() && !settings.challenges()) return;
    var watch =
        new Watch(
            session,
            verification,
            new Checks(session, verification, settings, words, random),
            new ArrayList<>());
    watches.put(verification, watch);
    hear(watch, Addresses.session(session), body -> onSession(watch, body));
    hear(watch, Addresses.analysis(verification), body -> onAnalysis(watch, body));
    hear(watch, Addresses.reading(verification), body -> onReading(watch, body));
    hear(watch, Addresses.probeShown(session), body -> onShown(watch, body));
    watch.consumers.add(
        vertx
            .eventBus()
            .consumer(Addresses.probeCommand(session), message -> onCommand(watch, message)));
    lookUpConsent(watch);
    if (timer < 0) timer = vertx.setPeriodic(POLL_MILLIS, _ -> poll());
  }

  private void hear(Watch watch, String address, java.util.function.Consumer<JsonObject> heard) {
    watch.consumers.add(
        vertx.eventBus().consumer(address, message -> heard.accept(message.body())));
  }

  /** Not known is not given. */
  private void lookUpConsent(Watch watch) {
    sessions
        .consentOf(watch.verification)
        .onSuccess(
            consent -> {
              if (watches.get(watch.verification) == watch) {
                run(watch, watch.checks.consent(consent.given() && consent.namesChecks(), now()));
              }
            })
        .onFailure(
            cause -> {
              LOG.debug("consent of {} not known: {}", watch.verification, cause.toString());
              if (watches.get(watch.verification) == watch) {
                vertx.setTimer(CONSENT_RETRY_MILLIS, _ -> lookUpConsent(watch));
              }
            });
  }

  private void onSession(Watch watch, JsonObject body) {
    if (!(Wire.decode(body, SessionEvent.class) instanceof SessionEvent.ConsentChanged changed)
        || !changed.participant().equals(watch.verification)) {
      return;
    }
    if (changed.given()) lookUpConsent(watch);
    else run(watch, watch.checks.consent(false, now()));
  }

  private void onAnalysis(Watch watch, JsonObject body) {
    if (Wire.decode(body, AnalysisEvent.class) instanceof AnalysisEvent.Face face
        && "face".equals(face.state())) {
      watch.checks.face(now());
    }
  }

  private void onReading(Watch watch, JsonObject body) {
    // Most readings are others': look before reading them.
    if (!DETECTORS.contains(body.getString("detector"))) return;
    run(watch, watch.checks.reading(Wire.decode(body, Reading.class), now()));
  }

  private void onShown(Watch watch, JsonObject body) {
    var shown = Wire.decode(body, ProbeShown.class);
    if (!shown.participant().equals(watch.verification)) return;
    run(watch, watch.checks.page(shown.check(), shown.shown(), shown.skipped(), now()));
  }

  private void onCommand(Watch watch, Message<JsonObject> message) {
    try {
      var command = Wire.decode(message.body(), ProbeCommand.class);
      run(watch, watch.checks.ask(command.kind(), command.by(), now()));
      message.reply(new JsonObject().put("ok", true));
    } catch (Problem problem) {
      message.fail(problem.status(), problem.toJson().encode());
    }
  }

  private void poll() {
    for (var watch : List.copyOf(watches.values())) run(watch, watch.checks.poll(now()));
  }

  private void end(String verification) {
    var watch = watches.remove(verification);
    if (watch == null) return;
    run(watch, watch.checks.close(now()));
    watch.consumers.forEach(MessageConsumer::unregister);
    if (watches.isEmpty()) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  private void run(Watch watch, List<Effect> effects) {
    for (var effect : effects) {
      switch (effect) {
        case Effect.Tell tell -> tell(watch, tell);
        case Effect.Analyse analyse ->
            vertx.eventBus().publish(Addresses.ANALYSIS_COMMAND, Wire.encode(analyse.command()));
        case Effect.Publish publish ->
            vertx
                .eventBus()
                .publish(Addresses.session(watch.session), Wire.encode(publish.event()));
        case Effect.Audit line ->
            audit.write(
                line.type(),
                line.severity(),
                watch.session,
                line.actor(),
                null,
                null,
                line.details());
        case Effect.Counted counted ->
            metrics
                .counter("medtrust_checks_total", "kind", counted.kind(), "code", counted.code())
                .increment();
      }
    }
  }

  private void tell(Watch watch, Effect.Tell tell) {
    vertx
        .eventBus()
        .<JsonObject>request(
            Addresses.SIGNALING_TELL,
            Wire.encode(new MemberNotice(watch.session, watch.verification, tell.event())))
        .onFailure(_ -> run(watch, watch.checks.page(tell.check(), false, false, now())));
  }
}
