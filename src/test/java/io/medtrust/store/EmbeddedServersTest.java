package io.medtrust.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersTest {
  /** A node that starts both servers, stores a row, and is gone without closing anything. */
  static final class Killed {
    public static void main(String[] args) throws Exception {
      var servers = new EmbeddedServers(Path.of(args[0]));
      var url = servers.startPostgres();
      servers.startRedis();
      Migrations.apply(url);
      var pool = Database.postgres(Vertx.vertx(), url, 1);
      TestServers.await(pool.query("insert into wards (name) values ('ICU North')").execute());
      Runtime.getRuntime().halt(9);
    }
  }

  @Test
  void what_an_earlier_node_left_running_is_stopped_and_its_data_kept(@TempDir Path data)
      throws Exception {
    var vertx = Vertx.vertx();
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var killed =
        new ProcessBuilder(java, "-cp", classes, Killed.class.getName(), data.toString())
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("killed.log").toFile())
            .start();
    assertEquals(9, killed.waitFor(), Files.readString(data.resolve("killed.log")));
    long postgresPid =
        Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst());
    long redisPid = Long.parseLong(Files.readString(data.resolve("redis.pid")).trim());

    // the node was killed: nothing was closed, and a new one starts on the same folder
    try (var next = new EmbeddedServers(data)) {
      var nextUrl = next.startPostgres();
      var redisUrl = next.startRedis();
      assertFalse(ProcessHandle.of(postgresPid).map(ProcessHandle::isAlive).orElse(false));
      assertFalse(ProcessHandle.of(redisPid).map(ProcessHandle::isAlive).orElse(false));
      assertEquals(0, Migrations.apply(nextUrl));
      var nextPool = TestServers.pool(vertx, nextUrl);
      var rows = TestServers.await(nextPool.query("select name from wards").execute());
      assertEquals("ICU North", rows.iterator().next().getString(0));
      var redis = Database.redis(vertx, redisUrl);
      assertEquals("PONG", TestServers.await(redis.send(Request.cmd(Command.PING))).toString());
    }
    TestServers.await(vertx.close());
  }

  @Test
  void partitions_can_be_made_twice_and_at_once_and_take_rows_of_today_and_tomorrow() {
    var vertx = Vertx.vertx();
    var pool = TestServers.pool(vertx);
    var today = LocalDate.now(java.time.ZoneOffset.UTC);
    var again = Partitions.ensure(pool, today);
    TestServers.await(Partitions.ensure(pool, today.plusDays(1)));
    TestServers.await(again);
    for (int d = 0; d < 2; d++) {
      var count =
          TestServers.await(
              pool.preparedQuery(
                      "insert into audit_events (at, type, severity, session_id) values ($1, 'X',"
                          + " 'info', $2)")
                  .execute(
                      Tuple.of(
                          today.plusDays(d).atStartOfDay().atOffset(java.time.ZoneOffset.UTC),
                          UUID.randomUUID())));
      assertTrue(count.rowCount() == 1);
    }
    TestServers.await(vertx.close());
  }
}
