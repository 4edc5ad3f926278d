package io.medtrust.ledger;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Wire;
import io.medtrust.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database of its own, and nodes that would write the ledger in it. */
abstract class LedgerTestBase {
  static final LedgerSettings SETTINGS = new LedgerSettings(500, 2, 20_000, 100, 200, 5_000);

  final List<Vertx> nodes = new ArrayList<>();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  String database;
  Vertx vertx;
  Pool pool;

  @BeforeEach
  void open() {
    database = TestServers.freshDatabase();
    vertx = Vertx.vertx();
    nodes.add(vertx);
    pool = TestServers.pool(vertx, database);
  }

  @AfterEach
  void close() {
    for (var node : nodes) TestServers.await(node.close());
  }

  /** Deploys a ledger on a node of its own bus; returns the deployment's id. */
  String deploy(Vertx on, Pool with, String name) {
    return TestServers.await(
        on.deployVerticle(
            new LedgerVerticle(SETTINGS, name, with, metrics),
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  static LedgerEntry entry(String session, String verification, long second, int blocks) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < blocks; i++) {
      long millis = second * 1000 + 1 + i;
      var time = Instant.ofEpochMilli(millis).toString();
      texts.add(time + ":" + (i % 7 == 6 ? "unknown" : (second + i) % 101));
    }
    return new LedgerEntry(session, verification, second, texts);
  }

  static Future<LedgerEntry.Appended> append(Vertx on, LedgerEntry entry) {
    return on.eventBus()
        .<JsonObject>request(Addresses.LEDGER_APPEND, Wire.encode(entry))
        .map(reply -> Wire.decode(reply.body(), LedgerEntry.Appended.class));
  }

  /** Sends until acknowledged, as the real sender does. */
  static LedgerEntry.Appended appendSurely(Vertx on, LedgerEntry entry) {
    return eventually(() -> TestServers.await(append(on, entry)));
  }

  /** Calls until it does not throw, for 60 s. */
  static <T> T eventually(Supplier<T> call) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        return call.get();
      } catch (RuntimeException e) {
        if (System.nanoTime() > deadline) throw e;
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  static void until(BooleanSupplier condition) {
    eventually(
        () -> {
          if (!condition.getAsBoolean()) throw new IllegalStateException("not yet");
          return null;
        });
  }

  long number(String sql) {
    return TestServers.await(pool.query(sql).execute()).iterator().next().getLong(0);
  }

  /** As the owner of the database would do it: past the application. */
  void tamper(String sql) {
    TestServers.await(pool.query(sql).execute());
  }

  static long now() {
    return System.currentTimeMillis() / 1000;
  }
}
