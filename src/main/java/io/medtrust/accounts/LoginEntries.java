package io.medtrust.accounts;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.UUID;

/**
 * First entries of a sign-in that asks twice, right or wrong: a random token that lives {@value
 * #SECONDS} s, is used once, and belongs to one client and e-mail.
 */
final class LoginEntries {
  static final int SECONDS = 60;

  private final Pool pool;

  LoginEntries(Pool pool) {
    this.pool = pool;
  }

  /**
   * @param userId null when the entry was wrong
   * @param client network and name of the client
   */
  Future<String> issue(String userId, String email, String client) {
    var token = OneTimeToken.create();
    var id = userId == null ? null : UUID.fromString(userId);
    return pool.preparedQuery(
            "with old as (delete from login_entries where expires_at < now())"
                + " insert into login_entries (token_hash, user_id, bound, expires_at)"
                + " values ($1, $2, $3, now() + $4 * interval '1 second')")
        .execute(Tuple.of(OneTimeToken.hash(token), id, bound(email, client), (double) SECONDS))
        .map(token);
  }

  /** Uses the token up. Whose right entry it was; null when there is none for this client. */
  Future<String> take(String token, String email, String client) {
    return pool.preparedQuery(
            "delete from login_entries where token_hash = $1"
                + " returning user_id, bound, expires_at > now() as fresh")
        .execute(Tuple.of(OneTimeToken.hash(token)))
        .map(
            rows -> {
              if (rows.size() == 0) return null;
              var row = rows.iterator().next();
              var id = row.getUUID("user_id");
              boolean same =
                  MessageDigest.isEqual(
                      row.getBuffer("bound").getBytes(), bound(email, client).getBytes());
              return same && row.getBoolean("fresh") && id != null ? id.toString() : null;
            });
  }

  private static Buffer bound(String email, String client) {
    return OneTimeToken.hash(client + "\n" + email.toLowerCase(Locale.ROOT));
  }
}
