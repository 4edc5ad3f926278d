package io.medtrust.accounts;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.medtrust.bus.Problem;
import io.medtrust.keys.FileKeys;
import io.medtrust.keys.KeyProblem;
import io.medtrust.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final int LIFE = 900;

  @TempDir Path folder;
  private final AtomicLong clock = new AtomicLong(System.currentTimeMillis() / 1000);
  private Vertx vertx;
  private Pool pool;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    pool = TestServers.pool(vertx);
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private SigningKeys node() {
    var keys =
        new SigningKeys(vertx, pool, FileKeys.readOrCreate(folder.resolve("keys")), clock::get);
    await(keys.open());
    return keys;
  }

  private TokenSigner signer(SigningKeys keys) {
    return new TokenSigner(SECRET, "medtrust", clock::get, keys);
  }

  private static String user(TokenSigner signer) {
    var claims = new JsonObject().put("userId", "u").put("role", "doctor");
    return signer.sign(claims, Principal.USER, LIFE);
  }

  private static JsonObject header(String token) {
    var first = token.substring(0, token.indexOf('.'));
    return new JsonObject(new String(Base64.getUrlDecoder().decode(first)));
  }

  private static void refused(TokenSigner signer, String token) {
    assertEquals("invalid_token", assertThrows(Problem.class, () -> signer.verify(token)).code());
  }

  @Test
  void nodesShareTheFirstKeyAndBelieveEachOther() {
    var one = node();
    var two = node();
    var token = user(signer(one));
    assertEquals("EdDSA", header(token).getString("alg"));
    assertEquals("u", signer(two).verify(token).getString("userId"));
    assertEquals(one.jwks(), two.jwks());
    assertEquals(
        header(token).getString("kid"),
        two.jwks().getJsonArray("keys").getJsonObject(0).getString("kid"));
  }

  @Test
  void aNewKeyIsPublishedBeforeItSignsAndTheOldOneVerifiesUntilItsTokensAreOver() {
    var keys = node();
    var signer = signer(keys);
    var old = header(user(signer)).getString("kid");
    var fresh = await(keys.rotate(LIFE));
    await(keys.load());
    assertEquals(2, keys.jwks().getJsonArray("keys").size());
    assertEquals(old, header(user(signer)).getString("kid"));
    clock.addAndGet(SigningKeys.AHEAD_SECONDS - 2);
    var last = user(signer);
    assertEquals(old, header(last).getString("kid"));
    clock.addAndGet(4);
    assertEquals(fresh, header(user(signer)).getString("kid"));
    // The last token of the old key is good to its end ...
    clock.addAndGet(LIFE - 6);
    signer.verify(last);
    // ... and then the key is no key any more.
    clock.addAndGet(10);
    refused(signer, last);
    assertEquals(1, keys.jwks().getJsonArray("keys").size());
    assertNotEquals(old, fresh);
  }

  @Test
  void algorithmsAreNotMixedUp() {
    var keys = node();
    var signer = signer(keys);
    var plain = new TokenSigner(SECRET, "medtrust", clock::get);
    // A user's token by the secret is not believed where keys sign, nor the other way round.
    refused(signer, user(plain));
    refused(plain, user(signer));
    // Display and load tokens are signed by the secret alone.
    var display = new TokenCommand(SECRET, "medtrust").display(null, 60);
    assertEquals("display", signer.verify(display).getString("aud"));
    // The public key is no secret to sign with.
    var parts = user(signer).split("\\.");
    var kid = header(user(signer)).getString("kid");
    for (var header :
        new String[] {
          "{\"alg\":\"none\"}",
          "{\"alg\":\"EdDSA\"}",
          "{\"alg\":\"EdDSA\",\"kid\":\"x\"}",
          "{\"alg\":\"EdDSA\",\"kid\":7}",
          "{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}",
          "[]",
          "{"
        }) {
      refused(signer, Ed25519.base64(header.getBytes()) + "." + parts[1] + "." + parts[2]);
    }
    refused(signer, parts[0] + "." + parts[1] + ".");
    refused(signer, parts[0] + "." + parts[1]);
    refused(signer, parts[0] + "." + parts[1] + "." + parts[2] + ".x");
    refused(signer, "....");
  }

  @Test
  void thePrivateKeyIsSealedAndBoundToItsRow() {
    var keys = node();
    var row = await(pool.query("select private_key from signing_keys").execute()).iterator().next();
    var stored = row.getBuffer("private_key").getBytes();
    assertThrows(IllegalArgumentException.class, () -> Ed25519.privateKey(stored));
    var other =
        new SigningKeys(
            vertx, pool, FileKeys.readOrCreate(folder.resolve("other keys")), clock::get);
    assertThrows(KeyProblem.class, () -> await(other.open()));
    assertFalse(keys.jwks().encode().contains("\"d\""));
  }
}
