package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Signs and checks the JSON Web Tokens of a node: HS256 (RFC 7518 §3.2) and no other algorithm.
 * Whether a token was revoked is not known here. May be used from any thread.
 */
public final class TokenSigner {
  private static final Set<String> AUDIENCES =
      Set.of(Principal.USER, Principal.DISPLAY, Principal.LOAD);
  private static final int MAX_TOKEN_LENGTH = 4096;

  private final JWTAuth jwt;
  private final String issuer;
  private final LongSupplier epochSeconds;

  /**
   * @param secret at least 32 characters
   * @throws IllegalArgumentException when it is shorter
   */
  public TokenSigner(String secret, String issuer) {
    this(secret, issuer, () -> System.currentTimeMillis() / 1000);
  }

  TokenSigner(String secret, String issuer, LongSupplier epochSeconds) {
    if (secret == null || secret.length() < 32) {
      throw new IllegalArgumentException("the token secret must have at least 32 characters");
    }
    this.issuer = issuer;
    this.epochSeconds = epochSeconds;
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
    synchronized (jwt) { // its HMAC is one object
      return jwt.generateToken(full, new JWTOptions().setAlgorithm("HS256").setNoTimestamp(true));
    }
  }

  /**
   * The claims of a token that this node signed and that has not expired.
   *
   * @throws Problem 401 {@code token_expired} or {@code invalid_token}
   */
  JsonObject verify(String token) {
    if (token == null || token.length() > MAX_TOKEN_LENGTH) throw invalid();
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
    var claims = read.result().getJsonObject("accessToken");
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
      if (claims.getLong("exp") <= epochSeconds.getAsLong()) {
        throw new Problem(401, "token_expired", "Token expired");
      }
    } catch (ClassCastException e) {
      throw invalid();
    }
    return claims;
  }

  private static Problem invalid() {
    return new Problem(401, "invalid_token", "Invalid token");
  }
}
