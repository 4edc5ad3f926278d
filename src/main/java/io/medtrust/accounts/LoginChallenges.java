package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * Sign-ins whose password was right and whose second factor is awaited: a random token that lives
 * {@value #SECONDS} s and takes {@value #ATTEMPTS} codes.
 */
final class LoginChallenges {
  static final int SECONDS = 300;
  private static final int ATTEMPTS = 5;

  private final Pool pool;

  LoginChallenges(Pool pool) {
    this.pool = pool;
  }

  Future<String> issue(String userId) {
    var token = OneTimeToken.create();
    return pool.preparedQuery(
            "with old as (delete from login_challenges where expires_at < now())"
                + " insert into login_challenges (token_hash, user_id, expires_at)"
                + " values ($1, $2, now() + $3 * interval '1 second')")
        .execute(Tuple.of(OneTimeToken.hash(token), UUID.fromString(userId), (double) SECONDS))
        .map(token);
  }

  /** The user's id; one attempt is used up. Fails with 401 {@code invalid_token}. */
  Future<String> attempt(String token) {
    return pool.preparedQuery(
            "update login_challenges set attempts = attempts + 1"
                + " where token_hash = $1 and expires_at > now() and attempts < $2"
                + " returning user_id")
        .execute(Tuple.of(OneTimeToken.hash(token), ATTEMPTS))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.failedFuture(
                        new Problem(401, "invalid_token", "The sign-in is over; begin again"))
                    : Future.succeededFuture(rows.iterator().next().getUUID("user_id").toString()));
  }

  Future<Void> done(String token) {
    return pool.preparedQuery("delete from login_challenges where token_hash = $1")
        .execute(Tuple.of(OneTimeToken.hash(token)))
        .mapEmpty();
  }
}
