package io.medtrust.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.medtrust.store.EmbeddedServers;
import io.medtrust.testing.NodeProcess;
import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.Until;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node is killed during a call, starts again on the same folder, and is stopped properly. */
class NodeDeathTest {
  private static final String PASSWORD = "a pass phrase for tests";

  @TempDir Path files;

  @Test
  void after_a_kill_the_call_comes_back_and_no_block_is_lost() throws Exception {
    var data = files.resolve("data");
    var url = "http://localhost:" + freePort();
    NodeProcess node = start(data, url, "first.log");
    NodeProcess again = null;
    try (var browser = TestBrowser.withFakeDevice()) {
      node.awaitReady();
      var doctor = enter(browser, url, "doctor");
      var patient = enter(browser, url, "patient");
      for (var page : List.of(doctor, patient)) Pages.awaitRemoteFrames(page, 30);
      var before = Until.given(60, () -> segments(data), found -> found.size() >= 5);
      var left =
          new ArrayList<>(List.of(pid(data, "postgres/postmaster.pid"), pid(data, "redis.pid")));
      left.addAll(NodeProcess.running("--parent " + node.pid() + " "));
      assertTrue(left.size() >= 3, "PostgreSQL, Redis and the worker: " + left);

      long begin = System.nanoTime();
      node.kill();
      again = start(data, url, "second.log");
      again.awaitReady();
      for (long pid : left) Until.holds(20, () -> !alive(pid));
      for (var page : List.of(doctor, patient)) {
        // a new connection, made by the page itself
        Until.given(90, () -> Watcher.video(Watcher.received(page), "framesDecoded"), n -> n >= 30);
        assertEquals(2, ((Number) page.evaluate("connections.length")).intValue(), page.url());
      }
      double back = (System.nanoTime() - begin) / 1e9;
      var after = Until.given(60, () -> segments(data), found -> found.size() >= before.size() + 3);
      var lost = new HashSet<>(before);
      lost.removeAll(after);
      assertEquals(List.of(), List.copyOf(lost), "segments that were there before the kill");
      var verified = verify(data);
      assertEquals(0, verified.status(), verified.output());
      System.out.printf(
          "pictures again %.1f s after the kill; %d segments before, %d after; %s%n",
          back, before.size(), after.size(), verified.output().strip());

      var changed = change(data);
      var found = verify(data);
      assertEquals(1, found.status(), found.output());
      assertTrue(found.output().contains(changed), changed + " is named in: " + found.output());
      assertEquals(1, found.output().lines().filter(line -> line.startsWith("BROKEN")).count());

      var family =
          new ArrayList<>(NodeProcess.running(data.toString(), "--parent " + again.pid() + " "));
      assertTrue(family.size() >= 4, "node, worker, PostgreSQL, Redis: " + family);
      family.add(pid(data, "redis.pid"));
      again.terminate();
      for (long pid : family) assertFalse(alive(pid), NodeProcess.commandLine(pid));
      assertEquals(List.of(), NodeProcess.running(data.toString()));
    } finally {
      if (again != null) again.close();
      node.close();
    }
  }

  @Test
  void production_refuses_secrets_that_are_missing_short_or_known_in_one_sentence()
      throws Exception {
    var secrets =
        Map.of(
            "",
            "not set",
            "short",
            "shorter than 32 bytes",
            "changeme-changeme-changeme-changeme",
            "default");
    for (var secret : secrets.entrySet()) {
      var environment =
          Map.of("MEDTRUST_APP_MODE", "production", "MEDTRUST_APP_TOKEN_SECRET", secret.getKey());
      var refused =
          NodeProcess.run(
              files.resolve("refused.log"),
              environment,
              "run",
              "--data",
              files.resolve("p").toString());
      assertEquals(2, refused.status(), refused.output());
      var lines = refused.output().strip().lines().toList();
      assertEquals(1, lines.size(), refused.output());
      assertTrue(lines.getFirst().startsWith("medtrust: app.token_secret "), lines.getFirst());
      assertTrue(lines.getFirst().contains(secret.getValue()), lines.getFirst());
    }
  }

  private NodeProcess start(Path data, String url, String log) throws Exception {
    var port = url.substring(url.lastIndexOf(':') + 1);
    return NodeProcess.start(
        files.resolve(log),
        Map.of("MEDTRUST_DEMO_PASSWORD", PASSWORD),
        "run",
        "--demo",
        "--port",
        port,
        "--data",
        data.toString());
  }

  private NodeProcess.Ended verify(Path data) throws Exception {
    return NodeProcess.run(
        files.resolve("verify.log"), Map.of(), "verify", "--data", data.toString());
  }

  private static Page enter(TestBrowser browser, String url, String role) {
    var page = browser.newPage(800, 600);
    Watcher.recordConnections(page);
    return Pages.enterRoom(
        page, url, role + "@demo.medtrust.local", PASSWORD, role.equals("doctor"));
  }

  /** Every segment of the log: verification, first block and head hash. */
  private static List<String> segments(Path data) {
    var found = new ArrayList<String>();
    try (var connection = open(data);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select verification, first_block, head_hash from segments order by 1, 2")) {
      while (rows.next())
        found.add(rows.getString(1) + " " + rows.getLong(2) + " " + rows.getString(3));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  /**
   * Changes one block's text by hand; tells its verification and number as {@code verify} should.
   */
  private static String change(Path data) throws Exception {
    try (var connection = open(data);
        var statement = connection.createStatement()) {
      var sql =
          """
          update segments set texts[2] = regexp_replace(texts[2], ':[^:]*$', ':99')
          where (verification, first_block) = (
            select verification, first_block from segments
            where blocks >= 3 and texts[2] not like '%:99' order by first_block limit 1)
          returning verification, first_block\
          """;
      try (var rows = statement.executeQuery(sql)) {
        assertTrue(rows.next(), "a segment to change");
        return "verification " + rows.getString(1) + " block " + (rows.getLong(2) + 1) + " ";
      }
    }
  }

  private static Connection open(Path data) throws Exception {
    var url = EmbeddedServers.runningPostgres(data).orElseThrow();
    var jdbc = url.replace("postgresql://postgres@", "jdbc:postgresql://") + "?user=postgres";
    return DriverManager.getConnection(jdbc);
  }

  private static long pid(Path data, String file) throws Exception {
    return Long.parseLong(Files.readAllLines(data.resolve(file)).getFirst().trim());
  }

  /** A process that has ended and was not yet asked how has no command line any more. */
  private static boolean alive(long pid) {
    return !NodeProcess.commandLine(pid).isEmpty();
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
