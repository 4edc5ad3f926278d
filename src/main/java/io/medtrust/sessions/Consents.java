package io.medtrust.sessions;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.UUID;

/** The table {@code consents}: a row per consent given, closed when it is withdrawn. */
final class Consents {
  private final Pool pool;

  Consents(Pool pool) {
    this.pool = pool;
  }

  /** The state of a participant's consent; not given when it never was. */
  Future<SessionService.Consent> of(UUID participant) {
    return pool.preparedQuery(
            "select version, given_at, withdrawn_at from consents where participant_id = $1"
                + " order by given_at desc limit 1")
        .execute(Tuple.of(participant))
        .map(
            rows -> {
              if (rows.size() == 0) return new SessionService.Consent(false, null, null);
              var row = rows.iterator().next();
              OffsetDateTime withdrawn = row.getOffsetDateTime("withdrawn_at");
              return new SessionService.Consent(
                  withdrawn == null,
                  row.getString("version"),
                  (withdrawn == null ? row.getOffsetDateTime("given_at") : withdrawn).toInstant());
            });
  }

  /** Records a consent; giving one that stands changes nothing. */
  Future<Void> give(UUID session, UUID user, UUID participant, ConsentText text) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(
                    "update consents set withdrawn_at = now() where participant_id = $1"
                        + " and withdrawn_at is null and (version, text_hash) <> ($2, $3)")
                .execute(Tuple.of(participant, text.version(), text.hash()))
                .compose(
                    _ ->
                        connection
                            .preparedQuery(
                                "insert into consents (session_id, user_id, participant_id,"
                                    + " version, text_hash, given_at)"
                                    + " values ($1, $2, $3, $4, $5, clock_timestamp())"
                                    + " on conflict (participant_id) where withdrawn_at is null"
                                    + " do nothing")
                            .execute(
                                Tuple.of(session, user, participant, text.version(), text.hash())))
                .mapEmpty());
  }

  Future<Void> withdraw(UUID participant) {
    return pool.preparedQuery(
            "update consents set withdrawn_at = now()"
                + " where participant_id = $1 and withdrawn_at is null")
        .execute(Tuple.of(participant))
        .mapEmpty();
  }
}
