package io.medtrust.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.testing.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerifierTest extends LedgerTestBase {
  private final String session = UUID.randomUUID().toString();
  private final String verification = UUID.randomUUID().toString();

  @Test
  void an_empty_log_verifies() {
    assertEquals(0, run().code());
  }

  @Test
  void a_block_changed_by_hand_is_named() {
    long second = fill(20);
    tamper(
        "update segments set texts[4] = split_part(texts[4], 'Z:', 1) || 'Z:100'"
            + " where first_block = 31");
    var result = run();
    assertEquals(1, result.code());
    assertTrue(
        result
            .out()
            .startsWith("BROKEN verification " + verification + " block 34 second " + (second + 6)),
        result.out());
    assertTrue(result.out().contains("[block_hash]"), result.out());
  }

  @Test
  void each_column_is_covered() {
    fill(5);
    var changes =
        new String[][] {
          {"session_id = gen_random_uuid()", "session_id", "session"},
          {"head_hash = repeat('a', 64)", "head_hash", "head_hash"},
          {"prev_hash = repeat('a', 64)", "prev_hash", "prev_hash"},
          {"epoch = epoch + 1", "epoch", "content_hash"},
          {"written_at = written_at + interval '1 microsecond'", "written_at", "content_hash"},
          {"content_hash = sha256('x')", "content_hash", "content_hash"},
          {"marks = overlay(marks placing '\\x00ff' from 7 for 2)", "marks", "block_hash"},
          {"texts[2] = null", "texts", "block_hash"},
          {"second = second + 1000", "second", "second"},
          {"first_block = 12", "first_block", "gap"},
          {"verification = gen_random_uuid()", "verification", null},
        };
    for (var change : changes) {
      tamper("create table kept as select * from segments where first_block = 11");
      tamper("update segments set " + change[0] + " where first_block = 11");
      var report = TestServers.await(Verifier.verify(pool));
      assertTrue(report.brokenChains() > 0, change[0]);
      if (change[2] != null) assertEquals(change[2], report.broken().getFirst().code(), change[0]);
      tamper(
          "delete from segments where head_hash not in (select head_hash from kept)"
              + " and content_hash in (select content_hash from kept)");
      tamper("delete from segments where first_block in (11, 12)");
      tamper("insert into segments select * from kept");
      tamper("drop table kept");
      assertTrue(TestServers.await(Verifier.verify(pool)).intact(), "restored after " + change[0]);
    }
  }

  @Test
  void one_broken_chain_does_not_hide_another() {
    long second = now() - 500;
    deploy(vertx, pool, "a");
    var ids = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      ids.add(UUID.randomUUID().toString());
      for (int s = 0; s < 3; s++) appendSurely(vertx, entry(session, ids.get(i), second + s, 5));
    }
    ids.sort(null);
    tamper("delete from segments where first_block = 6 and verification = '" + ids.get(1) + "'");
    tamper("delete from segments where first_block = 1 and verification = '" + ids.get(3) + "'");
    var report = TestServers.await(Verifier.verify(pool));
    assertEquals(2, report.brokenChains());
    assertEquals(ids.get(1), report.broken().get(0).verification());
    assertEquals(6, report.broken().get(0).block());
    assertEquals(ids.get(3), report.broken().get(1).verification());
    assertEquals(1, report.broken().get(1).block());
    assertTrue(TestServers.await(Verifier.verify(pool, UUID.fromString(ids.get(0)))).intact());
    assertEquals(
        1, TestServers.await(Verifier.verify(pool, UUID.fromString(ids.get(1)))).brokenChains());
  }

  @Test
  void a_database_that_cannot_be_read_is_not_a_verified_log() {
    tamper("alter table segments rename to gone");
    assertEquals(2, run().code());
  }

  private long fill(int seconds) {
    deploy(vertx, pool, "a");
    long second = now() - 500;
    for (int s = 0; s < seconds; s++) {
      appendSurely(vertx, entry(session, verification, second + s, 5));
    }
    return second;
  }

  private record Result(int code, String out) {}

  private Result run() {
    var out = new ByteArrayOutputStream();
    int code =
        VerifyCommand.run(
            pool,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    return new Result(code, out.toString(StandardCharsets.UTF_8));
  }
}
