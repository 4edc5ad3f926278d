package io.medtrust.gateway;

import static io.medtrust.gateway.RestTest.error;
import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccountsTest {
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

  private static JsonObject person(String email, String role) {
    return new JsonObject()
        .put("email", email)
        .put("name", "Some Body")
        .put("role", role)
        .put("password", Node.PASSWORD);
  }

  private static String path(String id, String what) {
    return "/api/v1/admin/users/" + id + what;
  }

  private static JsonObject ok(int status, io.vertx.ext.web.client.HttpResponse<?> response) {
    assertEquals(status, response.statusCode(), response.bodyAsString());
    return response.bodyAsJsonObject();
  }

  @Test
  void anAdminRegistersPeopleAndTheySignIn() {
    var body =
        person("New.Doctor@X.example", "doctor")
            .put("license_number", "L-100")
            .put("specialization", "Cardiology")
            .put("years_experience", 7);
    var made = ok(201, node.post("/api/v1/auth/register", admin, body)).getJsonObject("user");
    assertEquals("new.doctor@x.example", made.getString("email"));
    assertEquals("L-100", made.getString("license_number"));
    var in = node.login("new.doctor@x.example");
    assertEquals(true, in.getBoolean("enrollment_required"));
    assertEquals("pending_enrollment", in.getString("enrollment_status"));
    var me = ok(200, node.get("/api/v1/auth/me", in.getString("token")));
    assertEquals("pending", me.getString("verified_status"));
    assertEquals(7, me.getInteger("years_experience"));
    assertEquals(false, me.getBoolean("has_face_baseline"));

    error(node.post("/api/v1/auth/register", admin, body), 409, "email_taken");
    var sameLicence = body.copy().put("email", "other@x.example");
    error(node.post("/api/v1/auth/register", admin, sameLicence), 409, "license_taken");
    Until.isTrue("audited", () -> node.audits("USER_REGISTERED") >= 1);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    var body =
        new JsonObject()
            .put("email", "no address")
            .put("name", "")
            .put("role", "root")
            .put("password", 5);
    var details =
        error(node.post("/api/v1/auth/register", admin, body), 400, "validation_failed")
            .getJsonArray("details");
    var named = details.stream().map(d -> ((JsonObject) d).getString("field")).sorted().toList();
    assertEquals(List.of("email", "name", "password", "role"), named);
    for (var nasty : List.of("a@b\u0000.example", "a b@x.example", "<a@x.example>", "@x", "a@")) {
      error(
          node.post("/api/v1/auth/register", admin, person(nasty, "patient")),
          400,
          "validation_failed");
    }
    var weak = person("weak@x.example", "patient").put("password", "aaaaaaaa");
    error(node.post("/api/v1/auth/register", admin, weak), 400, "weak_password");
    var ward = person("ward@x.example", "nurse").put("ward_id", Node.unknownId());
    error(node.post("/api/v1/auth/register", admin, ward), 400, "validation_failed");
  }

  @Test
  void whatLooksLikeSqlOrScriptIsStoredAsItIs() {
    var name = "Robert'); drop table users;-- <script>alert(1)</script> ${x}";
    var body = person("bobby@x.example", "patient").put("name", name);
    ok(201, node.post("/api/v1/auth/register", admin, body));
    var found = ok(200, node.get("/api/v1/admin/users?q=drop%20table", admin));
    assertEquals(1, found.getInteger("total"));
    assertEquals(name, found.getJsonArray("users").getJsonObject(0).getString("name"));
    // % and _ mean themselves.
    assertEquals(0, ok(200, node.get("/api/v1/admin/users?q=%25", admin)).getInteger("total"));
  }

  @Test
  void peopleRegisterThemselvesAsDoctorOrPatientOnly() {
    var doctor =
        ok(201, node.post("/api/v1/auth/register-self", null, person("self@x.example", "doctor")));
    assertEquals(true, doctor.getBoolean("enrollment_required"));
    assertTrue(doctor.getJsonObject("user").getString("license_number").startsWith("PENDING-"));
    // Registered is not approved.
    error(
        node.post("/api/v1/streams/start", doctor.getString("token"), new JsonObject()),
        403,
        "ENROLLMENT_REQUIRED");
    var patient =
        ok(
            201,
            node.post("/api/v1/auth/register-self", null, person("self2@x.example", "patient")));
    assertTrue(patient.getJsonObject("user").getString("health_id").startsWith("PAT-"));
    for (var role : List.of("admin", "nurse", "display", "viewer")) {
      error(
          node.post("/api/v1/auth/register-self", null, person("self3@x.example", role)),
          400,
          "validation_failed");
    }
    error(
        node.post("/api/v1/auth/register-self", null, person("self@x.example", "patient")),
        409,
        "email_taken");
    error(
        node.post(
            "/api/v1/auth/register", doctor.getString("token"), person("a@x.example", "admin")),
        403,
        "insufficient_permissions");
    error(node.post("/api/v1/auth/register", null, new JsonObject()), 401, "missing_token");
  }

  @Test
  void theOlderDoctorFaceAnswersInItsForm() {
    var body =
        new JsonObject()
            .put("email", "legacy@x.example")
            .put("full_name", "Legacy Doctor")
            .put("department", "ICU")
            .put("license_number", "L-200")
            .put("password", Node.PASSWORD);
    var made = ok(201, node.post("/api/v1/doctor/register", admin, body)).getJsonObject("doctor");
    assertEquals("ICU", made.getString("department"));
    var credentials = Node.credentials("legacy@x.example", Node.PASSWORD);
    var in = ok(200, node.post("/api/v1/doctor/login", null, credentials));
    assertEquals("Legacy Doctor", in.getJsonObject("doctor").getString("full_name"));
    ok(200, node.get("/api/v1/auth/me", in.getString("access_token")));
    ok(200, node.post("/api/v1/doctor/logout", in.getString("access_token"), null));
    error(node.get("/api/v1/auth/me", in.getString("access_token")), 401, "token_revoked");
    error(
        node.post(
            "/api/v1/doctor/login",
            null,
            Node.credentials("patient@demo.medtrust.local", Node.PASSWORD)),
        403,
        "insufficient_permissions");
    error(
        node.post("/api/v1/doctor/register", admin, body.copy().putNull("license_number")),
        400,
        "validation_failed");
  }

  @Test
  void aChangedPasswordEndsTheOtherSignInsAndKeepsThisOne() {
    node.person("nurse", "changes@x.example", true);
    var here = node.login("changes@x.example");
    var there = node.login("changes@x.example");
    var token = here.getString("token");
    var body = new JsonObject().put("old_password", "not it").put("new_password", "fresh and new");
    error(node.post("/api/v1/auth/password", token, body), 401, "invalid_credentials");
    body.put("old_password", Node.PASSWORD).put("new_password", "changes@x.example");
    error(node.post("/api/v1/auth/password", token, body), 400, "weak_password");
    ok(200, node.post("/api/v1/auth/password", token, body.put("new_password", "fresh and new")));
    ok(200, node.get("/api/v1/auth/me", token));
    error(node.get("/api/v1/auth/me", there.getString("token")), 401, "token_revoked");
    var refresh = new JsonObject().put("refresh_token", there.getString("refresh_token"));
    error(node.post("/api/v1/auth/refresh", null, refresh), 401, "invalid_token");
    refresh.put("refresh_token", here.getString("refresh_token"));
    ok(200, node.post("/api/v1/auth/refresh", null, refresh));
    var login = "/api/v1/auth/login";
    error(
        node.post(login, null, Node.credentials("changes@x.example", Node.PASSWORD)),
        401,
        "invalid_credentials");
    ok(200, node.post(login, null, Node.credentials("changes@x.example", "fresh and new")));
  }

  @Test
  void anAdminsResetTokenWorksOnceAndOnlyTheNewest() {
    var id = node.person("patient", "forgets@x.example", false);
    var in = node.login("forgets@x.example");
    var first = ok(201, node.post(path(id, "/password-reset"), admin, null));
    var second = ok(201, node.post(path(id, "/password-reset"), admin, null));
    assertNotEquals(first.getString("reset_token"), second.getString("reset_token"));
    var use = "/api/v1/auth/password/reset";
    var body =
        new JsonObject()
            .put("token", first.getString("reset_token"))
            .put("new_password", "chosen by myself");
    error(node.post(use, null, body), 401, "invalid_token");
    body.put("token", second.getString("reset_token")).put("new_password", "short");
    error(node.post(use, null, body), 400, "weak_password");
    ok(200, node.get("/api/v1/auth/me", in.getString("token")));
    ok(200, node.post(use, null, body.put("new_password", "chosen by myself")));
    error(node.post(use, null, body), 401, "invalid_token");
    error(node.get("/api/v1/auth/me", in.getString("token")), 401, "token_revoked");
    ok(
        200,
        node.post(
            "/api/v1/auth/login", null, Node.credentials("forgets@x.example", "chosen by myself")));
    var stored =
        await(
            node.pool
                .query("select encode(token_hash, 'base64') as h from password_resets")
                .execute());
    for (var row : stored) {
      assertFalse(row.getString("h").contains(second.getString("reset_token")));
    }
    error(
        node.post(path(Node.unknownId(), "/password-reset"), admin, null),
        404,
        "account_not_found");
  }

  @Test
  void listsCountWhatTheFilterFinds() {
    for (int i = 0; i < 5; i++) node.person("viewer", "listed" + i + "@list.example", i < 2);
    var page = ok(200, node.get("/api/v1/admin/users?q=list.example&limit=2&page=3", admin));
    assertEquals(5, page.getInteger("total"));
    assertEquals(1, page.getJsonArray("users").size());
    assertEquals(5, page.getJsonObject("pagination").getInteger("total"));
    assertFalse(page.encode().contains("password"));
    assertFalse(page.encode().contains("argon2"));
    var none = ok(200, node.get("/api/v1/admin/users?q=list.example&page=9", admin));
    assertEquals(5, none.getInteger("total"));
    assertEquals(0, none.getJsonArray("users").size());
    var viewers = ok(200, node.get("/api/v1/admin/users?role=viewer&status=active", admin));
    assertTrue(viewers.getInteger("total") >= 5);
    error(node.get("/api/v1/admin/users?role=king", admin), 400, "validation_failed");
    error(node.get("/api/v1/admin/users?limit=0", admin), 400, "validation_failed");
    error(node.get("/api/v1/admin/users?ward_id=x", admin), 400, "invalid_id");
    var grouped = ok(200, node.get("/api/v1/admin/users/grouped", admin));
    assertTrue(grouped.getJsonArray("doctors").size() >= 1);
    assertTrue(grouped.getJsonArray("admins").size() >= 1);
    var registry = ok(200, node.get("/api/v1/admin/registry?role=doctor", admin));
    assertNotNull(registry.getJsonArray("registry").getJsonObject(0).getString("license_number"));
    for (var role : List.of("doctor", "patient", "display")) {
      var refused =
          error(node.get("/api/v1/admin/users", node.token(role)), 403, "insufficient_permissions");
      assertEquals("Insufficient role", refused.getString("error"));
    }
  }

  @Test
  void aSuspendedBlockedOrInactiveAccountIsOutUntilItIsLetIn() {
    var id = node.person("patient", "comes-and-goes@x.example", false);
    var email = "comes-and-goes@x.example";
    var credentials = Node.credentials(email, Node.PASSWORD);
    for (var step :
        List.of(
            List.of("inactive", "account_deactivated"),
            List.of("suspended", "SUSPENDED"),
            List.of("blocked", "account_deactivated"))) {
      var in = node.login(email);
      var token = in.getString("token");
      ok(200, node.get("/api/v1/auth/me", token));
      var changed =
          step.getFirst().equals("blocked")
              ? node.post(path(id, "/block"), admin, new JsonObject())
              : node.call(
                  HttpMethod.PATCH,
                  path(id, "/status"),
                  admin,
                  new JsonObject().put("status", step.getFirst()));
      assertEquals(step.getFirst(), ok(200, changed).getJsonObject("user").getString("status"));
      var refused = node.get("/api/v1/auth/me", token);
      assertTrue(refused.statusCode() == 401 || refused.statusCode() == 403);
      var refresh = new JsonObject().put("refresh_token", in.getString("refresh_token"));
      error(node.post("/api/v1/auth/refresh", null, refresh), 401, "invalid_token");
      error(node.post("/api/v1/auth/login", null, credentials), 403, step.getLast());
      if (step.getFirst().equals("blocked")) {
        ok(200, node.post(path(id, "/block"), admin, new JsonObject().put("block", false)));
      } else {
        var active = new JsonObject().put("status", "active");
        ok(200, node.call(HttpMethod.PATCH, path(id, "/status"), admin, active));
      }
      // The old token stays dead.
      error(node.get("/api/v1/auth/me", token), 401, "token_revoked");
    }
    error(
        node.post(path(id, "/block"), admin, new JsonObject().put("block", false)),
        409,
        "wrong_state");
    Until.isTrue("audited", () -> node.audits("USER_BLOCKED") >= 1);
    Until.isTrue("audited", () -> node.audits("USER_UNBLOCKED") >= 1);
  }

  @Test
  void nobodyTakesTheOwnAccountOrTheLastAdminAway() {
    var me = node.login("admin@demo.medtrust.local");
    var own = me.getString("userId");
    error(node.call(HttpMethod.DELETE, path(own, ""), admin, null), 400, "not_yourself");
    error(node.post(path(own, "/block"), admin, new JsonObject()), 400, "not_yourself");
    var id = node.person("admin", "second-admin@x.example", false);
    var second = node.login("second-admin@x.example").getString("token");
    ok(200, node.post(path(id, "/block"), admin, new JsonObject()));
    error(node.get("/api/v1/admin/users", second), 403, "account_deactivated");
    ok(200, node.post(path(id, "/block"), admin, new JsonObject().put("block", false)));
    ok(200, node.call(HttpMethod.DELETE, path(id, ""), admin, null));
    error(node.call(HttpMethod.DELETE, path(id, ""), admin, null), 404, "account_not_found");
    error(node.call(HttpMethod.DELETE, path("x", ""), admin, null), 400, "invalid_id");
    // Another who may manage users, but is no admin, cannot take the last one away either.
    await(
        node.pool
            .query("insert into role_permissions values ('viewer', 'users:manage')")
            .execute());
    node.person("viewer", "manager@x.example", false);
    var manager = node.login("manager@x.example").getString("token");
    Until.isTrue("may manage", () -> node.get("/api/v1/admin/users", manager).statusCode() == 200);
    error(node.post(path(own, "/block"), manager, new JsonObject()), 409, "last_admin");
    await(
        node.pool
            .query("delete from role_permissions where permission = 'users:manage'")
            .execute());
  }

  @Test
  void aDeletedAccountLeavesNoPersonBehind() {
    var body = person("gone@x.example", "patient").put("condition_notes", "private");
    var id =
        ok(201, node.post("/api/v1/auth/register", admin, body))
            .getJsonObject("user")
            .getString("id");
    var token = node.login("gone@x.example").getString("token");
    ok(200, node.call(HttpMethod.DELETE, path(id, ""), admin, null));
    assertNotEquals(200, node.get("/api/v1/auth/me", token).statusCode());
    error(
        node.post("/api/v1/auth/login", null, Node.credentials("gone@x.example", Node.PASSWORD)),
        401,
        "invalid_credentials");
    error(
        node.post(
            "/api/v1/auth/login", null, Node.credentials("deleted-" + id + "@deleted.invalid", "")),
        400,
        "validation_failed");
    var row =
        await(
                node.pool
                    .query(
                        "select u::text || coalesce((select p::text from patient_profiles p where"
                            + " p.user_id = u.id), '') as t from users u where id = '"
                            + id
                            + "'")
                    .execute())
            .iterator()
            .next()
            .getString("t");
    assertFalse(row.contains("gone") || row.contains("private") || row.contains("Some Body"), row);
    ok(201, node.post("/api/v1/auth/register", admin, person("gone@x.example", "patient")));
  }

  @Test
  void aDoctorIsApprovedWithTheWayItWasIdentifiedAndRevoked() {
    var id =
        ok(201, node.post("/api/v1/auth/register", admin, person("approve@x.example", "doctor")))
            .getJsonObject("user")
            .getString("id");
    var doctors = "/api/v1/admin/doctors/" + id;
    error(node.post(doctors + "/approve", admin, new JsonObject()), 400, "validation_failed");
    var how = new JsonObject().put("identity_check", "in_person");
    var approved = ok(200, node.post(doctors + "/approve", admin, how)).getJsonObject("user");
    assertEquals("verified", approved.getString("verified_status"));
    error(node.post(doctors + "/approve", admin, how), 409, "wrong_state");
    var token = node.login("approve@x.example").getString("token");
    ok(201, node.post("/api/v1/streams/start", token, new JsonObject()));
    ok(200, node.post(doctors + "/revoke", admin, null));
    error(node.get("/api/v1/auth/me", token), 401, "token_revoked");
    error(
        node.post("/api/v1/auth/login", null, Node.credentials("approve@x.example", Node.PASSWORD)),
        403,
        "SUSPENDED");
    error(node.post(doctors + "/revoke", admin, null), 409, "wrong_state");
    // The document's spelling.
    ok(200, node.call(HttpMethod.PUT, path(id, "/approve-enrollment"), admin, how));
    ok(200, node.post(path(id, "/force-reverify"), admin, null));
    assertEquals(
        "pending_enrollment", node.login("approve@x.example").getString("enrollment_status"));
    ok(200, node.post(doctors + "/approve", admin, how));
    ok(200, node.post(doctors + "/re-enroll", admin, null));
    var patient = node.person("patient", "no-doctor@x.example", false);
    error(
        node.post("/api/v1/admin/doctors/" + patient + "/approve", admin, how),
        404,
        "doctor_not_found");
    Until.isTrue("audited", () -> node.audits("BIOMETRIC_RESET") == 1);
    assertEquals(3, node.audits("DOCTOR_APPROVED"));
    assertEquals(1, node.audits("DOCTOR_REVOKED"));
    assertEquals(1, node.audits("FORCE_REVERIFY"));
  }

  @Test
  void anotherRoleTakesEffectAtOnce() {
    var id = node.person("viewer", "promoted@x.example", false);
    var token = node.login("promoted@x.example").getString("token");
    var role = new JsonObject().put("role", "admin");
    ok(200, node.call(HttpMethod.PUT, path(id, "/role"), admin, role));
    error(node.get("/api/v1/auth/me", token), 401, "token_revoked");
    var again = node.login("promoted@x.example").getString("token");
    ok(200, node.get("/api/v1/admin/users", again));
    ok(200, node.call(HttpMethod.PUT, path(id, "/role"), admin, role.put("role", "viewer")));
    Until.isTrue(
        "no admin any more", () -> node.get("/api/v1/admin/users", again).statusCode() == 401);
  }
}
