package io.medtrust.ledger;

import io.medtrust.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures the ledger on a PostgreSQL of its own with fsync on. Not a test: run its {@code main}
 * with the test class path. Prints appends and blocks a second, the time to acknowledgement, the
 * bytes of an hour, and how fast the verifier is.
 */
final class LedgerLoad {
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool = TestServers.pool(vertx);
  private final String session = UUID.randomUUID().toString();

  public static void main(String[] args) throws Exception {
    var load = new LedgerLoad();
    load.run();
    TestServers.await(load.vertx.close());
  }

  private void run() throws InterruptedException {
    TestServers.await(
        vertx.deployVerticle(
            new LedgerVerticle(
                new LedgerSettings(500, 2, 20_000, 100, 2_000, 10_000),
                "load",
                pool,
                new SimpleMeterRegistry()),
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    LedgerTestBase.appendSurely(
        vertx,
        LedgerTestBase.entry(session, UUID.randomUUID().toString(), LedgerTestBase.now() - 9, 1));
    append(1, 300, 5);
    append(64, 60, 1);
    append(64, 60, 5);
    append(500, 30, 5);
    hour();
    for (int i = 0; i < 3; i++) {
      var report = TestServers.await(Verifier.verify(pool));
      System.out.printf(
          "verify: %d blocks in %d ms = %d blocks/s, intact %s%n",
          report.blocks(),
          report.millis(),
          report.blocks() * 1000 / Math.max(1, report.millis()),
          report.intact());
    }
  }

  private void append(int chains, int seconds, int blocks) throws InterruptedException {
    for (int round = 0; round < 2; round++) {
      var nanos = new long[chains * seconds];
      var index = new AtomicInteger();
      var done = new CountDownLatch(chains);
      long begin = System.nanoTime();
      for (int c = 0; c < chains; c++) {
        var id = UUID.randomUUID().toString();
        next(id, LedgerTestBase.now() - seconds - 1, seconds, blocks, nanos, index, done);
      }
      if (!done.await(120, TimeUnit.SECONDS)) throw new IllegalStateException("not done");
      double elapsed = (System.nanoTime() - begin) / 1e9;
      Arrays.sort(nanos);
      System.out.printf(
          "%d chains at once, %d blocks an append: %.0f appends/s, %.0f blocks/s,"
              + " acknowledged p50 %.1f ms p99 %.1f ms%n",
          chains,
          blocks,
          nanos.length / elapsed,
          nanos.length * blocks / elapsed,
          nanos[nanos.length / 2] / 1e6,
          nanos[nanos.length * 99 / 100] / 1e6);
    }
  }

  private void next(
      String id,
      long second,
      int left,
      int blocks,
      long[] nanos,
      AtomicInteger index,
      CountDownLatch done) {
    if (left == 0) {
      done.countDown();
      return;
    }
    long begin = System.nanoTime();
    LedgerTestBase.append(vertx, LedgerTestBase.entry(session, id, second, blocks))
        .onFailure(Throwable::printStackTrace)
        .onSuccess(
            _ -> {
              nanos[index.getAndIncrement()] = System.nanoTime() - begin;
              next(id, second + 1, left - 1, blocks, nanos, index, done);
            });
  }

  /** The room that an hour of 20 verifications takes, indexes included. */
  private void hour() throws InterruptedException {
    TestServers.await(pool.query("truncate segments").execute());
    int chains = 20;
    int seconds = 3600;
    var done = new CountDownLatch(chains);
    for (int c = 0; c < chains; c++) {
      next(
          UUID.randomUUID().toString(),
          LedgerTestBase.now() - seconds - 1,
          seconds,
          5,
          new long[chains * seconds],
          new AtomicInteger(),
          done);
    }
    if (!done.await(300, TimeUnit.SECONDS)) throw new IllegalStateException("not done");
    long bytes =
        TestServers.await(
                pool.query(
                        "select sum(pg_total_relation_size(inhrelid)) from pg_inherits"
                            + " where inhparent = 'segments'::regclass")
                    .execute())
            .iterator()
            .next()
            .getLong(0);
    System.out.printf("an hour of one verification: %.2f MB%n", bytes / 1e6 / chains);
  }
}
