package io.medtrust.gateway;

import static io.medtrust.gateway.RestTest.error;
import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdminFiguresTest {
  private static Node node;
  private static String admin;

  @BeforeAll
  static void start() {
    node = new Node();
    // Two scores of today, one unknown, one of yesterday; three critical events, one long ago.
    sql(
        "insert into trust_logs (at, verification, session_id, trust_score, status, coverage,"
            + " calibration) select now() - h * interval '1 hour', '"
            + node.verification
            + "', '"
            + node.session
            + "', s, case when s is null then 'unknown' else 'safe' end, 0.5, 'x' from (values"
            + " (0.01, 80), (0.02, 60), (0.03, null), (25.0, 56)) v (h, s)"
            + " where now() - h * interval '1 hour' >= current_date - 1");
    sql(
        "insert into audit_events (at, type, severity, session_id) values"
            + " (now(), 'DEEPFAKE_ALERT', 'critical', '"
            + node.session
            + "'), (now(), 'TOKEN_REPLAY', 'critical', null)");
    node.person("doctor", "=cmd@x.example", false);
    sql(
        "update users set name = '=HYPERLINK(\"http://x\"), \"quoted\"' || chr(10) || 'line' where"
            + " email like '=cmd%'");
    sql(
        "insert into audit_events (at, type, severity, subject) select now(), 'FORCE_REVERIFY',"
            + " 'warning', id from users where email like '=cmd%'");
    admin = node.token("admin");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static void sql(String text) {
    await(node.pool.query(text).execute());
  }

  private static JsonObject get(String path) {
    var response = node.get("/api/v1/admin/" + path, admin);
    assertEquals(200, response.statusCode(), response.bodyAsString());
    return response.bodyAsJsonObject();
  }

  @Test
  void figuresAreThoseOfTheTables() {
    var stats = get("stats");
    assertEquals(1, stats.getJsonObject("users").getInteger("admin"));
    assertEquals(2, stats.getJsonObject("users").getInteger("doctor"));
    assertEquals(5, stats.getInteger("active_users"));
    assertEquals(1, stats.getJsonObject("sessions").getInteger("active"));
    assertEquals(2, stats.getJsonObject("events_24h").getInteger("critical"));
    var trust = stats.getJsonObject("trust");
    assertEquals(3, trust.getInteger("computations_24h"));
    assertEquals(1, trust.getInteger("unknown_24h"));
    assertEquals(70.0, trust.getDouble("average_24h"));
    var before = trust.getDouble("average_24h_before");
    // Shortly after midnight the day before yesterday has no partition in a test.
    assertEquals(before == null ? null : (Double) 25.0, trust.getDouble("trustScoreChangePercent"));
    var dashboard = get("dashboard");
    assertEquals("ok", dashboard.getJsonObject("health").getString("status"));
    assertEquals(1, dashboard.getJsonArray("verifications").size());
  }

  @Test
  void theLastHourOfTheActivityIsThisOne() {
    var activity = get("threat-activity").getJsonArray("activity");
    assertEquals(24, activity.size());
    int sum = 0;
    for (int i = 0; i < 24; i++) {
      sum += activity.getJsonObject(i).getInteger("count");
      assertTrue(activity.getJsonObject(i).getString("hour").matches("\\d\\d:00"));
    }
    assertEquals(2, sum);
  }

  @Test
  void aVerificationShowsItsNewestTrust() {
    var row = get("recent-verifications").getJsonArray("verifications").getJsonObject(0);
    assertEquals(node.session, row.getString("stream_id"));
    assertEquals(80, row.getInteger("trust_score"));
    assertEquals("safe", row.getString("trust_status"));
    assertNull(row.getString("ended_at"));
    error(
        node.get("/api/v1/admin/recent-verifications?limit=101", admin), 400, "validation_failed");
  }

  @Test
  void theReportIsTheSameAsJsonAndAsCsv() {
    var json = get("compliance/report?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z");
    assertEquals(0, json.getJsonArray("events").size());
    json = get("compliance/report?format=json&to=2099-01-01T00:00:00Z&from=2098-02-01T00:00:00Z");
    assertEquals(new JsonArray(), json.getJsonArray("totals"));
    var at = java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC).plusMinutes(1);
    var period = "compliance/report?to=" + at.toInstant() + "&from=" + at.minusDays(2).toInstant();
    json = get(period);
    var response = node.get("/api/v1/admin/" + period + "&format=csv", admin);
    assertEquals(200, response.statusCode());
    assertTrue(response.getHeader("Content-Type").startsWith("text/csv"));
    var rows = parse(response.bodyAsString());
    assertEquals(List.of("Event Type", "Severity", "Doctor", "Timestamp"), rows.getFirst());
    var events = json.getJsonArray("events");
    assertTrue(rows.size() - 1 >= events.size());
    for (int i = 0; i < events.size(); i++) {
      var event = events.getJsonObject(i);
      var doctor = event.getString("doctor") == null ? "" : event.getString("doctor");
      assertEquals(
          List.of(
              event.getString("event_type"),
              event.getString("severity"),
              // What a spreadsheet would compute is made text.
              doctor.startsWith("=") ? "'" + doctor : doctor,
              event.getString("timestamp")),
          rows.get(i + 1));
    }
    assertTrue(events.encode().contains("Dr. Demo Doctor"));
    assertTrue(events.encode().contains("HYPERLINK"));
    for (var wrong :
        List.of(
            "?format=xml",
            "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
            "?from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
            "?from=today")) {
      error(node.get("/api/v1/admin/compliance/report" + wrong, admin), 400, "validation_failed");
    }
  }

  /** RFC 4180, as strict as a reader of other people's files is not. */
  private static List<List<String>> parse(String csv) {
    var rows = new ArrayList<List<String>>();
    var row = new ArrayList<String>();
    int i = 0;
    while (i < csv.length()) {
      var field = new StringBuilder();
      if (csv.charAt(i) == '"') {
        i++;
        while (csv.charAt(i) != '"' || (i + 1 < csv.length() && csv.charAt(i + 1) == '"')) {
          if (csv.charAt(i) == '"') i++;
          field.append(csv.charAt(i++));
        }
        i++;
      } else {
        while (csv.charAt(i) != ',' && csv.charAt(i) != '\r') field.append(csv.charAt(i++));
      }
      row.add(field.toString());
      if (csv.charAt(i) == ',') {
        i++;
      } else {
        assertEquals("\r\n", csv.substring(i, i + 2));
        i += 2;
        rows.add(row);
        row = new ArrayList<>();
      }
    }
    assertEquals(List.of(), row);
    return rows;
  }

  @Test
  void onlyWhoMaySeesFigures() {
    for (var path :
        List.of(
            "stats", "dashboard", "threat-activity", "recent-verifications", "compliance/report")) {
      error(node.get("/api/v1/admin/" + path, null), 401, "missing_token");
      error(
          node.get("/api/v1/admin/" + path, node.token("doctor")), 403, "insufficient_permissions");
    }
  }
}
