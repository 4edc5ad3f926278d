package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContractRoutesTest {
  private static Node node;
  private static String doctor;

  @BeforeAll
  static void start() {
    node = new Node();
    doctor = node.token("doctor");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void the_document_is_served_in_both_forms_with_an_entity_tag() {
    for (var path : new String[] {"/openapi.yaml", "/openapi.json"}) {
      var first = node.get(path, null);
      assertEquals(200, first.statusCode());
      var etag = first.getHeader("ETag");
      assertTrue(etag.matches("\"[^\"]{22}\""), etag);
      var again = await(node.client.get(path).putHeader("If-None-Match", etag).send());
      assertEquals(304, again.statusCode());
      assertEquals(0, again.body() == null ? 0 : again.body().length());
      assertEquals(200, node.call(HttpMethod.HEAD, path, null, null).statusCode());
    }
    var json = node.get("/openapi.json", null).bodyAsJsonObject();
    assertEquals("3.1.1", json.getString("openapi"));
    assertTrue(json.getJsonObject("paths").containsKey("/auth/login"));
  }

  @Test
  void every_answer_states_its_fields() {
    var document = new JsonObject(node.get("/openapi.json", null).bodyAsString());
    var bare = new ArrayList<String>();
    int answers = 0;
    var paths = document.getJsonObject("paths");
    for (var path : paths.fieldNames()) {
      // Any OpenAPI document may come from there: its own schema is the specification's.
      if (path.equals("/openapi.json")) continue;
      for (var item : paths.getJsonObject(path)) {
        if (!(item.getValue() instanceof JsonObject operation)) continue;
        var responses = operation.getJsonObject("responses", new JsonObject());
        for (var status : responses.fieldNames()) {
          var content = responses.getJsonObject(status).getJsonObject("content");
          if (content == null || !content.containsKey("application/json")) continue;
          var schema = content.getJsonObject("application/json").getJsonObject("schema");
          answers++;
          if ("object".equals(schema.getString("type")) && !schema.containsKey("properties")) {
            bare.add(item.getKey() + " " + path + " " + status);
          }
        }
      }
    }
    assertTrue(answers > 60, answers + " answers");
    assertEquals(List.of(), bare);
  }

  @Test
  void the_page_runs_no_inline_script() {
    var page = node.get("/docs", null);
    assertEquals(200, page.statusCode());
    assertTrue(page.getHeader("Content-Security-Policy").contains("script-src 'self';"));
    assertFalse(page.bodyAsString().matches("(?s).*<script(?![^>]*src=).*"), "inline script");
  }

  @Test
  void a_fault_is_told_field_by_field_in_the_one_form_of_errors() {
    var body =
        RestTest.error(
            node.post(
                "/api/v1/streams/start",
                doctor,
                new JsonObject().put("icu_room", 5).put("robots", 1)),
            400,
            "validation_failed");
    assertEquals(
        "[{\"field\":\"icu_room\",\"message\":\"has the wrong type, expected string, null\"},"
            + "{\"field\":\"robots\",\"message\":\"is not a field of this request\"}]",
        body.getJsonArray("details").encode());
  }

  @Test
  void who_may_not_call_an_operation_does_not_hear_what_is_wrong_with_the_call() {
    var bad = new JsonObject().put("icu_room", 5);
    RestTest.error(node.post("/api/v1/streams/start", null, bad), 401, "missing_token");
    RestTest.error(node.post("/api/v1/streams/start", "x", bad), 401, "invalid_token");
    RestTest.error(
        node.post("/api/v1/streams/start", node.token("patient"), bad),
        403,
        "insufficient_permissions");
  }

  @Test
  void an_unknown_content_type_is_415_and_parameters_that_are_not_there_are_400() {
    var sent =
        await(
            node.client
                .post("/api/v1/streams/start")
                .bearerTokenAuthentication(doctor)
                .putHeader("Content-Type", "application/xml")
                .sendBuffer(Buffer.buffer("<a/>")));
    RestTest.error(sent, 415, "unsupported_media_type");
    RestTest.error(
        node.get("/api/v1/trustscore/history/" + node.session + "?limt=5", doctor),
        400,
        "validation_failed");
    RestTest.error(
        node.get("/api/v1/trustscore/history/" + node.session + "?limit=501", doctor),
        400,
        "validation_failed");
    RestTest.error(node.get("/api/v1/trustscore/history/7", doctor), 400, "invalid_id");
  }

  @Test
  void chunks_are_not_scored_any_more() {
    for (var kind : new String[] {"video", "audio"}) {
      var path = "/api/v1/analyze/" + kind;
      RestTest.error(node.post(path, null, new JsonObject()), 401, "missing_token");
      RestTest.error(node.post(path, doctor, new JsonObject()), 410, "analysed_in_call");
      var sent =
          await(
              node.client
                  .post(path)
                  .bearerTokenAuthentication(doctor)
                  .putHeader("Content-Type", "multipart/form-data; boundary=x")
                  .sendBuffer(Buffer.buffer("--x--")));
      RestTest.error(sent, 410, "analysed_in_call");
    }
  }
}
