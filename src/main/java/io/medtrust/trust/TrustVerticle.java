package io.medtrust.trust;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Alert;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.AuditEvent;
import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Problem;
import io.medtrust.bus.Reading;
import io.medtrust.bus.SessionEvent;
import io.medtrust.bus.TrustUpdate;
import io.medtrust.bus.Wire;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes trust of one verification, tells it, and has it recorded. A computation that fails is
 * counted and begins anew with nothing known, after a pause.
 */
final class TrustVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TrustVerticle.class);
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final String session;
  private final String verification;
  private final UUID sessionId;
  private final UUID verificationId;
  private final TrustParts parts;
  private final Consumer<LedgerEntry> ledger;
  private final SecondBuffer blocks;
  private final Timer computeTime;
  private final Map<String, Reading> unrecorded = new HashMap<>();
  private TrustCore core;
  private LedgerEntry.Appended chain;
  private String action;
  private boolean consentWithdrawn;
  private long recordedSecond = Long.MIN_VALUE;
  private long pausedUntil;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  /**
   * @param ledger takes one entry a second
   */
  TrustVerticle(
      String session, String verification, TrustParts parts, Consumer<LedgerEntry> ledger) {
    this.session = session;
    this.verification = verification;
    this.parts = parts;
    this.ledger = ledger;
    sessionId = uuid(session);
    verificationId = uuid(verification);
    blocks = new SecondBuffer(session, verification);
    computeTime =
        Timer.builder("medtrust.trust.compute")
            .publishPercentileHistogram()
            .register(parts.metrics());
    core = newCore();
  }

  @Override
  public Future<?> start() {
    if (sessionId == null || verificationId == null) {
      LOG.info("trust of {} is computed and not recorded: it belongs to no session", verification);
    }
    var bus = vertx.eventBus();
    bus.<JsonObject>consumer(Addresses.reading(verification), m -> onReading(m.body()));
    bus.<JsonObject>consumer(Addresses.analysis(verification), m -> onAnalysis(m.body()));
    bus.<JsonObject>consumer(Addresses.session(session), m -> onSession(m.body()));
    vertx.setPeriodic(1000 / parts.settings().rateHz(), _ -> tick());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    long now = System.currentTimeMillis();
    for (var alert : core.end(now)) tell(alert);
    record(now);
    append(blocks.flush());
    return Future.succeededFuture();
  }

  /** The chain's durable head; any thread may call it. */
  void appended(LedgerEntry.Appended appended) {
    context.runOnContext(
        _ -> {
          chain = appended;
          core.chain(appended);
        });
  }

  private void onReading(JsonObject body) {
    try {
      var reading = Wire.decode(body, Reading.class);
      if (reading.detector() == null || !verification.equals(reading.verification())) return;
      core.update(reading, System.currentTimeMillis());
      if (reading.state() != null && reading.code() != null && reading.reason() != null) {
        unrecorded.put(reading.detector(), reading);
      }
    } catch (Problem | IllegalArgumentException e) {
      LOG.warn("a reading of {} is not one: {}", verification, e.getMessage());
    }
  }

  private void onAnalysis(JsonObject body) {
    if (!"availability".equals(body.getValue("type"))) return;
    try {
      if (Wire.decode(body, AnalysisEvent.class) instanceof AnalysisEvent.Availability a
          && !a.available()) {
        unavailable(a.why() == null ? "Analysis is not available" : a.why());
      }
    } catch (Problem e) {
      LOG.warn("an analysis event of {} is not one: {}", verification, e.getMessage());
    }
  }

  /** Withdrawn consent ends analysis, whatever else analysis gives as its reason to have ended. */
  private void onSession(JsonObject body) {
    if (!"consent_changed".equals(body.getValue("type"))) return;
    try {
      if (Wire.decode(body, SessionEvent.class) instanceof SessionEvent.ConsentChanged c
          && verification.equals(c.participant())) {
        consentWithdrawn = !c.given();
        if (consentWithdrawn) unavailable("");
      }
    } catch (Problem e) {
      LOG.warn("a session event of {} is not one: {}", session, e.getMessage());
    }
  }

  private void unavailable(String why) {
    var reason = consentWithdrawn ? "Consent to analysis was withdrawn" : why;
    core.unavailable(reason, System.currentTimeMillis());
  }

  private void tick() {
    long now = System.currentTimeMillis();
    if (now < pausedUntil) return;
    try {
      core.thresholds(parts.thresholds().current());
      var computed = computeTime.record(() -> core.compute(now));
      var update = Wire.encode(computed.update());
      vertx.eventBus().publish(Addresses.trust(session), update);
      parts.live().put(session, update);
      for (var alert : computed.alerts()) tell(alert);
      act(computed.update());
      append(blocks.add(computed.hashed(), computed.millis()));
      long second = Math.floorDiv(computed.millis(), 1000L);
      if (second != recordedSecond && verificationId != null && sessionId != null) {
        recordedSecond = second;
        parts.recorder().trust(sessionId, verificationId, computed.update(), computed.millis());
        record(now);
      }
      pauseMillis = FIRST_PAUSE_MILLIS;
    } catch (RuntimeException e) {
      LOG.error("trust of {} could not be computed", verification, e);
      parts.metrics().counter("medtrust.actor.failures", "actor", "trust").increment();
      core = newCore();
      pausedUntil = now + pauseMillis;
      pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
    }
  }

  private TrustCore newCore() {
    var fresh = new TrustCore(session, verification, parts.settings());
    if (chain != null) fresh.chain(chain);
    return fresh;
  }

  private void record(long now) {
    if (verificationId != null && sessionId != null) {
      for (var reading : unrecorded.values()) {
        parts.recorder().reading(sessionId, verificationId, reading, worth(reading), now);
      }
    }
    unrecorded.clear();
  }

  /** What the score is worth as evidence, or null. */
  private Double worth(Reading r) {
    if (r.score() == null || r.model() == null || r.config() == null) return null;
    var curve = parts.settings().calibration().find(r.detector(), r.model(), r.config());
    return curve == null ? null : Double.valueOf(curve.llr(r.score()));
  }

  /** Carries out what the operator's policy makes of the alarms. */
  private void act(TrustUpdate update) {
    var before = action;
    action = update.action();
    if (sessionId == null || Objects.equals(before, action)) return;
    if ("hold".equals(action)) audit("SESSION_HELD", "critical", update.triggers());
    if ("hold".equals(before)) audit("SESSION_RELEASED", "info", update.triggers());
    if ("end".equals(action)) {
      audit("SESSION_ENDED_BY_POLICY", "critical", update.triggers());
      parts
          .policy()
          .end(session, String.join("; ", update.reasons()))
          .onFailure(
              e -> {
                LOG.error("session {} could not be ended, it is tried again", session, e);
                action = null;
              });
    }
  }

  private void audit(String type, String severity, List<String> triggers) {
    var details = Map.<String, Object>of("verification", verification, "triggers", triggers);
    parts.audit().add(new AuditEvent(type, severity, session, null, null, null, details));
  }

  private void append(LedgerEntry entry) {
    if (entry != null && verificationId != null && sessionId != null) ledger.accept(entry);
  }

  private void tell(Alert alert) {
    vertx.eventBus().publish(Addresses.ALERT, Wire.encode(alert));
    if (alert.active()) {
      for (var trigger : alert.triggers()) {
        parts
            .metrics()
            .counter("medtrust.alerts", "type", trigger, "severity", alert.severity())
            .increment();
      }
    }
    var details = new LinkedHashMap<String, Object>();
    details.put("verification", verification);
    if (sessionId == null) details.put("room", session);
    details.put("alert_id", alert.alertId());
    details.put("triggers", alert.triggers());
    details.put("message", alert.message());
    if (alert.trustScore() != null) details.put("trust_score", alert.trustScore());
    parts
        .audit()
        .add(
            new AuditEvent(
                alert.active() ? "DEEPFAKE_ALERT" : "DEEPFAKE_ALERT_ENDED",
                alert.active() ? alert.severity() : "info",
                sessionId == null ? null : session,
                null,
                null,
                null,
                details));
  }

  private static UUID uuid(String text) {
    try {
      var uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? uuid : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
