package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdminSessionsTest {
  private static Node node;
  private static String admin;
  private static String doctor;
  private static String doctorId;

  @BeforeAll
  static void start() {
    node = new Node();
    admin = node.token("admin");
    var in = node.login("doctor@demo.medtrust.local");
    doctor = in.getString("token");
    doctorId = in.getString("userId");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static HttpResponse<Buffer> call(String method, String path, JsonObject body) {
    return node.call(HttpMethod.valueOf(method), "/api/v1" + path, admin, body);
  }

  private static JsonArray sessions(String path) {
    var answer = call("GET", path, null);
    assertEquals(200, answer.statusCode(), answer.bodyAsString());
    return answer.bodyAsJsonObject().getJsonArray("sessions");
  }

  private static boolean has(JsonArray list, String id) {
    return list.stream().anyMatch(s -> ((JsonObject) s).getString("stream_id").equals(id));
  }

  @Test
  void a_session_is_in_both_lists_while_open_and_in_one_when_over() {
    var started = call("POST", "/admin/stream/start", new JsonObject().put("doctor_id", doctorId));
    assertEquals(201, started.statusCode(), started.bodyAsString());
    var id = started.bodyAsJsonObject().getString("stream_id");
    assertTrue(has(sessions("/admin/sessions"), id));
    assertTrue(has(sessions("/admin/sessions?doctor_id=" + doctorId + "&status=active"), id));

    assertEquals(200, call("PUT", "/admin/stream/" + id + "/stop", null).statusCode());
    assertTrue(!has(sessions("/admin/sessions"), id));
    assertTrue(has(sessions("/admin/sessions/all?status=ended"), id));
    assertTrue(!has(sessions("/admin/sessions/all?status=active"), id));
    assertEquals(409, call("PUT", "/admin/stream/" + id + "/stop", null).statusCode());

    // Older data knows other words for over.
    await(
        node.pool
            .preparedQuery("update sessions set status = 'completed' where id = $1")
            .execute(Tuple.of(UUID.fromString(id))));
    assertTrue(!has(sessions("/admin/sessions"), id));
    assertTrue(has(sessions("/admin/sessions/all?status=completed"), id));
  }

  @Test
  void pages_follow_each_other_and_count_the_filtered() {
    for (int i = 0; i < 3; i++) {
      call("POST", "/streams/create", new JsonObject().put("doctor_id", doctorId));
    }
    var filter = "/admin/sessions/all?limit=1&doctor_id=" + doctorId;
    var first = call("GET", filter, null).bodyAsJsonObject();
    var second = sessions(filter + "&page=2");
    int total = first.getJsonObject("pagination").getInteger("total");
    assertTrue(total >= 3);
    assertEquals(1, second.size());
    assertTrue(
        !has(second, first.getJsonArray("sessions").getJsonObject(0).getString("stream_id")));
    assertEquals(0, sessions(filter + "&page=" + (total + 1)).size());
  }

  @Test
  void wrong_filters_are_refused() {
    assertEquals(400, call("GET", "/admin/sessions?status=no", null).statusCode());
    assertEquals(400, call("GET", "/admin/sessions/all?doctor_id=7", null).statusCode());
    assertEquals(400, call("GET", "/admin/sessions?limit=1000", null).statusCode());
    assertEquals(400, call("PUT", "/admin/stream/7/stop", null).statusCode());
  }

  @Test
  void doctors_are_listed_for_admins_and_shown_to_all_when_approved() {
    var listed = call("GET", "/doctor/list", null).bodyAsJsonObject();
    assertTrue(
        listed.getJsonArray("doctors").stream()
            .anyMatch(d -> ((JsonObject) d).getString("id").equals(doctorId)));
    var pending = node.person("doctor", "pending@x.example", false);
    await(
        node.pool
            .preparedQuery(
                "update users set enrollment_status = 'pending_enrollment' where id = $1")
            .execute(Tuple.of(UUID.fromString(pending))));
    var patient = node.token("patient");
    var path = "/api/v1/doctor/profile/";
    var seen = node.call(HttpMethod.GET, path + doctorId, patient, null);
    assertEquals(200, seen.statusCode(), seen.bodyAsString());
    assertEquals(doctorId, seen.bodyAsJsonObject().getJsonObject("doctor").getString("id"));
    assertEquals(404, node.call(HttpMethod.GET, path + pending, patient, null).statusCode());
    assertEquals(403, node.call(HttpMethod.GET, "/api/v1/doctor/list", doctor, null).statusCode());
  }

  @Test
  void the_log_takes_nothing_from_clients() {
    var answer = call("POST", "/blockchain/log", new JsonObject().put("chunk_data", "x"));
    assertEquals(410, answer.statusCode());
    assertEquals("logged_by_server", answer.bodyAsJsonObject().getString("code"));
    var events = call("GET", "/blockchain/audit?event_type=LOGIN_SUCCESS&limit=1", null);
    assertEquals(1, events.bodyAsJsonObject().getJsonArray("events").size());
  }
}
