package io.medtrust.accounts;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The table {@code users}. */
public final class Users {
  /** A user with the hash to check a password against. */
  record WithHash(User user, String passwordHash) {}

  private final Pool pool;

  public Users(Pool pool) {
    this.pool = pool;
  }

  /** The user, or null. */
  public Future<User> find(String id) {
    return pool.preparedQuery("select " + User.COLUMNS + " from users where id = $1")
        .execute(Tuple.of(UUID.fromString(id)))
        .map(rows -> rows.size() == 0 ? null : User.of(rows.iterator().next()));
  }

  /** The user of an e-mail address in any case, or null. */
  Future<WithHash> findByEmail(String email) {
    return pool.preparedQuery(
            "select "
                + User.COLUMNS
                + ", password_hash from users"
                + " where email = $1 and inactive_reason is distinct from 'deleted'")
        .execute(Tuple.of(email.toLowerCase(Locale.ROOT)))
        .map(
            rows -> {
              if (rows.size() == 0) return null;
              var row = rows.iterator().next();
              return new WithHash(User.of(row), row.getString("password_hash"));
            });
  }

  Future<Void> signedIn(String id) {
    return pool.preparedQuery("update users set last_login = now() where id = $1")
        .execute(Tuple.of(UUID.fromString(id)))
        .mapEmpty();
  }

  /** Makes every token of the user signed so far worthless. */
  Future<Void> nextEpoch(String id) {
    return pool.preparedQuery("update users set token_epoch = token_epoch + 1 where id = $1")
        .execute(Tuple.of(UUID.fromString(id)))
        .mapEmpty();
  }

  /** Ids of the active admins. */
  public Future<List<String>> admins() {
    return pool.query("select id from users where role = 'admin' and is_active")
        .execute()
        .map(Users::ids);
  }

  private static List<String> ids(RowSet<Row> rows) {
    var ids = new ArrayList<String>();
    for (var row : rows) ids.add(row.getUUID("id").toString());
    return ids;
  }
}
