package io.medtrust.accounts;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Problem;
import io.medtrust.bus.Revoked;
import io.medtrust.bus.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns tokens into principals and takes tokens back.
 *
 * <p>A token is good when its signature, issuer, audience and time are, when Redis does not list it
 * or its family as revoked, and, for a user's token, when the user is active and its token epoch is
 * the user's. Answers are kept for some seconds; {@link Addresses#REVOKED} drops them at once.
 * While Redis is away the epoch alone decides; while PostgreSQL is away too, only who was seen in
 * the last minutes gets in: a running call goes on, a new sign-in does not.
 *
 * <p>One per node, for any thread.
 */
public final class TokenService {
  private static final Logger LOG = LoggerFactory.getLogger(TokenService.class);
  private static final long FRESH_NANOS = 5_000_000_000L;
  private static final long STALE_NANOS = 900_000_000_000L;
  private static final int MAX_CACHED = 20_000;

  private record Known(Principal principal, long atNanos) {}

  private final Users users;
  private final Roles roles;
  private final Principals principals;
  private final RevocationList listed;
  private final AccountFeed feed;
  private final TokenSigner signer;
  private final AccountsSettings settings;
  private final Vertx vertx;
  private final AtomicLong revocations = new AtomicLong();
  private final AtomicLong generation = new AtomicLong();
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** Revocations heard on the bus, with the epoch second after which no such token can live. */
  private final Map<Revoked, Long> revoked = new ConcurrentHashMap<>();

  public TokenService(
      Vertx vertx, Pool pool, Redis redis, TokenSigner signer, AccountsSettings settings) {
    this.vertx = vertx;
    this.listed = new RevocationList(redis, settings.accessSeconds());
    this.users = new Users(pool);
    this.signer = signer;
    this.settings = settings;
    this.roles = new Roles(pool);
    this.principals = new Principals(users, roles);
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.REVOKED, message -> heard(Wire.decode(message.body(), Revoked.class)));
    this.feed = new AccountFeed(vertx, pool, redis, this::happened);
    feed.start();
    roles
        .permissions(List.of())
        .onFailure(cause -> LOG.warn("roles not read yet: {}", cause.toString()));
  }

  /** Another node's change, or one that was made in the database. */
  private void happened(AccountFeed.Event event) {
    switch (event) {
      case AccountFeed.Event.TokensRevoked e -> tell(e.revoked());
      case AccountFeed.Event.RolesChanged _ -> {
        roles.forget();
        generation.incrementAndGet();
        known.clear();
      }
      case AccountFeed.Event.KeysChanged _ ->
          signer
              .reload()
              .onFailure(cause -> LOG.error("signing keys not read: {}", cause.getMessage()));
    }
  }

  /** Rises when what principals may has changed: who keeps one asks again. */
  public long generation() {
    return generation.get();
  }

  /** Something of accounts was changed in the database: all nodes read it at once. */
  void changed() {
    feed.changed();
  }

  /** The public keys of tokens, or null where they are signed with a secret. */
  public JsonObject jwks() {
    return signer.jwks();
  }

  /** A user's access token; {@code family} is the refresh family it belongs to. */
  public String issueAccess(User user, String family) {
    var claims =
        new JsonObject()
            .put("userId", user.id())
            .put("role", user.role())
            .put("email", user.email())
            .put("epoch", user.tokenEpoch());
    if (family != null) claims.put("fam", family);
    return signer.sign(claims, Principal.USER, settings.accessSeconds());
  }

  /**
   * The principal of an {@code Authorization} header's value.
   *
   * <p>Fails with 401 {@code missing_token}, {@code invalid_token}, {@code token_expired}, {@code
   * token_revoked}, {@code user_not_found}; 403 {@code account_deactivated}; 503 {@code
   * storage_unavailable}.
   */
  public Future<Principal> authenticateHeader(String header) {
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Future.failedFuture(
          new Problem(401, "missing_token", "Missing or invalid authorization header"));
    }
    return authenticate(header.substring(7).trim());
  }

  /** As {@link #authenticateHeader}, with the token itself. */
  public Future<Principal> authenticate(String token) {
    long before = revocations.get() + generation.get();
    return look(token)
        .compose(
            principal -> {
              // Something was revoked while the stores were asked: what they said may be old.
              if (revocations.get() + generation.get() == before)
                return Future.succeededFuture(principal);
              known.remove(principal.jti());
              return authenticate(token);
            });
  }

  private Future<Principal> look(String token) {
    JsonObject claims;
    try {
      claims = signer.verify(token);
    } catch (Problem problem) {
      return Future.failedFuture(problem);
    }
    var jti = claims.getString("jti");
    var cached = known.get(jti);
    if (cached != null && System.nanoTime() - cached.atNanos < FRESH_NANOS) {
      return Future.succeededFuture(cached.principal);
    }
    return listed
        .contains(jti, claims.getString("fam"))
        .compose(
            found -> found ? Future.failedFuture(revokedProblem()) : principals.complete(claims))
        .recover(
            cause -> {
              // Only a store that does not answer lets an older answer stand.
              if (cause instanceof Problem
                  || cached == null
                  || System.nanoTime() - cached.atNanos > STALE_NANOS) {
                return Future.failedFuture(cause);
              }
              return Future.succeededFuture(cached.principal);
            })
        .compose(
            principal -> {
              if (isRevoked(principal)) return Future.failedFuture(revokedProblem());
              if (known.size() >= MAX_CACHED) known.clear();
              // A cached answer that stood in for a store keeps its age.
              if (cached == null || cached.principal != principal) {
                known.put(jti, new Known(principal, System.nanoTime()));
              }
              return Future.succeededFuture(principal);
            });
  }

  /**
   * The principal of claims that the gateway verified itself (of a scoped token), as it is now:
   * always looked up.
   *
   * @param claims aud, userId, role, email, epoch, exp, and jti and fam of the access token it came
   *     from
   */
  public Future<Principal> current(JsonObject claims) {
    return listed
        .contains(claims.getString("jti"), claims.getString("fam"))
        .compose(
            found -> found ? Future.failedFuture(revokedProblem()) : principals.complete(claims))
        .compose(
            principal ->
                isRevoked(principal)
                    ? Future.failedFuture(revokedProblem())
                    : Future.succeededFuture(principal));
  }

  /**
   * Takes back one token and its refresh family's access tokens. When Redis is away the user's
   * epoch is raised instead, which ends all tokens of the user.
   */
  Future<Void> revoke(Principal principal) {
    var event = new Revoked(principal.id(), principal.jti(), principal.family());
    return listed
        .add(principal.jti(), principal.expiresAt(), principal.family())
        .recover(
            cause -> principal.isUser() ? revokeAll(principal.id()) : Future.failedFuture(cause))
        .onComplete(_ -> publish(event));
  }

  /** The same for a refresh family alone. */
  Future<Void> revokeFamily(String userId, String family) {
    return listed
        .addFamily(family)
        .recover(_ -> revokeAll(userId))
        .onComplete(_ -> publish(new Revoked(userId, null, family)));
  }

  /** Takes back every token of a user. */
  public Future<Void> revokeAll(String userId) {
    // The raised epoch is in the feed by itself.
    return users.nextEpoch(userId).onSuccess(_ -> revokedInStore(userId));
  }

  /** The user's row was changed so that all its tokens ended. */
  void revokedInStore(String userId) {
    tell(new Revoked(userId, null, null));
    feed.changed();
  }

  private void publish(Revoked event) {
    tell(event);
    feed.revoked(event)
        .onFailure(cause -> LOG.warn("a revocation is not in PostgreSQL: {}", cause.toString()));
  }

  /** Tells this node's parts. */
  private void tell(Revoked event) {
    heard(event);
    vertx.eventBus().publish(Addresses.REVOKED, Wire.encode(event));
  }

  private void heard(Revoked event) {
    long now = System.currentTimeMillis() / 1000;
    revoked.values().removeIf(until -> until < now);
    // Epochs carry on where the memory of "all tokens of a user" ends.
    if (event.jti() != null || event.family() != null) revoked.put(event, now + 86_400);
    revocations.incrementAndGet();
    known.values().removeIf(k -> matches(event, k.principal));
  }

  private boolean isRevoked(Principal principal) {
    if (revoked.isEmpty()) return false;
    for (var event : revoked.keySet()) if (matches(event, principal)) return true;
    return false;
  }

  /** Whether a revocation is about this principal's token. */
  public static boolean matches(Revoked event, Principal principal) {
    if (event.jti() == null && event.family() == null) {
      return event.user() != null && event.user().equals(principal.id());
    }
    return (event.jti() != null && event.jti().equals(principal.jti()))
        || (event.family() != null && event.family().equals(principal.family()));
  }

  static Problem revokedProblem() {
    return new Problem(401, "token_revoked", "Token has been revoked");
  }
}
