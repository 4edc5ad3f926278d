package io.medtrust.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Problem;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenSignerTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final TokenSigner signer = new TokenSigner(SECRET, "medtrust", clock::get);

  private String token(int ttl) {
    return signer.sign(
        new JsonObject().put("userId", "u").put("role", "doctor"), Principal.USER, ttl);
  }

  private static String code(Runnable verify) {
    var problem = assertThrows(Problem.class, verify::run);
    assertEquals(401, problem.status());
    return problem.code();
  }

  @Test
  void aSignedTokenGivesItsClaimsBack() {
    var claims = signer.verify(token(60));
    assertEquals("u", claims.getString("userId"));
    assertEquals(1_000_060L, claims.getLong("exp"));
    assertEquals("user", claims.getString("aud"));
  }

  @Test
  void anExpiredTokenIsToldFromAForgedOne() {
    var token = token(60);
    clock.addAndGet(59);
    signer.verify(token);
    clock.addAndGet(1);
    assertEquals("token_expired", code(() -> signer.verify(token)));
    assertEquals("invalid_token", code(() -> signer.verify(token + "x")));
  }

  @Test
  void anotherKeyIssuerOrAudienceIsNotBelieved() {
    var claims = new JsonObject().put("userId", "u").put("role", "admin");
    var otherKey = new TokenSigner("x".repeat(32), "medtrust", clock::get);
    var otherIssuer = new TokenSigner(SECRET, "elsewhere", clock::get);
    assertEquals(
        "invalid_token", code(() -> signer.verify(otherKey.sign(claims, Principal.USER, 60))));
    assertEquals(
        "invalid_token", code(() -> signer.verify(otherIssuer.sign(claims, Principal.USER, 60))));
    assertEquals("invalid_token", code(() -> signer.verify(signer.sign(claims, "other", 60))));
  }

  @Test
  void aTokenWithoutSignatureIsNotBelieved() {
    var parts = token(60).split("\\.");
    var none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    assertEquals("invalid_token", code(() -> signer.verify(none + "." + parts[1] + ".")));
    assertEquals(
        "invalid_token", code(() -> signer.verify(none + "." + parts[1] + "." + parts[2])));
    assertEquals("invalid_token", code(() -> signer.verify(parts[0] + "." + parts[1] + ".")));
  }

  @Test
  void nothingThatIsChangedOrMadeUpIsBelieved() {
    var random = new Random(11);
    var token = token(60);
    for (int i = 0; i < 5000; i++) {
      var changed = new StringBuilder(token);
      int at = random.nextInt(token.length());
      char c = (char) (' ' + random.nextInt(95));
      // The last letter of a segment carries bits that Base64 does not use.
      boolean lastOfSegment = at + 1 == token.length() || token.charAt(at + 1) == '.';
      if (c == token.charAt(at) || lastOfSegment) continue;
      changed.setCharAt(at, c);
      assertEquals("invalid_token", code(() -> signer.verify(changed.toString())));
    }
    for (int i = 0; i < 5000; i++) {
      var bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      code(() -> signer.verify(new String(bytes, StandardCharsets.ISO_8859_1)));
    }
    code(() -> signer.verify(null));
    code(() -> signer.verify("a".repeat(1_000_000)));
  }

  @Test
  void aShortSecretIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TokenSigner("x".repeat(31), "medtrust"));
  }

  @Test
  void theTokenCommandSignsWhatItIsAskedFor() {
    var command = new TokenCommand(SECRET, "medtrust");
    var now = new TokenSigner(SECRET, "medtrust");
    var load = now.verify(command.run("--role", "load", "--room", "a-1", "--verified"));
    assertEquals("load", load.getString("aud"));
    assertEquals("a-1", load.getString("room"));
    assertTrue(load.getBoolean("verified"));
    assertEquals(3600, load.getLong("exp") - load.getLong("iat"));
    var display = now.verify(command.run("--role", "display", "--ttl", "60"));
    assertTrue(display.getBoolean("all_wards"));
    for (var wrong :
        new String[][] {
          {},
          {"--role", "admin"},
          {"--role", "load"},
          {"--role", "load", "--room", "a/b"},
          {"--role", "load", "--room", "a", "--ttl", "86401"},
          {"--role", "load", "--room", "a", "--ttl", "soon"},
          {"--role"},
          {"--what"}
        }) {
      assertThrows(IllegalArgumentException.class, () -> command.run(wrong));
    }
  }
}
