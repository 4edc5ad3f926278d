package io.medtrust.gateway;

import static io.medtrust.gateway.RestTest.error;
import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static Node node;
  private static String admin;

  @BeforeAll
  static void start() {
    node = new Node();
    admin = node.token("admin");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static JsonObject page(String query) {
    var response = node.get("/api/v1/admin/audit" + query, admin);
    assertEquals(200, response.statusCode(), response.bodyAsString());
    return response.bodyAsJsonObject();
  }

  private static void insert(int count, String type, UUID actor) {
    await(
        node.pool
            .query(
                "insert into audit_events (at, type, severity, actor) select now() - (i / 3) *"
                    + " interval '1 microsecond', '"
                    + type
                    + "', case when i % 2 = 0 then 'info' else 'critical' end, '"
                    + actor
                    + "' from generate_series(0, "
                    + (count - 1)
                    + ") i")
            .execute());
  }

  @Test
  void nobodyChangesOrDeletesWhatWasWritten() {
    insert(3, "KEPT", UUID.randomUUID());
    var day =
        await(
                node.pool
                    .query(
                        "select tableoid::regclass::text as t from audit_events"
                            + " where type = 'KEPT' limit 1")
                    .execute())
            .iterator()
            .next()
            .getString("t");
    for (var table : List.of("audit_events", day)) {
      for (var sql :
          List.of(
              "update " + table + " set severity = 'info' where type = 'KEPT'",
              "update " + table + " set details = '{}'",
              "delete from " + table,
              "truncate " + table)) {
        var refused =
            assertThrows(PgException.class, () -> await(node.pool.query(sql).execute()), sql);
        assertEquals("42501", refused.getSqlState(), sql);
      }
    }
    assertEquals(3, page("?type=KEPT").getJsonArray("events").size());
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrDoubleWhileEventsArrive() {
    var actor = UUID.randomUUID();
    insert(25, "PAGED", actor);
    var ids = new ArrayList<String>();
    String next = null;
    do {
      var page = page("?type=PAGED&limit=4" + (next == null ? "" : "&after=" + next));
      var events = page.getJsonArray("events");
      assertTrue(events.size() <= 4);
      for (int i = 0; i < events.size(); i++) ids.add(events.getJsonObject(i).getString("id"));
      next = page.getString("next");
      if (ids.size() == 8) {
        // Newer ones do not move what follows.
        await(
            node.pool
                .query(
                    "insert into audit_events (at, type, severity)"
                        + " values (now() + interval '1 second', 'PAGED', 'info')")
                .execute());
      }
    } while (next != null);
    assertEquals(25, ids.size());
    assertEquals(25, new HashSet<>(ids).size());
  }

  @Test
  void filtersFindWhatTheySayAndNothingElse() {
    var actor = UUID.randomUUID();
    insert(10, "FILTERED", actor);
    assertEquals(10, page("?actor=" + actor).getJsonArray("events").size());
    assertEquals(5, page("?actor=" + actor + "&severity=critical").getJsonArray("events").size());
    assertEquals(0, page("?subject=" + actor).getJsonArray("events").size());
    assertEquals(
        0, page("?actor=" + actor + "&from=2199-01-01T00:00:00Z").getJsonArray("events").size());
    assertEquals(
        10,
        page("?actor=" + actor + "&from=2020-01-01T00:00:00%2B02:00&to=2199-01-01T00:00:00Z")
            .getJsonArray("events")
            .size());
    for (var wrong :
        List.of(
            "?severity=bad",
            "?from=yesterday",
            "?to=-999999999-01-01T00:00:00Z",
            "?limit=501",
            "?limit=x",
            "?after=x",
            "?after=" + "A".repeat(400),
            "?type=" + "a".repeat(101))) {
      error(node.get("/api/v1/admin/audit" + wrong, admin), 400, "validation_failed");
    }
    error(node.get("/api/v1/admin/audit?actor=me", admin), 400, "validation_failed");
    assertEquals(0, page("?type=%27%20or%201=1--").getJsonArray("events").size());
  }

  @Test
  void anActIsThereWithItsActorSubjectAndRequest() {
    var id = node.person("viewer", "audited@x.example", false);
    var response = node.post("/api/v1/admin/users/" + id + "/block", admin, new JsonObject());
    Until.isTrue(
        "the event is there", () -> !page("?subject=" + id).getJsonArray("events").isEmpty());
    var event =
        page("?subject=" + id + "&type=USER_BLOCKED").getJsonArray("events").getJsonObject(0);
    assertEquals(response.getHeader("X-Request-ID"), event.getString("request_id"));
    assertEquals("warning", event.getString("severity"));
    assertNotNull(event.getString("actor"));
    assertFalse(event.encode().contains("audited@x.example"));
  }

  @Test
  void onlyWhoMayReadsIt() {
    error(node.get("/api/v1/admin/audit", null), 401, "missing_token");
    for (var role : List.of("doctor", "patient", "display")) {
      error(node.get("/api/v1/admin/audit", node.token(role)), 403, "insufficient_permissions");
    }
  }
}
