package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens for one action, over real HTTP. */
class ScopedTokenTest {
  private static final String TOKEN = "/api/v1/gateway/token";
  private static Node node;
  private static String doctor;

  @BeforeAll
  static void open() {
    node = new Node(Map.of("gateway.binding.policy", "enforce"));
    doctor = node.token("doctor");
  }

  @AfterAll
  static void close() {
    node.close();
  }

  private static JsonObject ask(String scope, String resource) {
    var body = new JsonObject().put("scope", scope);
    return resource == null ? body : body.put("resource", resource);
  }

  private static String scoped(String scope, String resource) {
    var answer = node.post(TOKEN, doctor, ask(scope, resource));
    assertEquals(201, answer.statusCode(), answer.bodyAsString());
    return answer.bodyAsJsonObject().getString("token");
  }

  private static String code(HttpResponse<Buffer> answer) {
    return answer.bodyAsJsonObject().getString("code");
  }

  @Test
  void a_token_opens_its_action_on_its_resource_and_nothing_else() {
    var token = scoped("trust:history", node.session);
    var path = "/api/v1/trustscore/history/";
    assertEquals(200, node.get(path + node.session, token).statusCode());
    assertEquals(
        200, node.get(path + node.session, token).statusCode(), "reading is no single use");
    for (var other :
        new String[] {path + UUID.randomUUID(), "/api/v1/wall", "/api/v1/auth/me", TOKEN}) {
      var answer = node.get(other, token);
      assertEquals(other.equals(TOKEN) ? 405 : 403, answer.statusCode(), other);
      if (!other.equals(TOKEN)) assertEquals("insufficient_scope", code(answer));
    }
    assertEquals(403, node.post(TOKEN, token, ask("wall:read", null)).statusCode(), "no way up");
  }

  @Test
  void nobody_gets_more_than_the_role_has() {
    var patient = node.token("patient");
    assertEquals(403, node.post(TOKEN, patient, ask("stream:start", null)).statusCode());
    assertEquals(201, node.post(TOKEN, patient, ask("stream:list", null)).statusCode());
    var display = node.commands().run("--role", "display");
    var alone = display.substring(display.lastIndexOf('\n') + 1);
    assertEquals(403, node.post(TOKEN, alone, ask("wall:read", null)).statusCode());
  }

  @Test
  void questions_that_make_no_sense_are_refused() {
    var wrong =
        new JsonObject[] {
          new JsonObject(),
          ask("everything", null),
          ask("wall:read", "x"),
          ask("trust:live", null),
          ask("trust:live", "../../admin"),
          ask("wall:read", null).put("ttl", 301),
          ask("wall:read", null).put("ttl", 0),
          ask("wall:read", null).put("ttl", "60")
        };
    for (var body : wrong)
      assertEquals(400, node.post(TOKEN, doctor, body).statusCode(), "" + body);
    assertEquals(401, node.post(TOKEN, null, ask("wall:read", null)).statusCode());
  }

  @Test
  void a_token_that_changes_something_works_once_and_its_replay_is_audited() {
    long before = node.audits("TOKEN_REPLAY");
    var token = scoped("stream:start", null);
    var first = node.post("/api/v1/streams/start", token, new JsonObject());
    assertEquals(201, first.statusCode(), first.bodyAsString());
    var second = node.post("/api/v1/streams/start", token, new JsonObject());
    assertEquals(401, second.statusCode());
    assertEquals("token_replayed", code(second));
    Until.isTrue("the replay is audited", () -> node.audits("TOKEN_REPLAY") > before);
  }

  @Test
  void signing_out_ends_what_came_from_the_sign_in() {
    var mail = UUID.randomUUID() + "@test.medtrust.local";
    node.person("nurse", mail, true);
    var access = node.login(mail).getString("token");
    var token =
        node.post(TOKEN, access, ask("wall:read", null)).bodyAsJsonObject().getString("token");
    assertEquals(200, node.get("/api/v1/wall", token).statusCode());
    assertEquals(200, node.post("/api/v1/auth/logout", access, new JsonObject()).statusCode());
    var after = node.get("/api/v1/wall", token);
    assertEquals(401, after.statusCode());
    assertEquals("token_revoked", code(after));
  }

  @Test
  void a_changed_token_is_no_token() {
    var token = scoped("wall:read", null);
    int dot = token.indexOf('.');
    var payload = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    var changed = payload.replace("wall:read", "stream:list");
    var forged =
        token.substring(0, dot + 1)
            + base64(changed.getBytes())
            + token.substring(token.lastIndexOf('.'));
    assertEquals("invalid_token", code(node.get("/api/v1/streams/active", forged)));
  }

  @Test
  void a_bound_token_needs_a_fresh_proof_of_its_key_with_our_nonce() throws Exception {
    var key = key();
    var url = "http://127.0.0.1:" + node.port;
    var no =
        dpop(
            HttpMethod.POST,
            TOKEN,
            "Bearer " + doctor,
            proof(key, "POST", url + TOKEN, null, null));
    assertEquals("use_dpop_nonce", code(no));
    var nonce = no.getHeader("DPoP-Nonce");
    assertNotNull(nonce);
    var given =
        dpop(
            HttpMethod.POST,
            TOKEN,
            "Bearer " + doctor,
            proof(key, "POST", url + TOKEN, null, nonce));
    assertEquals(201, given.statusCode(), given.bodyAsString());
    assertEquals("DPoP", given.bodyAsJsonObject().getString("token_type"));
    var token = given.bodyAsJsonObject().getString("token");

    var wall = "/api/v1/wall";
    var good = proof(key, "GET", url + wall, token, nonce);
    assertEquals(200, dpop(HttpMethod.GET, wall, "DPoP " + token, good).statusCode());
    var replayed = dpop(HttpMethod.GET, wall, "DPoP " + token, good);
    assertEquals("invalid_dpop_proof", code(replayed));
    var thief = proof(key(), "GET", url + wall, token, nonce);
    assertEquals("invalid_dpop_proof", code(dpop(HttpMethod.GET, wall, "DPoP " + token, thief)));
    assertEquals("invalid_dpop_proof", code(dpop(HttpMethod.GET, wall, "DPoP " + token, null)));
    assertEquals("invalid_token", code(node.get(wall, token)), "not as a bearer token");
  }

  @Test
  void a_sign_in_used_by_another_browser_must_be_made_again() {
    long before = node.audits("SESSION_HIJACK_SUSPECTED");
    var token = node.token("patient");
    assertEquals(200, agent(token, "Firefox"));
    assertEquals(200, agent(token, "Firefox"));
    assertEquals(401, agent(token, "curl"));
    assertEquals(200, agent(token, "Firefox"));
    Until.isTrue("it is audited", () -> node.audits("SESSION_HIJACK_SUSPECTED") > before);
  }

  private static int agent(String token, String name) {
    return await(
            node.client
                .get("/api/v1/auth/me")
                .bearerTokenAuthentication(token)
                .putHeader("User-Agent", name)
                .send())
        .statusCode();
  }

  private static HttpResponse<Buffer> dpop(
      HttpMethod method, String path, String authorization, String proof) {
    var request = node.client.request(method, path).putHeader("Authorization", authorization);
    if (proof != null) request.putHeader("DPoP", proof);
    return await(
        method == HttpMethod.POST
            ? request.sendJsonObject(ask("wall:read", null))
            : request.send());
  }

  private static KeyPair key() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** As a client makes it (RFC 9449 §4.2). */
  private static String proof(KeyPair key, String method, String url, String token, String nonce)
      throws GeneralSecurityException {
    var point = ((ECPublicKey) key.getPublic()).getW();
    var jwk =
        new JsonObject()
            .put("kty", "EC")
            .put("crv", "P-256")
            .put("x", base64(coordinate(point.getAffineX().toByteArray())))
            .put("y", base64(coordinate(point.getAffineY().toByteArray())));
    var header = new JsonObject().put("typ", "dpop+jwt").put("alg", "ES256").put("jwk", jwk);
    var payload =
        new JsonObject()
            .put("jti", UUID.randomUUID().toString())
            .put("htm", method)
            .put("htu", url)
            .put("iat", System.currentTimeMillis() / 1000);
    if (nonce != null) payload.put("nonce", nonce);
    if (token != null) {
      payload.put(
          "ath",
          base64(
              MessageDigest.getInstance("SHA-256")
                  .digest(token.getBytes(StandardCharsets.US_ASCII))));
    }
    var signed = base64(header.encode().getBytes()) + '.' + base64(payload.encode().getBytes());
    var signer = Signature.getInstance("SHA256withECDSAinP1363Format");
    signer.initSign(key.getPrivate());
    signer.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + '.' + base64(signer.sign());
  }

  private static byte[] coordinate(byte[] number) {
    var fixed = new byte[32];
    int from = Math.max(0, number.length - 32);
    var digits = Arrays.copyOfRange(number, from, number.length);
    System.arraycopy(digits, 0, fixed, 32 - digits.length, digits.length);
    return fixed;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
