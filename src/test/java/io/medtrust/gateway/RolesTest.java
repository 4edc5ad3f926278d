package io.medtrust.gateway;

import static io.medtrust.gateway.RestTest.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RolesTest {
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

  private static io.vertx.ext.web.client.HttpResponse<io.vertx.core.buffer.Buffer> set(
      String token, String role, Object... permissions) {
    return node.call(
        HttpMethod.PUT,
        "/api/v1/admin/roles/" + role + "/permissions",
        token,
        new JsonObject().put("permissions", new JsonArray(List.of(permissions))));
  }

  @Test
  void whatIsSetIsWhatTheChecksRead() {
    node.person("viewer", "auditor@x.example", false);
    var viewer = node.login("auditor@x.example").getString("token");
    error(node.get("/api/v1/admin/audit", viewer), 403, "insufficient_permissions");
    assertEquals(200, set(admin, "viewer", "stream:read", "trust:read", "audit:read").statusCode());
    Until.isTrue("may read", () -> node.get("/api/v1/admin/audit", viewer).statusCode() == 200);
    var roles = node.get("/api/v1/admin/roles", admin).bodyAsJsonObject();
    var text = roles.getJsonArray("roles").encode();
    assertTrue(text.contains("[\"audit:read\",\"stream:read\",\"trust:read\"]"), text);
    assertEquals(200, set(admin, "viewer", "stream:read", "trust:read").statusCode());
    Until.isTrue("no more", () -> node.get("/api/v1/admin/audit", viewer).statusCode() == 403);
    Until.isTrue("audited", () -> node.audits("ROLE_PERMISSIONS_CHANGED") >= 2);
  }

  @Test
  void nobodyRaisesHimselfAndTheAdminsRoleKeepsAll() {
    error(set(admin, "admin", "stream:read"), 409, "last_admin");
    error(set(admin, "king", "stream:read"), 404, "role_not_found");
    error(set(admin, "nurse", "no:such"), 400, "validation_failed");
    error(set(admin, "nurse", 5), 400, "validation_failed");
    error(
        node.call(HttpMethod.PUT, "/api/v1/admin/roles/nurse/permissions", admin, new JsonObject()),
        400,
        "validation_failed");
    assertEquals(
        200,
        set(admin, "nurse", "stream:read", "analysis:read", "trust:read", "roles:manage")
            .statusCode());
    node.person("nurse", "climber@x.example", true);
    var nurse = node.login("climber@x.example").getString("token");
    Until.isTrue("may", () -> node.get("/api/v1/admin/roles", nurse).statusCode() == 200);
    error(set(nurse, "nurse", "*"), 403, "insufficient_permissions");
    error(set(nurse, "viewer", "users:manage"), 403, "insufficient_permissions");
    assertEquals(
        200, set(admin, "nurse", "stream:read", "analysis:read", "trust:read").statusCode());
  }

  @Test
  void wardsAreMadeAndListed() {
    var ward = new JsonObject().put("name", "North <b>");
    var made = node.post("/api/v1/admin/wards", admin, ward);
    assertEquals(201, made.statusCode(), made.bodyAsString());
    error(node.post("/api/v1/admin/wards", admin, ward), 409, "already_exists");
    error(node.post("/api/v1/admin/wards", admin, new JsonObject()), 400, "validation_failed");
    var wards = node.get("/api/v1/admin/wards", admin).bodyAsJsonObject().getJsonArray("wards");
    assertEquals(2, wards.size());
    var nurse =
        new JsonObject()
            .put("email", "north@x.example")
            .put("name", "Nurse")
            .put("role", "nurse")
            .put("password", Node.PASSWORD)
            .put("ward_id", made.bodyAsJsonObject().getString("id"));
    assertEquals(201, node.post("/api/v1/auth/register", admin, nurse).statusCode());
    error(node.get("/api/v1/admin/wards", node.token("doctor")), 403, "insufficient_permissions");
  }
}
