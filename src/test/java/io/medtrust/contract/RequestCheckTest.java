package io.medtrust.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestCheckTest {
  private static final ApiDocument API = ApiDocument.load();

  private record Given(Map<String, String> path, Map<String, String> query)
      implements RequestCheck.Values {
    @Override
    public String path(String name) {
      return path.get(name);
    }

    @Override
    public String query(String name) {
      return query.get(name);
    }

    @Override
    public String header(String name) {
      return null;
    }

    @Override
    public Iterable<String> queryNames() {
      return query.keySet();
    }
  }

  private static List<Fault> body(String method, String path, Object value) {
    return RequestCheck.body(API.find(method, path).operation(), "application/json", value);
  }

  private static List<Fault> login(JsonObject value) {
    return body("POST", "/api/v1/auth/login", value);
  }

  private static List<Fault> evidence(String id, Map<String, String> query) {
    var match = API.find("GET", "/api/v1/streams/x/evidence");
    return RequestCheck.parameters(match.operation(), new Given(Map.of("id", id), query));
  }

  @Test
  void what_matches_has_no_faults() {
    assertEquals(List.of(), login(new JsonObject().put("email", "a@b.c").put("password", "x")));
    assertEquals(List.of(), evidence(UUID.randomUUID().toString(), Map.of("limit", "10")));
  }

  @Test
  void each_field_is_told_by_name_and_never_by_value() {
    assertEquals(
        List.of(new Fault("email", "is missing"), new Fault("password", "is missing")),
        login(new JsonObject()));
    assertEquals(
        List.of(new Fault("email", "has the wrong type, expected string")),
        login(new JsonObject().put("email", 1).put("password", "x")));
    assertEquals(
        List.of(new Fault("admin", "is not a field of this request")),
        login(new JsonObject().put("email", "a").put("password", "x").put("admin", true)));
    assertEquals(
        List.of(new Fault("password", "is too long")),
        login(new JsonObject().put("email", "a").put("password", "x".repeat(1025))));
    assertEquals(
        List.of(new Fault("doctor_id", "does not have the form it should have")),
        body("POST", "/api/v1/streams/start", new JsonObject().put("doctor_id", "' or 1=1 --")));
    var nested = new JsonObject().put("email", new JsonObject().put("a", new JsonArray().add(1)));
    assertEquals("email", login(nested.put("password", "x")).getFirst().field());
  }

  @Test
  void parameters_are_read_as_their_types() {
    var id = UUID.randomUUID().toString();
    assertEquals("limit", evidence(id, Map.of("limit", "ten")).getFirst().field());
    assertEquals("limit", evidence(id, Map.of("limit", "0")).getFirst().field());
    assertEquals("limit", evidence(id, Map.of("limit", "99999999999999999999")).getFirst().field());
    assertEquals("id", evidence("7", Map.of()).getFirst().field());
    assertEquals(
        List.of(new Fault("lmit", "is not a parameter of this request")),
        evidence(id, Map.of("lmit", "1")));
  }

  @Test
  void hostile_values_take_no_time() {
    var deep = new JsonObject();
    for (int i = 0; i < 500; i++) deep = new JsonObject().put("a", deep);
    var many = new JsonObject();
    for (int i = 0; i < 20_000; i++) many.put("field" + i, i);
    long start = System.nanoTime();
    assertTrue(!login(deep).isEmpty());
    assertTrue(login(many).size() <= 20);
    assertTrue(!login(new JsonObject().put("email", "a".repeat(900_000))).isEmpty());
    assertTrue(System.nanoTime() - start < 2_000_000_000L, "takes seconds");
  }
}
