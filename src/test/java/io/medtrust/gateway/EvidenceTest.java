package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.store.Partitions;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final int SECONDS = 30;
  private static final List<String> DETECTORS = List.of("face_identity", "replay", "voice");
  private static Node node;
  private static OffsetDateTime start;

  @BeforeAll
  static void start() {
    node = new Node();
    start = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    for (int i = 0; i < SECONDS; i++) {
      for (var detector : DETECTORS) insert(node.verification, detector, start.plusSeconds(i), i);
    }
    insert(UUID.randomUUID().toString(), "voice", start, 1);
  }

  private static void insert(String verification, String detector, OffsetDateTime at, int i) {
    await(
        node.pool
            .preparedQuery(
                "insert into readings (at, verification, session_id, detector, state, score, code,"
                    + " reason, evidence, media_time, model, config, llr, model_hash, build)"
                    + " values ($1,$2,$3,$4,'ok',$5,'ok','It is well.',$6,$1,'net@0123abcd','1',"
                    + " 1.5,'0123abcd','00112233445566aa')")
            .execute(
                Tuple.of(
                    at,
                    UUID.fromString(verification),
                    UUID.fromString(node.session),
                    detector,
                    (float) i,
                    new JsonObject().put("sum", i))));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String path(String query) {
    return "/api/v1/streams/" + node.session + "/evidence" + query;
  }

  private static JsonObject get(String query) {
    var response = node.get(path(query), node.token("admin"));
    assertEquals(200, response.statusCode(), response.bodyAsString());
    return response.bodyAsJsonObject();
  }

  @Test
  void theDoctorReadsWhatWasMeasuredAndByWhat() {
    var body = node.get(path("?limit=1"), node.token("doctor")).bodyAsJsonObject();
    assertEquals(node.session, body.getString("stream_id"));
    assertEquals(node.verification, body.getString("verification"));
    var r = body.getJsonArray("readings").getJsonObject(0);
    assertEquals("face_identity", r.getString("detector"));
    assertEquals(start.toInstant().toString(), r.getString("at"));
    assertEquals(1.5, r.getDouble("llr"));
    assertEquals("net@0123abcd", r.getString("model"));
    assertEquals("0123abcd", r.getString("model_hash"));
    assertEquals("1", r.getString("config"));
    assertEquals("00112233445566aa", r.getString("build"));
    assertEquals(0, r.getJsonObject("evidence").getInteger("sum"));
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() {
    for (int limit : new int[] {1_000, 89, 30, 7, 4}) {
      var seen = new ArrayList<String>();
      var query = "?limit=" + limit;
      for (String next = ""; next != null; ) {
        var body = get(query + next);
        assertTrue(body.getInteger("count") <= limit);
        for (Object o : body.getJsonArray("readings")) {
          var r = (JsonObject) o;
          seen.add(r.getString("at") + r.getString("detector"));
        }
        next = body.getString("next") == null ? null : "&after=" + body.getString("next");
      }
      assertEquals(SECONDS * DETECTORS.size(), seen.size());
      assertEquals(seen.size(), new HashSet<>(seen).size());
      assertEquals(seen.stream().sorted().toList(), seen);
    }
  }

  @Test
  void aDetectorAndATimeCanBeAskedFor() {
    var body =
        get(
            "?detector=replay&from="
                + start.plusSeconds(10).toInstant()
                + "&to="
                + start.plusSeconds(15).toInstant());
    assertEquals(5, body.getInteger("count"));
    assertNull(body.getString("next"));
    for (Object o : body.getJsonArray("readings")) {
      assertEquals("replay", ((JsonObject) o).getString("detector"));
    }
    assertEquals(0, get("?detector=unknown_one").getInteger("count"));
    assertEquals(0, get("?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z").getInteger("count"));
  }

  @Test
  void questionsThatMakeNoSenseAreRefused() {
    for (var query :
        List.of(
            "?limit=0",
            "?limit=1001",
            "?limit=x",
            "?detector=Voice%27--",
            "?detector=" + "a".repeat(51),
            "?from=yesterday",
            "?from=2026-01-01",
            "?to=%2B999999999-12-31T00:00:00Z",
            "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
            "?after=x",
            "?after=x,voice",
            "?after=2026-01-01T00:00:00Z,%00")) {
      RestTest.error(node.get(path(query), node.token("admin")), 400, "validation_failed");
    }
  }

  @Test
  void readingsOfDaysThatAreKeptNoLongerAreDropped() {
    var today = LocalDate.now(ZoneOffset.UTC);
    var old = today.minusDays(40);
    await(Partitions.ensure(node.pool, old));
    insert(UUID.randomUUID().toString(), "voice", old.atTime(12, 0).atOffset(ZoneOffset.UTC), 1);
    assertEquals(1, before(today.minusDays(30)));
    // the days around it that were made with it go too
    int dropped = await(Partitions.dropBefore(node.pool, "readings", today.minusDays(30)));
    assertTrue(dropped >= 1, dropped + " partitions");
    assertEquals(0, before(today.minusDays(30)));
    assertEquals(0, await(Partitions.dropBefore(node.pool, "readings", today.minusDays(30))));
    assertFalse(get("?limit=1").getJsonArray("readings").isEmpty(), "today's are kept");
  }

  private static int before(LocalDate day) {
    return await(
            node.pool
                .preparedQuery("select count(*)::int as n from readings where at < $1")
                .execute(Tuple.of(day.atStartOfDay().atOffset(ZoneOffset.UTC))))
        .iterator()
        .next()
        .getInteger("n");
  }
}
