package io.medtrust.gateway;

import static io.medtrust.gateway.RestTest.error;
import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.accounts.TotpCodes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TotpSignInTest {
  private static Node node;
  private static int people;

  @BeforeAll
  static void start() {
    node = new Node();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static JsonObject ok(int status, HttpResponse<Buffer> response) {
    assertEquals(status, response.statusCode(), response.bodyAsString());
    return response.bodyAsJsonObject();
  }

  /** Somebody whose second factor is on. */
  private static final class Person {
    final String email = "totp" + ++people + "@x.example";
    final String id = node.person("nurse", email, true);
    final String token = node.login(email).getString("token");
    final TotpCodes codes;
    final List<String> recovery;

    Person() {
      var password = new JsonObject().put("password", Node.PASSWORD);
      var offer = ok(201, node.post("/api/v1/auth/totp/setup", token, password));
      codes = new TotpCodes(offer.getString("secret"));
      assertTrue(
          offer
              .getString("otpauth_uri")
              .startsWith("otpauth://totp/medtrust%3A" + email.replace("@", "%40") + "?secret="));
      var wrong = new JsonObject().put("code", codes.wrong());
      error(node.post("/api/v1/auth/totp/enable", token, wrong), 401, "invalid_code");
      // Not on before a code was verified.
      assertEquals(200, login().statusCode());
      var right = new JsonObject().put("code", codes.at(0));
      var on = ok(200, node.post("/api/v1/auth/totp/enable", token, right));
      recovery = on.getJsonArray("recovery_codes").stream().map(String::valueOf).toList();
    }

    HttpResponse<Buffer> login() {
      return node.post("/api/v1/auth/login", null, Node.credentials(email, Node.PASSWORD));
    }

    String challenge() {
      var awaited = ok(202, login());
      assertEquals("totp_required", awaited.getString("code"));
      assertFalse(awaited.containsKey("token"));
      return awaited.getString("challenge");
    }

    HttpResponse<Buffer> answer(String challenge, String code) {
      return node.post(
          "/api/v1/auth/login/code",
          null,
          new JsonObject().put("challenge", challenge).put("code", code));
    }
  }

  @Test
  void signingInTakesTheCodeAndEachCodeOnce() {
    var person = new Person();
    var first = person.challenge();
    error(person.answer(first, person.codes.wrong()), 401, "invalid_code");
    var code = person.codes.at(1);
    var in = ok(200, person.answer(first, code));
    ok(200, node.get("/api/v1/auth/me", in.getString("token")));
    // The challenge is over, and so is the code.
    error(person.answer(first, person.recovery.get(0)), 401, "invalid_token");
    error(person.answer(person.challenge(), code), 401, "invalid_code");
    ok(200, person.answer(person.challenge(), person.recovery.get(0)));
    error(person.answer("made up", "123456"), 401, "invalid_token");
  }

  @Test
  void aChallengeTakesFiveCodesAtTheMost() {
    var person = new Person();
    var challenge = person.challenge();
    for (int i = 0; i < 5; i++) {
      error(person.answer(challenge, person.codes.wrong()), 401, "invalid_code");
    }
    error(person.answer(challenge, person.codes.at(1)), 401, "invalid_token");
    Until.isTrue("audited", () -> node.audits("LOGIN_FAILED") >= 5);
  }

  @Test
  void twoAtTheSameMomentWithOneCodeGetInOnce() {
    var person = new Person();
    var code = person.codes.at(1);
    var body = new JsonObject().put("code", code);
    var one = node.client.post("/api/v1/auth/login/code");
    var two = node.client.post("/api/v1/auth/login/code");
    var first = one.sendJsonObject(body.copy().put("challenge", person.challenge()));
    var second = two.sendJsonObject(body.copy().put("challenge", person.challenge()));
    var statuses = List.of(await(first).statusCode(), await(second).statusCode());
    assertEquals(List.of(200, 401), statuses.stream().sorted().toList());
  }

  @Test
  void eachOfTheTenRecoveryCodesWorksOnce() {
    var person = new Person();
    assertEquals(10, new HashSet<>(person.recovery).size());
    var code = person.recovery.get(3);
    ok(200, person.answer(person.challenge(), code.toUpperCase()));
    error(person.answer(person.challenge(), code), 401, "invalid_code");
    var in = ok(200, person.answer(person.challenge(), person.recovery.get(4)));
    var state = ok(200, node.get("/api/v1/auth/totp", in.getString("token")));
    assertEquals(true, state.getBoolean("enabled"));
    assertEquals(8, state.getInteger("recovery_codes_left"));
    Until.isTrue("audited", () -> node.audits("RECOVERY_CODE_USED") >= 2);
    var body = new JsonObject().put("password", Node.PASSWORD).put("code", person.recovery.get(5));
    var fresh =
        ok(200, node.post("/api/v1/auth/totp/recovery-codes", in.getString("token"), body))
            .getJsonArray("recovery_codes");
    error(person.answer(person.challenge(), person.recovery.get(6)), 401, "invalid_code");
    ok(200, person.answer(person.challenge(), fresh.getString(0)));
  }

  @Test
  void nothingOfItLiesInTheDatabaseInClear() {
    var person = new Person();
    var rows =
        await(
            node.pool
                .query(
                    "select encode(secret, 'escape') as s, (select string_agg(encode(code_hash,"
                        + " 'escape'), '') from recovery_codes where user_id = t.user_id) as c"
                        + " from user_totp t where user_id = '"
                        + person.id
                        + "'")
                .execute());
    var row = rows.iterator().next();
    assertFalse(row.getString("s").contains(new String(person.codes.secret())));
    for (var code : person.recovery) {
      assertFalse(row.getString("c").contains(code.replace("-", "")));
    }
    // Copied to another account the sealed secret opens nothing.
    var other = new Person();
    await(
        node.pool
            .query(
                "update user_totp set last_step = 0, secret = (select secret from user_totp where"
                    + " user_id = '"
                    + person.id
                    + "') where user_id = '"
                    + other.id
                    + "'")
            .execute());
    assertEquals(500, other.answer(other.challenge(), person.codes.at(1)).statusCode());
  }

  @Test
  void switchingItOffTakesPasswordAndCode() {
    var person = new Person();
    var path = "/api/v1/auth/totp/disable";
    var body = new JsonObject().put("password", "wrong one").put("code", person.codes.at(1));
    error(node.post(path, person.token, body), 401, "invalid_credentials");
    body.put("password", Node.PASSWORD).put("code", person.codes.wrong());
    error(node.post(path, person.token, body), 401, "invalid_code");
    error(node.post(path, person.token, new JsonObject()), 400, "validation_failed");
    ok(200, node.post(path, person.token, body.put("code", person.codes.at(1))));
    ok(200, person.login());
    error(node.post(path, person.token, body), 404, "totp_not_set_up");
    Until.isTrue("audited", () -> node.audits("TOTP_DISABLED") >= 1);
  }

  @Test
  void anAdminLetsOneInWhoseDeviceIsLost() {
    var person = new Person();
    var admin = node.token("admin");
    var path = "/api/v1/admin/users/" + person.id + "/totp-reset";
    error(node.post(path, person.token, null), 403, "insufficient_permissions");
    ok(200, node.post(path, admin, null));
    error(node.get("/api/v1/auth/me", person.token), 401, "token_revoked");
    ok(200, person.login());
    error(node.post(path, admin, null), 404, "totp_not_set_up");
    var load = node.commands().load("totp", false, 60);
    error(node.get("/api/v1/auth/totp", load), 403, "not_allowed");
  }
}
