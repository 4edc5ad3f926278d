package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Signs and checks the JSON Web Tokens of a node: HS256 (RFC 7518 §3.2) with the secret or, for the
 * tokens of users where signing keys are given, EdDSA (RFC 8037) with a {@code kid}. Each key is
 * good for its one algorithm; with signing keys a user's token by HS256 is not believed. Whether a
 * token was revoked is not known here. May be used from any thread.
 */
public final class TokenSigner {
  private static final Set<String> AUDIENCES =
      Set.of(Principal.USER, Principal.DISPLAY, Principal.LOAD);
  private static final int MAX_TOKEN_LENGTH = 4096;

  private final JWTAuth jwt;
  private final String issuer;
  private final LongSupplier epochSeconds;
  private final SigningKeys keys;

  /**
   * @param secret at least 32 characters
   * @throws IllegalArgumentException when it is shorter
   */
  public TokenSigner(String secret, String issuer) {
    this(secret, issuer, (SigningKeys) null);
  }

  /**
   * @param keys for users' tokens, opened; null for HS256
   */
  public TokenSigner(String secret, String issuer, SigningKeys keys) {
    this(secret, issuer, () -> System.currentTimeMillis() / 1000, keys);
  }

  TokenSigner(String secret, String issuer, LongSupplier epochSeconds) {
    this(secret, issuer, epochSeconds, null);
  }

  TokenSigner(String secret, String issuer, LongSupplier epochSeconds, SigningKeys keys) {
    if (secret == null || secret.length() < 32) {
      throw new IllegalArgumentException("the token secret must have at least 32 characters");
    }
    this.issuer = issuer;
    this.epochSeconds = epochSeconds;
    this.keys = keys;
    // The provider needs a Vert.x instance only to read key store files. Time is checked below,
    // with a clock that tests can set.
    this.jwt =
        JWTAuth.create(
            null,
            new JWTAuthOptions()
                .addPubSecKey(
                    new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(Buffer.buffer(secret)))
                .setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
  }

  /** Signs {@code claims} with a new jti, valid from now for {@code ttlSeconds}. */
  String sign(JsonObject claims, String audience, int ttlSeconds) {
    long now = epochSeconds.getAsLong();
    var full =
        claims
            .copy()
            .put("aud", audience)
            .put("iss", issuer)
            .put("jti", UUID.randomUUID().toString())
            .put("iat", now)
            .put("exp", now + ttlSeconds);
    if (keys != null && audience.equals(Principal.USER)) {
      var key = keys.current();
      var header = new JsonObject().put("typ", "JWT").put("alg", "EdDSA").put("kid", key.kid());
      return Ed25519.sign(
          key.privateKey(), header.toBuffer().getBytes(), full.toBuffer().getBytes());
    }
    synchronized (jwt) { // its HMAC is one object
      return jwt.generateToken(full, new JWTOptions().setAlgorithm("HS256").setNoTimestamp(true));
    }
  }

  /** The keys changed: reads them again. */
  Future<Void> reload() {
    return keys == null ? Future.succeededFuture() : keys.load();
  }

  /** The public keys, or null where tokens are signed with the secret. */
  public JsonObject jwks() {
    return keys == null ? null : keys.jwks();
  }

  /**
   * The claims of a token that this node signed and that has not expired.
   *
   * @throws Problem 401 {@code token_expired} or {@code invalid_token}
   */
  JsonObject verify(String token) {
    if (token == null || token.length() > MAX_TOKEN_LENGTH) throw invalid();
    var claims = keys != null && isEdDsa(token) ? byKey(token) : bySecret(token);
    try {
      if (claims == null
          || !issuer.equals(claims.getString("iss"))
          || !AUDIENCES.contains(claims.getString("aud"))
          || claims.getString("jti") == null
          || claims.getString("role") == null
          || claims.getString("userId") == null
          || claims.getLong("exp") == null) {
        throw invalid();
      }
      if (keys != null && claims.getString("aud").equals(Principal.USER) && !isEdDsa(token)) {
        throw invalid();
      }
      if (claims.getLong("exp") <= epochSeconds.getAsLong()) {
        throw new Problem(401, "token_expired", "Token expired");
      }
    } catch (ClassCastException e) {
      throw invalid();
    }
    return claims;
  }

  private JsonObject bySecret(String token) {
    Future<JsonObject> read;
    try {
      synchronized (jwt) {
        read = jwt.authenticate(new TokenCredentials(token)).map(user -> user.attributes());
      }
    } catch (RuntimeException e) {
      throw invalid();
    }
    // The provider answers at once: it waits for nothing.
    if (!read.succeeded() || read.result() == null) throw invalid();
    return read.result().getJsonObject("accessToken");
  }

  private static boolean isEdDsa(String token) {
    return token.indexOf('.') > 0
        && "EdDSA".equals(part(token, 0, token.indexOf('.')).getValue("alg"));
  }

  private JsonObject byKey(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (second < 0 || token.indexOf('.', second + 1) >= 0) throw invalid();
    var kid = part(token, 0, first).getValue("kid") instanceof String text ? text : "";
    var key = keys.verifying(kid);
    if (key == null) throw invalid();
    byte[] signature;
    try {
      signature = Base64.getUrlDecoder().decode(token.substring(second + 1));
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    if (!Ed25519.verify(key, token.substring(0, second), signature)) throw invalid();
    return part(token, first + 1, second);
  }

  private static JsonObject part(String token, int from, int to) {
    try {
      return new JsonObject(
          Buffer.buffer(Base64.getUrlDecoder().decode(token.substring(from, to))));
    } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
      throw invalid();
    }
  }

  private static Problem invalid() {
    return new Problem(401, "invalid_token", "Invalid token");
  }
}
