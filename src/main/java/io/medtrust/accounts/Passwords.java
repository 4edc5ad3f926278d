package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Changing a password with the old one, or with a one-time token that an admin handed out. */
public final class Passwords {
  /**
   * @param token shown once
   */
  public record Reset(String token, Instant expiresAt) {}

  private final Pool pool;
  private final Users users;
  private final RefreshTokens refreshTokens;
  private final TokenService tokens;
  private final PasswordHasher hasher;
  private final LoginThrottle throttle;
  private final AuditTrail audit;
  private final AccountsSettings settings;

  Passwords(
      Vertx vertx,
      Pool pool,
      TokenService tokens,
      PasswordHasher hasher,
      LoginThrottle throttle,
      AccountsSettings settings) {
    this.pool = pool;
    this.users = new Users(pool);
    this.refreshTokens = new RefreshTokens(pool, settings.refreshSeconds());
    this.tokens = tokens;
    this.hasher = hasher;
    this.throttle = throttle;
    this.audit = new AuditTrail(vertx);
    this.settings = settings;
  }

  /**
   * Changes one's own password; every other sign-in of the user ends, this one stays. Fails with
   * 401 {@code invalid_credentials}, 400 {@code weak_password}, 429.
   */
  public Future<Void> change(
      Principal who, String old, String fresh, String address, String requestId) {
    return confirm(who, old, address)
        .compose(
            user -> {
              PasswordRule.check(fresh, user.email(), "new_password");
              return hasher.hash(fresh);
            })
        .compose(
            hash ->
                pool.preparedQuery("update users set password_hash = $2 where id = $1")
                    .execute(Tuple.of(UUID.fromString(who.id()), hash)))
        .compose(_ -> endOthers(who))
        .onSuccess(
            _ ->
                audit.write(
                    "PASSWORD_CHANGED", "info", null, who.id(), who.id(), requestId, Map.of()));
  }

  /** The user, when the password is right; wrong ones are counted as failed sign-ins are. */
  Future<User> confirm(Principal who, String password, String address) {
    return throttle
        .attempt(address, who.email())
        .compose(_ -> users.findByEmail(who.email()))
        .compose(
            found ->
                hasher
                    .check(password, found == null ? null : found.passwordHash())
                    .compose(
                        right -> {
                          if (!right) {
                            return Future.failedFuture(
                                new Problem(401, "invalid_credentials", "Wrong password"));
                          }
                          throttle.succeeded(address, who.email());
                          return Future.succeededFuture(found.user());
                        }));
  }

  private Future<Void> endOthers(Principal who) {
    return refreshTokens
        .liveFamilies(who.id())
        .compose(
            families -> {
              Future<Void> all = Future.succeededFuture();
              for (var family : families) {
                if (Objects.equals(family, who.family())) continue;
                all =
                    all.compose(_ -> refreshTokens.endFamily(family))
                        .compose(_ -> tokens.revokeFamily(who.id(), family));
              }
              return all;
            });
  }

  /**
   * A token with which the user chooses a new password once. Earlier ones of the user are void; the
   * old password stays until then. Fails with 404 {@code account_not_found}.
   */
  public Future<Reset> offerReset(Principal admin, String userId, String requestId) {
    var token = OneTimeToken.create();
    var expires = OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(settings.resetSeconds());
    return users
        .find(userId)
        .compose(
            user -> {
              if (user == null || user.status().equals("deleted")) {
                return Future.failedFuture(UserAdmin.unknown());
              }
              return pool.withTransaction(
                  connection ->
                      voidResets(connection, userId)
                          .compose(
                              _ ->
                                  connection
                                      .preparedQuery(
                                          "insert into password_resets (token_hash, user_id,"
                                              + " created_by, expires_at) values ($1, $2, $3, $4)")
                                      .execute(
                                          Tuple.of(
                                              OneTimeToken.hash(token),
                                              UUID.fromString(userId),
                                              UUID.fromString(admin.id()),
                                              expires))));
            })
        .map(_ -> new Reset(token, expires.toInstant()))
        .onSuccess(
            _ ->
                audit.write(
                    "PASSWORD_RESET_ISSUED",
                    "warning",
                    null,
                    admin.id(),
                    userId,
                    requestId,
                    Map.of()));
  }

  /**
   * Sets the password by such a token; all sign-ins of the user end. Fails with 401 {@code
   * invalid_token}, 400 {@code weak_password}, 429. A weak password does not use the token up.
   */
  public Future<Void> reset(String token, String fresh, String address, String requestId) {
    return throttle
        .other("reset", address)
        .compose(
            _ ->
                pool.preparedQuery(
                        "select u.id, u.email from password_resets r join users u on u.id ="
                            + " r.user_id where r.token_hash = $1 and r.used_at is null and"
                            + " r.expires_at > now()")
                    .execute(Tuple.of(OneTimeToken.hash(token))))
        .compose(
            rows -> {
              if (rows.size() == 0) return Future.failedFuture(invalid());
              var row = rows.iterator().next();
              PasswordRule.check(fresh, row.getString("email"), "new_password");
              var id = row.getUUID("id");
              return hasher
                  .hash(fresh)
                  .compose(hash -> pool.withTransaction(c -> use(c, token, id, hash)))
                  .map(_ -> id.toString());
            })
        .compose(
            id -> {
              tokens.revokedInStore(id);
              audit.write("PASSWORD_RESET", "warning", null, id, id, requestId, Map.of());
              return Future.succeededFuture();
            });
  }

  private Future<Void> use(SqlConnection connection, String token, UUID user, String hash) {
    return connection
        .preparedQuery(
            "update password_resets set used_at = now() where token_hash = $1 and used_at is null")
        .execute(Tuple.of(OneTimeToken.hash(token)))
        .compose(
            rows ->
                rows.rowCount() == 0
                    ? Future.<Void>failedFuture(invalid())
                    : connection
                        .preparedQuery(
                            "update users set password_hash = $2, token_epoch = token_epoch + 1"
                                + " where id = $1")
                        .execute(Tuple.of(user, hash))
                        .compose(_ -> refreshTokens.endAll(connection, user.toString())));
  }

  private static Future<Void> voidResets(SqlConnection connection, String user) {
    return connection
        .preparedQuery(
            "update password_resets set used_at = now() where user_id = $1 and used_at is null")
        .execute(Tuple.of(UUID.fromString(user)))
        .mapEmpty();
  }

  private static Problem invalid() {
    return new Problem(
        401, "invalid_token", "The reset token is unknown, used or expired; ask for a new one");
  }
}
