package io.medtrust.gateway.scoped;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.accounts.Principal;
import io.medtrust.accounts.TokenService;
import io.medtrust.bus.Problem;
import io.medtrust.gateway.scoped.proof.DpopProof;
import io.medtrust.gateway.scoped.proof.Jose;
import io.medtrust.gateway.scoped.proof.Nonces;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Issues and checks tokens for one action. A scoped token can never do more than the user can at
 * the moment of its use: the user's state, its permissions and the revocation of the access token
 * it came from are looked up each time. One per node, for any thread.
 */
public final class ScopedTokens {
  public static final int MOST_SECONDS = 300;
  private static final int PROOF_WINDOW = 60;
  private static final int NONCE_SECONDS = 300;
  private static final int MOST_RESOURCE = 128;

  /**
   * @param method and url of the request; url without query, as clients see it
   * @param path normalised
   * @param proof the {@code DPoP} header, or null
   */
  public record Call(String method, String url, String path, String proof, String requestId) {}

  /** What was issued. */
  public record Issued(String token, String type, int seconds, Action action, String resource) {}

  /** 401 {@code use_dpop_nonce}: the answer carries the nonce to be used. */
  public static final String USE_NONCE = "use_dpop_nonce";

  private final TokenService tokens;
  private final OnceOnly once;
  private final AuditTrail audit;
  private final byte[] key;
  private final Nonces nonces;
  private final LongSupplier epochSeconds;

  /**
   * @param secret of the node, shared by nodes; keys are derived from it
   */
  public ScopedTokens(TokenService tokens, Redis redis, AuditTrail audit, String secret) {
    this(tokens, redis, audit, secret, () -> System.currentTimeMillis() / 1000);
  }

  ScopedTokens(
      TokenService tokens,
      Redis redis,
      AuditTrail audit,
      String secret,
      LongSupplier epochSeconds) {
    this.tokens = tokens;
    this.once = new OnceOnly(redis);
    this.audit = audit;
    this.key = ScopedToken.derive(secret, "medtrust scoped token");
    this.nonces = new Nonces(ScopedToken.derive(secret, "medtrust dpop nonce"), NONCE_SECONDS);
    this.epochSeconds = epochSeconds;
  }

  public String nonce() {
    return nonces.current(epochSeconds.getAsLong());
  }

  public static boolean isScoped(String token) {
    return ScopedToken.looksLikeOne(token);
  }

  /**
   * Fails with 400 {@code unknown_scope} or {@code validation_failed}, 401 {@code
   * invalid_dpop_proof} or {@code use_dpop_nonce}, 403 {@code insufficient_permissions}.
   *
   * @param resource id, where the action needs one, else null
   */
  public Future<Issued> issue(
      Principal who, String scope, String resource, int seconds, Call call) {
    var action = Action.named(scope);
    if (action == null) return failed(400, "unknown_scope", "There is no such scope");
    if (action.needsResource() != (resource != null)
        || resource != null && !resource.matches("[A-Za-z0-9-]{1," + MOST_RESOURCE + "}")) {
      return failed(
          400,
          "validation_failed",
          action.needsResource() ? "resource must be an id" : "This scope has no resource");
    }
    if (!who.isUser()) return failed(403, "insufficient_permissions", "Only users get such tokens");
    if (action.permission() != null && !who.may(action.permission())) {
      return failed(403, "insufficient_permissions", "Insufficient permissions");
    }
    long now = epochSeconds.getAsLong();
    int life = (int) Math.min(seconds, who.expiresAt() - now);
    if (life < 1) return failed(401, "token_expired", "Token expired");
    Future<String> bound =
        call.proof() == null
            ? Future.succeededFuture()
            : proven(call, null).map(DpopProof::thumbprint);
    return bound.map(
        thumbprint -> {
          var token =
              new ScopedToken(
                  UUID.randomUUID().toString(),
                  scope,
                  resource,
                  who.id(),
                  who.role(),
                  who.email(),
                  who.epoch(),
                  who.jti(),
                  who.family(),
                  now,
                  now + life,
                  thumbprint);
          var type = thumbprint == null ? "Bearer" : "DPoP";
          return new Issued(token.sign(key), type, life, action, resource);
        });
  }

  /**
   * The user behind a scoped token, when the token is for exactly this call.
   *
   * <p>Fails with 401 {@code invalid_token}, {@code token_expired}, {@code token_revoked}, {@code
   * token_replayed}, {@code invalid_dpop_proof}, {@code use_dpop_nonce}; 403 {@code
   * insufficient_scope}; 503.
   *
   * @param dpop it came under the scheme {@code DPoP}
   */
  public Future<Principal> authenticate(String token, boolean dpop, Call call) {
    var scoped = ScopedToken.read(token, key);
    if (scoped == null) return failed(401, "invalid_token", "Invalid token");
    long now = epochSeconds.getAsLong();
    if (scoped.expiresAt() <= now) return failed(401, "token_expired", "Token expired");
    var action = Action.named(scoped.scope());
    if (action == null || !action.covers(call.method(), call.path(), scoped.resource())) {
      return failed(403, "insufficient_scope", "The token is for " + what(scoped));
    }
    // RFC 9449 §7.1: a bound token is not taken as a bearer token
    if (dpop != (scoped.key() != null)) {
      return failed(401, "invalid_token", "The token goes with another scheme");
    }
    Future<?> proven = dpop ? proven(call, token, scoped) : Future.succeededFuture();
    return proven
        .compose(_ -> tokens.current(claims(scoped)))
        .compose(
            who ->
                action.changes()
                    ? first(scoped, who, now, call).map(who)
                    : Future.succeededFuture(who));
  }

  private static String what(ScopedToken scoped) {
    return scoped.scope() + (scoped.resource() == null ? "" : " of " + scoped.resource());
  }

  private static JsonObject claims(ScopedToken scoped) {
    var claims =
        new JsonObject()
            .put("aud", Principal.USER)
            .put("userId", scoped.user())
            .put("role", scoped.role())
            .put("email", scoped.email())
            .put("epoch", scoped.epoch())
            .put("jti", scoped.parent())
            .put("exp", scoped.expiresAt());
    return scoped.family() == null ? claims : claims.put("fam", scoped.family());
  }

  private Future<Void> first(ScopedToken scoped, Principal who, long now, Call call) {
    return once.use("scoped", scoped.jti(), scoped.expiresAt() - now + 1)
        .compose(
            first -> {
              if (first) return Future.succeededFuture();
              audit.write(
                  "TOKEN_REPLAY",
                  "critical",
                  null,
                  null,
                  who.id(),
                  call.requestId(),
                  Map.of("scope", scoped.scope(), "kind", "scoped token"));
              return failed(401, "token_replayed", "The token was used before");
            });
  }

  private Future<DpopProof> proven(Call call, String token, ScopedToken scoped) {
    return proven(call, token)
        .compose(
            proof ->
                proof.thumbprint().equals(scoped.key())
                    ? Future.succeededFuture(proof)
                    : failed(401, "invalid_dpop_proof", "The proof is of another key"));
  }

  private Future<DpopProof> proven(Call call, String token) {
    DpopProof proof;
    long now = epochSeconds.getAsLong();
    try {
      proof = DpopProof.check(call.proof(), call.method(), call.url(), token, now, PROOF_WINDOW);
    } catch (DpopProof.Refused e) {
      return failed(401, "invalid_dpop_proof", "DPoP: " + e.getMessage());
    }
    if (!nonces.good(proof.nonce(), now)) {
      return failed(401, USE_NONCE, "The proof must carry the nonce of the DPoP-Nonce header");
    }
    // the id is the client's text: of one key, and hashed
    var id = Jose.base64(Jose.sha256(proof.thumbprint() + ' ' + proof.jti()));
    return once.use("dpop", id, 2L * PROOF_WINDOW + 1)
        .compose(
            first ->
                first
                    ? Future.succeededFuture(proof)
                    : failed(401, "invalid_dpop_proof", "The proof was used before"));
  }

  private static <T> Future<T> failed(int status, String code, String sentence) {
    return Future.failedFuture(new Problem(status, code, sentence));
  }
}
