package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PictureRoutesTest {
  private static Node node;
  private static String base;

  @BeforeAll
  static void start() {
    node = new Node();
    base = "/api/v1/streams/" + node.session + "/pictures";
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static JsonObject give(boolean given, JsonObject text) {
    var body =
        new JsonObject()
            .put("given", given)
            .put("version", text.getString("version"))
            .put("text_hash", text.getString("text_hash"));
    var response = node.post(base + "/consent", node.token("doctor"), body);
    assertEquals(200, response.statusCode(), response.bodyAsString());
    return response.bodyAsJsonObject();
  }

  @Test
  void onlyTheDoctorAgreesAndOnlyToTheTextThatIsShown() {
    long before = node.audits("PICTURE_CONSENT_GIVEN");
    var analysis = node.get("/api/v1/consent", node.token("doctor")).bodyAsJsonObject();
    analysis.put("given", true).remove("text");
    node.post("/api/v1/streams/" + node.session + "/consent", node.token("doctor"), analysis);
    var text = node.get(base + "/consent", node.token("patient")).bodyAsJsonObject();
    assertFalse(text.getBoolean("given"));
    assertTrue(text.getString("text").contains("encrypted"));
    var body = new JsonObject().put("given", true).put("version", "1").put("text_hash", "00");
    RestTest.error(
        node.post(base + "/consent", node.token("doctor"), body), 409, "consent_text_changed");
    RestTest.error(
        node.post(base + "/consent", node.token("admin"), body), 403, "not_your_consent");
    assertTrue(give(true, text).getBoolean("given"));
    assertTrue(give(true, text).getString("at") != null);
    assertFalse(give(false, text).getBoolean("given"));
    assertEquals(2, node.audits("PICTURE_CONSENT_GIVEN") - before);
  }

  @Test
  void itComesAfterTheConsentToAnalysis() {
    var doctor = node.token("doctor");
    var fresh =
        node.post("/api/v1/streams/start", doctor, new JsonObject())
            .bodyAsJsonObject()
            .getString("stream_id");
    var own = "/api/v1/streams/" + fresh;
    var text = node.get(own + "/pictures/consent", doctor).bodyAsJsonObject();
    var pictures =
        new JsonObject()
            .put("given", true)
            .put("version", text.getString("version"))
            .put("text_hash", text.getString("text_hash"));
    RestTest.error(node.post(own + "/pictures/consent", doctor, pictures), 409, "wrong_state");
    var analysis = node.get("/api/v1/consent", doctor).bodyAsJsonObject();
    analysis.remove("text");
    node.post(own + "/consent", doctor, analysis.put("given", true));
    var given = node.post(own + "/pictures/consent", doctor, pictures);
    assertEquals(200, given.statusCode(), given.bodyAsString());
    assertTrue(given.bodyAsJsonObject().getBoolean("given"));
  }

  @Test
  void aPictureThatCannotBeOpenedIsNotShown() {
    var alert = UUID.randomUUID();
    await(
        node.pool
            .preparedQuery(
                "insert into alert_pictures (alert_id, session_id, participant_id, trigger, at,"
                    + " media_time, sealed) values ($1, $2, $3, 'frozen', now(), now(),"
                    + " decode(repeat('00', 60), 'hex'))")
            .execute(
                Tuple.of(
                    alert, UUID.fromString(node.session), UUID.fromString(node.verification))));
    var list = node.get(base, node.token("admin")).bodyAsJsonObject().getJsonArray("pictures");
    assertEquals("frozen", list.getJsonObject(0).getString("trigger"));
    RestTest.error(node.get(base + "/" + alert, node.token("admin")), 404, "not_found");
    RestTest.error(node.get(base + "/no-id", node.token("admin")), 400, "invalid_id");
    assertEquals(0, node.audits("ALERT_PICTURE_SEEN"));
  }
}
