package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Refresh tokens: 256 random bits of which only the SHA-256 is stored. Each is used once and then
 * replaced; using one again means that two hold it, so its whole family ends (RFC 9700 §4.14.2).
 */
final class RefreshTokens {
  /**
   * @param token the new token, or null when the old one was used by another page a moment ago and
   *     the browser already has its successor
   */
  record Rotated(String userId, String family, String token) {}

  /** The same token came twice: its family is ended. */
  static final class Reused extends RuntimeException {
    final transient String userId;
    final transient String family;

    Reused(String userId, String family) {
      super("refresh token reused", null, false, false);
      this.userId = userId;
      this.family = family;
    }
  }

  private static final int PAGES_RACE_SECONDS = 10;

  private final Pool pool;
  private final int ttlSeconds;

  RefreshTokens(Pool pool, int ttlSeconds) {
    this.pool = pool;
    this.ttlSeconds = ttlSeconds;
  }

  Future<String> issue(SqlClient client, String userId, String family) {
    var token = OneTimeToken.create();
    return client
        .preparedQuery(
            "insert into refresh_tokens (family, user_id, token_hash, expires_at)"
                + " values ($1, $2, $3, $4)")
        .execute(
            Tuple.of(
                UUID.fromString(family),
                UUID.fromString(userId),
                OneTimeToken.hash(token),
                OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(ttlSeconds)))
        .map(token);
  }

  Future<String> issue(String userId, String family) {
    return issue(pool, userId, family);
  }

  /**
   * Uses a token. Fails with {@link Reused} when it was used before, or with 401 {@code
   * invalid_token} when it is unknown, expired or revoked.
   *
   * @param byCookie it came by the browser's cookie: several pages share it and may refresh at the
   *     same moment, so within 10 s that is not taken for theft; the late page gets no new refresh
   *     token
   */
  Future<Rotated> rotate(String token, boolean byCookie) {
    return pool.withTransaction(
            connection ->
                connection
                    .preparedQuery(
                        "select id, family, user_id, revoked_at is not null as revoked,"
                            + " expires_at <= now() as expired, used_at is not null as used,"
                            + " coalesce(used_at > now() - $2 * interval '1 second', false) as just"
                            + " from refresh_tokens where token_hash = $1 for update")
                    .execute(Tuple.of(OneTimeToken.hash(token), (double) PAGES_RACE_SECONDS))
                    .compose(
                        rows -> {
                          if (rows.size() == 0) return Future.failedFuture(invalid());
                          var row = rows.iterator().next();
                          var user = row.getUUID("user_id").toString();
                          var family = row.getUUID("family").toString();
                          if (row.getBoolean("revoked") || row.getBoolean("expired")) {
                            return Future.failedFuture(invalid());
                          }
                          if (row.getBoolean("used")) {
                            return byCookie && row.getBoolean("just")
                                ? Future.succeededFuture(new Rotated(user, family, null))
                                : Future.failedFuture(new Reused(user, family));
                          }
                          return connection
                              .preparedQuery(
                                  "update refresh_tokens set used_at = now() where id = $1")
                              .execute(Tuple.of(row.getUUID("id")))
                              .compose(_ -> issue(connection, user, family))
                              .map(fresh -> new Rotated(user, family, fresh));
                        }))
        .recover(
            cause ->
                cause instanceof Reused reused
                    ? endFamily(reused.family).transform(_ -> Future.failedFuture(reused))
                    : Future.failedFuture(cause));
  }

  Future<Void> endFamily(String family) {
    return pool.preparedQuery(
            "update refresh_tokens set revoked_at = now()"
                + " where family = $1 and revoked_at is null")
        .execute(Tuple.of(UUID.fromString(family)))
        .mapEmpty();
  }

  /** Families of the user that may still be refreshed or have an access token. */
  Future<List<String>> liveFamilies(String userId) {
    return pool.preparedQuery(
            "select distinct family from refresh_tokens"
                + " where user_id = $1 and revoked_at is null and expires_at > now()")
        .execute(Tuple.of(UUID.fromString(userId)))
        .map(
            rows -> {
              var families = new ArrayList<String>();
              for (var row : rows) families.add(row.getUUID("family").toString());
              return families;
            });
  }

  Future<Void> endAll(String userId) {
    return endAll(pool, userId);
  }

  Future<Void> endAll(SqlClient client, String userId) {
    return client
        .preparedQuery(
            "update refresh_tokens set revoked_at = now()"
                + " where user_id = $1 and revoked_at is null")
        .execute(Tuple.of(UUID.fromString(userId)))
        .mapEmpty();
  }

  private static Problem invalid() {
    return new Problem(401, "invalid_token", "The refresh token is not valid; sign in again");
  }
}
