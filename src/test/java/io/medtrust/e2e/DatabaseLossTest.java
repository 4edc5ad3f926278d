package io.medtrust.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.medtrust.ledger.Verifier;
import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.TestNode;
import io.medtrust.testing.TestServers;
import io.medtrust.testing.Until;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes away during a call, and comes back. */
class DatabaseLossTest {
  private static final int SECONDS = 30;

  @Test
  void the_call_goes_on_without_the_database_and_the_chain_catches_up() throws Exception {
    try (var node = TestNode.start();
        var browser = TestBrowser.withFakeDevice()) {
      Pages.enterRoom(browser.newPage(800, 600), node, "doctor", true);
      var patient = browser.newPage(800, 600);
      Watcher.recordConnections(patient);
      Pages.enterRoom(patient, node, "patient", false);
      Pages.awaitRemoteFrames(patient, 30);
      Until.holds(60, () -> !seconds(node).isEmpty());
      Until.holds(60, () -> painted(patient) < 5_000);
      assertEquals("ok", health(node));

      var session = node.session();
      var token = node.token("admin");
      long from = Instant.now().getEpochSecond();
      node.node().servers().stopPostgres();
      long frames = Watcher.video(Watcher.received(patient), "framesDecoded");
      // every two seconds: pictures have come, and trust is computed and told
      for (int i = 0; i < SECONDS / 2; i++) {
        patient.waitForTimeout(2000);
        long seen = frames;
        frames =
            Until.given(
                10,
                () -> Watcher.video(Watcher.received(patient), "framesDecoded"),
                now -> now >= seen + 5);
        long painted = painted(patient);
        assertTrue(painted < 10_000, "trust on the page is " + painted + " ms old");
        if (i == SECONDS / 4) assertEquals("degraded", health(node));
      }
      long to = Instant.now().getEpochSecond();
      node.node().servers().startPostgres();

      Until.holds(60, () -> health(node).equals("ok"));
      // what was computed meanwhile is in the chain: not a second is missing
      Until.given(60, () -> seconds(node), seconds -> !seconds.isEmpty() && seconds.last() > to);
      var report = TestServers.await(Verifier.verify(node.node().pool()));
      assertTrue(report.intact(), report.toString());
      var seconds = seconds(node);
      for (long second = from; second <= to; second++) {
        assertTrue(seconds.contains(second), "second " + (second - from) + " of the outage");
      }
      var path = "/api/v1/trustscore/history/" + session + "?limit=500";
      long during =
          Until.given(
              30,
              () -> between(node.get(path, token).getJsonArray("history"), from, to),
              entries -> entries >= to - from - 1);
      System.out.printf(
          "%d s without PostgreSQL: %d blocks in %d segments verify, %d of %d s in the history%n",
          to - from, report.blocks(), report.segments(), during, to - from - 1);
    }
  }

  /** Entries of the history strictly between two seconds. */
  private static long between(JsonArray history, long from, long to) {
    return IntStream.range(0, history.size())
        .mapToLong(i -> time(history.getJsonObject(i).getString("created_at")))
        .filter(second -> second > from && second < to)
        .count();
  }

  private static long time(String timestamp) {
    return Instant.parse(timestamp).getEpochSecond();
  }

  /** How long ago the page painted trust that rests on new media, milliseconds. */
  private static long painted(Page page) {
    return ((Number)
            page.evaluate(
                "Date.now() - Math.max(0,"
                    + " Math.min(document.querySelector('mt-trust')?.dataset.paintedAt ?? 0,"
                    + " document.querySelector('mt-trust')?.dataset.mediaTime ?? 0))"))
        .longValue();
  }

  private static String health(TestNode node) {
    return node.get("/api/v1/health", null).getString("status");
  }

  /** Seconds of which the chain has a segment. */
  private static TreeSet<Long> seconds(TestNode node) {
    var seconds = new TreeSet<Long>();
    var rows = TestServers.await(node.node().pool().query("select second from segments").execute());
    rows.forEach(row -> seconds.add(row.getLong(0)));
    return seconds;
  }
}
