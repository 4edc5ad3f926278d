package io.medtrust.replay;

import io.medtrust.bus.AnalysisCommand.Fingerprint;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** The table {@code media_fingerprints}. */
final class MediaMemory {
  // Consent is asked in the same statement: a fingerprint that is under way while consent is
  // withdrawn is not stored.
  private static final String INSERT =
      "insert into media_fingerprints"
          + " (user_id, session_id, participant_id, kind, form, data, at)"
          + " select p.user_id, p.session_id, p.id, $2, $3, $4, $5 from participants p"
          + " where p.id = $1 and exists (select from consents c"
          + " where c.participant_id = p.id and c.withdrawn_at is null)";

  private static final String NEWEST =
      "select kind, form, data, at from (select f.*, sum(length(f.data)) over (partition by f.kind"
          + " order by f.at desc, f.id desc) as bytes from media_fingerprints f join participants p"
          + " on p.user_id = f.user_id where p.id = $1 and f.at > $2) newest where bytes <= $3"
          + " order by at";

  private static final String PURGE =
      "delete from media_fingerprints f where f.at <= $1 or not exists (select from consents c"
          + " where c.participant_id = f.participant_id and c.withdrawn_at is null)";

  private final Pool pool;

  MediaMemory(Pool pool) {
    this.pool = pool;
  }

  /**
   * Stores what was taken from a verification, if its consent stands.
   *
   * @return whether it was stored
   */
  Future<Boolean> keep(UUID verification, Fingerprint fingerprint) {
    var data = Buffer.buffer(Base64.getDecoder().decode(fingerprint.data()));
    return pool.preparedQuery(INSERT)
        .execute(
            Tuple.of(
                verification,
                fingerprint.kind(),
                fingerprint.form(),
                data,
                time(fingerprint.mediaTimeMillis())))
        .map(rows -> rows.rowCount() == 1);
  }

  /**
   * What the verification's account left in all its calls, oldest first.
   *
   * @param since nothing older, epoch milliseconds
   * @param bytes of each kind at the most, the newest
   */
  Future<List<Fingerprint>> newest(UUID verification, long since, int bytes) {
    return pool.preparedQuery(NEWEST)
        .execute(Tuple.of(verification, time(since), (long) bytes))
        .map(
            rows -> {
              var found = new ArrayList<Fingerprint>(rows.size());
              for (var row : rows) {
                found.add(
                    new Fingerprint(
                        row.getString("kind"),
                        row.getString("form"),
                        Base64.getEncoder().encodeToString(row.getBuffer("data").getBytes()),
                        row.getOffsetDateTime("at").toInstant().toEpochMilli()));
              }
              return found;
            });
  }

  /** Forgets what was taken in one verification. */
  Future<Integer> forget(UUID verification) {
    return pool.preparedQuery("delete from media_fingerprints where participant_id = $1")
        .execute(Tuple.of(verification))
        .map(rows -> rows.rowCount());
  }

  /**
   * Forgets what is too old, and what stands under a withdrawn consent.
   *
   * @param before epoch milliseconds
   */
  Future<Integer> purge(long before) {
    return pool.preparedQuery(PURGE).execute(Tuple.of(time(before))).map(rows -> rows.rowCount());
  }

  private static OffsetDateTime time(long millis) {
    return OffsetDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }
}
