package io.medtrust.trust;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Alert;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.AuditEvent;
import io.medtrust.bus.Reading;
import io.medtrust.bus.SessionEvent;
import io.medtrust.bus.TrustUpdate;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.medtrust.ledger.LedgerSettings;
import io.medtrust.ledger.LedgerVerticle;
import io.medtrust.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A node's trust and ledger, with what they tell the bus collected. */
final class TrustFlow implements AutoCloseable {
  final String session = UUID.randomUUID().toString();
  final String verification = UUID.randomUUID().toString();
  final Vertx vertx;
  final Pool pool;
  final Redis redis;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final Queue<TrustUpdate> updates = new ConcurrentLinkedQueue<>();
  final Queue<Alert> alerts = new ConcurrentLinkedQueue<>();
  final Queue<AuditEvent> audit = new ConcurrentLinkedQueue<>();
  final Queue<String> ended = new ConcurrentLinkedQueue<>();
  volatile TrustUpdate newest;

  TrustFlow(Vertx vertx, Pool pool, Redis redis) {
    this.vertx = vertx;
    this.pool = pool;
    this.redis = redis;
    var bus = vertx.eventBus();
    bus.<JsonObject>consumer(
        Addresses.trust(session),
        m -> {
          newest = Wire.decode(m.body(), TrustUpdate.class);
          updates.add(newest);
        });
    bus.<JsonObject>consumer(Addresses.ALERT, m -> alerts.add(Wire.decode(m.body(), Alert.class)));
    bus.<JsonObject>consumer(
        Addresses.AUDIT_APPEND,
        m -> {
          audit.add(Wire.decode(m.body(), AuditEvent.class));
          m.reply(new JsonObject());
        });
  }

  String deployLedger() {
    var settings = new LedgerSettings(500, 2, 20_000, 100, 200, 5_000);
    return TestServers.await(
        vertx.deployVerticle(
            new LedgerVerticle(settings, "test", pool, metrics),
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  String deployTrust() {
    return deployTrust(TrustFixture.SETTINGS);
  }

  String deployTrust(TrustSettings settings) {
    return TestServers.await(
        vertx.deployVerticle(
            new TrustSupervisorVerticle(
                settings,
                pool,
                redis,
                metrics,
                (session, why) -> {
                  ended.add(session + " " + why);
                  return Future.succeededFuture();
                })));
  }

  void begin() {
    vertx
        .eventBus()
        .publish(
            Addresses.VERIFICATION,
            Wire.encode(new VerificationCommand.Begin(session, verification)));
  }

  void end() {
    vertx
        .eventBus()
        .publish(
            Addresses.VERIFICATION,
            Wire.encode(new VerificationCommand.End(session, verification)));
  }

  /** Sends one reading of each detector ten times a second until closed. */
  long readings(Reading.State state, Double score, String code, List<String> detectors) {
    return vertx.setPeriodic(
        1,
        100,
        _ -> {
          for (var detector : detectors) reading(detector, state, score, code);
        });
  }

  void reading(String detector, Reading.State state, Double score, String code) {
    var r =
        new Reading(
            session,
            verification,
            detector,
            state,
            score,
            null,
            code,
            detector + " says " + code,
            java.util.Map.of("brightness", 125.5),
            System.currentTimeMillis() - 100,
            "signal",
            "1");
    vertx.eventBus().publish(Addresses.reading(verification), Wire.encode(r));
  }

  /** A good reading of a detector that needs a model. */
  void judgedBy(String detector, String model, String sha256) {
    var r =
        new Reading(
            session,
            verification,
            detector,
            Reading.State.OK,
            90.0,
            null,
            "ok",
            "It matches.",
            java.util.Map.of(),
            System.currentTimeMillis() - 100,
            model,
            "1",
            sha256);
    vertx.eventBus().publish(Addresses.reading(verification), Wire.encode(r));
  }

  void availability(boolean available, String why) {
    vertx
        .eventBus()
        .publish(
            Addresses.analysis(verification),
            Wire.encode(new AnalysisEvent.Availability(verification, available, why)));
  }

  void consent(boolean given) {
    vertx
        .eventBus()
        .publish(
            Addresses.session(session),
            Wire.encode(new SessionEvent.ConsentChanged(session, verification, given, "now")));
  }

  Row row(String sql) {
    return TestServers.await(pool.query(sql).execute()).iterator().next();
  }

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        if (condition.getAsBoolean()) return;
      } catch (RuntimeException e) {
        if (System.nanoTime() > deadline) throw e;
      }
      if (System.nanoTime() > deadline) throw new AssertionError("waited for 60 s");
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Override
  public void close() {
    TestServers.await(vertx.close());
  }
}
