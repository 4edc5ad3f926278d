package io.medtrust.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.AuditEvent;
import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Wire;
import io.medtrust.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LedgerVerticleTest extends LedgerTestBase {
  private final String session = UUID.randomUUID().toString();
  private final String verification = UUID.randomUUID().toString();

  @Test
  void entries_are_chained_committed_and_verify() {
    deploy(vertx, pool, "a");
    long second = now() - 100;
    var first = appendSurely(vertx, entry(session, verification, second, 5));
    assertEquals(5, first.block());
    var next = TestServers.await(append(vertx, entry(session, verification, second + 1, 3)));
    assertEquals(8, next.block());
    assertTrue(next.intact());

    var report = TestServers.await(Verifier.verify(pool));
    assertTrue(report.intact());
    assertEquals(8, report.blocks());
    assertEquals(2, report.segments());
    assertEquals(8, metrics.counter("medtrust.chain.blocks").count());
    assertEquals(
        next.head(),
        TestServers.await(
                pool.query("select head_hash from segments where first_block=6").execute())
            .iterator()
            .next()
            .getString(0));
  }

  @Test
  void an_entry_sent_again_is_answered_with_what_is_stored() {
    deploy(vertx, pool, "a");
    long second = now() - 100;
    var entry = entry(session, verification, second, 5);
    var first = appendSurely(vertx, entry);
    appendSurely(vertx, entry(session, verification, second + 1, 5));
    assertEquals(first, TestServers.await(append(vertx, entry)));
    assertEquals(10, number("select sum(blocks) from segments"));
    assertEquals(10, metrics.counter("medtrust.chain.blocks").count());

    var other = new LedgerEntry(session, verification, second, entry.texts().subList(0, 2));
    assertEquals(409, failure(append(vertx, other)).failureCode());
    assertEquals(
        409, failure(append(vertx, entry(session, verification, second - 5, 1))).failureCode());
  }

  @Test
  void what_is_not_an_entry_is_refused_and_disturbs_nobody() {
    deploy(vertx, pool, "a");
    long second = now() - 100;
    appendSurely(vertx, entry(session, verification, second, 1));
    var good = entry(session, verification, second + 1, 2).texts();
    for (var bad :
        List.of(
            new LedgerEntry(session, verification, second + 1, List.of()),
            new LedgerEntry(session, verification, second + 1, List.of("x")),
            new LedgerEntry(session, verification, second + 2, good),
            new LedgerEntry(session, verification, second + 1, good.reversed()),
            new LedgerEntry(session, verification, second + 1, null),
            new LedgerEntry("x", verification, second + 1, good),
            new LedgerEntry(session, verification.toUpperCase(), second + 1, good),
            new LedgerEntry(session, null, second + 1, good),
            entry(session, verification, second + 1, 1001 - 1 + 1),
            entry(session, verification, now() + 3600, 1),
            entry(session, verification, now() - 200_000, 1))) {
      if (bad.verification() != null && bad.verification().equals(verification.toUpperCase())) {
        if (verification.equals(verification.toUpperCase())) continue;
      }
      assertEquals(400, failure(append(vertx, bad)).failureCode(), bad.toString());
    }
    assertEquals(
        400,
        failure(vertx.eventBus().request(Addresses.LEDGER_APPEND, new JsonObject().put("v", 1)))
            .failureCode());
    TestServers.await(append(vertx, entry(session, verification, second + 1, 2)));
    assertTrue(TestServers.await(Verifier.verify(pool)).intact());
  }

  @Test
  void many_chains_grow_in_shared_commits() {
    deploy(vertx, pool, "a");
    long second = now() - 200;
    var ids = new ArrayList<String>();
    for (int i = 0; i < 50; i++) ids.add(UUID.randomUUID().toString());
    appendSurely(vertx, entry(session, verification, second, 1));
    for (int s = 0; s < 10; s++) {
      var sent = new ArrayList<Future<LedgerEntry.Appended>>();
      for (var id : ids) sent.add(append(vertx, entry(session, id, second + s, 5)));
      for (var f : sent) TestServers.await(f);
    }
    var report = TestServers.await(Verifier.verify(pool));
    assertTrue(report.intact());
    assertEquals(51, report.verifications());
    assertEquals(50 * 50 + 1, report.blocks());
    long commits = number("select count(distinct written_at) from segments");
    assertTrue(commits < 300, commits + " commits for 501 segments");
  }

  @Test
  void of_two_nodes_one_writes_and_the_other_takes_over() {
    var other = Vertx.vertx();
    nodes.add(other);
    var otherPool = TestServers.pool(other, database);
    var first = deploy(vertx, pool, "a");
    long second = now() - 100;
    appendSurely(vertx, entry(session, verification, second, 5));
    deploy(other, otherPool, "b");
    // nobody listens on the standby's bus
    assertEquals(
        -1, failure(append(other, entry(session, verification, second + 1, 5))).failureCode());

    TestServers.await(vertx.undeploy(first));
    var next = appendSurely(other, entry(session, verification, second + 1, 5));
    assertEquals(10, next.block());
    assertEquals(2, number("select max(epoch) from ledger_epochs"));
    assertTrue(TestServers.await(Verifier.verify(pool)).intact());
  }

  @Test
  void a_writer_that_lost_its_lock_unseen_cannot_commit() {
    deploy(vertx, pool, "a");
    long second = now() - 100;
    appendSurely(vertx, entry(session, verification, second, 5));
    // What a takeover does, without the lock: as if a proxy had dropped it.
    tamper("insert into ledger_epochs (epoch, node) select max(epoch) + 1, 'x' from ledger_epochs");
    var entry = entry(session, verification, second + 1, 5);
    var answer = append(vertx, entry);
    // Either refused, or the heartbeat was faster and the next term took it.
    try {
      TestServers.await(answer);
    } catch (ReplyException refused) {
      appendSurely(vertx, entry);
    }
    assertEquals(0, number("select count(*) from segments where epoch = 2"));
    assertEquals(5, number("select sum(blocks) from segments where epoch = 3"));
    assertTrue(TestServers.await(Verifier.verify(pool)).intact());
  }

  @Test
  void no_acknowledged_block_is_lost_when_the_writers_connection_is_killed() {
    deploy(vertx, pool, "a");
    long begin = now() - 1000;
    appendSurely(vertx, entry(session, verification, begin, 5));
    var killing = new AtomicBoolean(true);
    var killer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 5; i++) {
                    long was = number("select max(epoch) from ledger_epochs");
                    cutOffTheWriter();
                    until(() -> number("select max(epoch) from ledger_epochs") > was);
                  }
                  killing.set(false);
                });
    var acknowledged = new ArrayList<LedgerEntry.Appended>();
    for (long s = 1; killing.get() || s < 30; s++) {
      if (s == 900) throw new IllegalStateException("the killing takes too long");
      acknowledged.add(appendSurely(vertx, entry(session, verification, begin + s, 5)));
    }
    try {
      killer.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    var report = TestServers.await(Verifier.verify(pool));
    assertTrue(report.intact(), report.broken().toString());
    assertEquals(5 * (acknowledged.size() + 1), report.blocks());
    for (int i = 0; i < acknowledged.size(); i++) {
      assertEquals(5L * (i + 2), acknowledged.get(i).block());
    }
    assertTrue(number("select max(epoch) from ledger_epochs") >= 6);
  }

  @Test
  void two_writers_that_are_cut_off_in_turn_keep_one_chain() {
    var other = Vertx.vertx();
    nodes.add(other);
    var otherPool = TestServers.pool(other, database);
    deploy(vertx, pool, "a");
    deploy(other, otherPool, "b");
    long begin = now() - 1000;
    for (int s = 0; s < 24; s++) {
      var entry = entry(session, verification, begin + s, 5);
      var appended =
          eventually(
              () -> {
                try {
                  return TestServers.await(append(vertx, entry));
                } catch (RuntimeException _) {
                  return TestServers.await(append(other, entry));
                }
              });
      assertEquals(5L * (s + 1), appended.block());
      if (s % 4 == 3) cutOffTheWriter();
    }
    var report = TestServers.await(Verifier.verify(pool));
    assertTrue(report.intact(), report.broken().toString());
    assertEquals(24 * 5, report.blocks());
    assertTrue(number("select max(epoch) from ledger_epochs") >= 6);
  }

  /** Ends the database session that holds the writer's lock. */
  private void cutOffTheWriter() {
    tamper(
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
            + " and objsubid = 1 and mode = 'ExclusiveLock' and granted"
            + " and database = (select oid from pg_database"
            + " where datname = current_database())");
  }

  @Test
  void a_changed_head_is_noticed_at_the_next_append() {
    var audit = new ConcurrentLinkedQueue<AuditEvent>();
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.AUDIT_APPEND,
            m -> {
              audit.add(Wire.decode(m.body(), AuditEvent.class));
              m.reply(null);
            });
    deploy(vertx, pool, "a");
    long second = now() - 100;
    appendSurely(vertx, entry(session, verification, second, 5));
    tamper("update segments set texts[3] = replace(texts[3], ':', ':') || '', epoch = epoch + 9");
    var next = TestServers.await(append(vertx, entry(session, verification, second + 1, 5)));
    assertFalse(next.intact());
    until(() -> audit.size() == 1);
    assertEquals("CHAIN_TAMPER", audit.peek().type());
    assertEquals("critical", audit.peek().severity());
    assertEquals(1, metrics.counter("medtrust.chain.verify.failures").count());
    // Told once, remembered, and the chain goes on.
    next = TestServers.await(append(vertx, entry(session, verification, second + 2, 5)));
    assertFalse(next.intact());
    assertEquals(15, next.block());
    assertEquals(1, audit.size());
    assertFalse(TestServers.await(Verifier.verify(pool)).intact());
  }

  @Test
  void a_deleted_head_is_noticed_and_leaves_a_gap() {
    deploy(vertx, pool, "a");
    long second = now() - 100;
    appendSurely(vertx, entry(session, verification, second, 5));
    appendSurely(vertx, entry(session, verification, second + 1, 5));
    tamper("delete from segments where first_block = 6");
    assertFalse(
        TestServers.await(append(vertx, entry(session, verification, second + 2, 5))).intact());
    var report = TestServers.await(Verifier.verify(pool));
    assertEquals(1, report.brokenChains());
    assertEquals("gap", report.broken().getFirst().code());
    assertEquals(6, report.broken().getFirst().block());
  }

  @Test
  void a_foreign_segment_is_noticed_and_the_chain_goes_on_behind_it() {
    deploy(vertx, pool, "a");
    long second = now() - 100;
    var head = appendSurely(vertx, entry(session, verification, second, 5));
    var forged =
        Segment.chain(
            new Segment.Head(head.block(), head.head(), second),
            entry(session, verification, second + 1, 2),
            1,
            (second + 1) * 1_000_000);
    TestServers.await(pool.withConnection(c -> SegmentStore.insert(c, List.of(forged))));
    var next = TestServers.await(append(vertx, entry(session, verification, second + 2, 5)));
    assertFalse(next.intact());
    assertEquals(12, next.block());
    assertNotEquals(head.head(), next.head());
  }

  private static ReplyException failure(Future<?> future) {
    return assertThrows(ReplyException.class, () -> TestServers.await(future));
  }
}
