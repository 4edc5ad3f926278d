package io.medtrust.pictures;

import io.medtrust.bus.Alert;
import io.medtrust.sessions.ConsentText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The tables {@code picture_consents} and {@code alert_pictures}. */
final class PictureStore {
  /** Of one verification; an alarm that comes and goes all day fills no database. */
  private static final int MOST = 200;

  private static final String ANALYSED =
      "exists (select from consents c where c.participant_id = $1 and c.withdrawn_at is null)";

  // Both consents must stand: that to analysis, and that to pictures.
  private static final String AGREED =
      ANALYSED
          + " and exists (select from picture_consents c where c.participant_id = $1"
          + " and c.withdrawn_at is null)";

  // Asked in the same statement: a picture that is under way while consent is withdrawn is not
  // kept.
  private static final String INSERT =
      "insert into alert_pictures (alert_id, session_id, participant_id, trigger, at, media_time,"
          + " sealed) select $2, p.session_id, p.id, $3, $4, $5, $6 from participants p"
          + " where p.id = $1 and "
          + AGREED
          + " and (select count(*) from alert_pictures a where a.participant_id = $1) < "
          + MOST
          + " on conflict do nothing";

  private static final String PURGE =
      "delete from alert_pictures a where a.at <= $1 or not exists (select from consents c"
          + " where c.participant_id = a.participant_id and c.withdrawn_at is null)"
          + " or not exists (select from picture_consents c"
          + " where c.participant_id = a.participant_id and c.withdrawn_at is null)";

  /** One that is kept. */
  record Kept(UUID alert, String trigger, Instant at, Instant mediaTime) {}

  private final Pool pool;

  PictureStore(Pool pool) {
    this.pool = pool;
  }

  Future<Boolean> agreed(UUID participant) {
    return pool.preparedQuery("select " + AGREED)
        .execute(Tuple.of(participant))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** When the consent to pictures that stands was given, or null. */
  Future<OffsetDateTime> given(UUID participant) {
    return pool.preparedQuery(
            "select given_at from picture_consents where participant_id = $1"
                + " and withdrawn_at is null")
        .execute(Tuple.of(participant))
        .map(
            rows -> rows.size() == 0 ? null : rows.iterator().next().getOffsetDateTime("given_at"));
  }

  /**
   * Gives the consent; one that stands stays.
   *
   * @return false when there is none to analysis, which comes first
   */
  Future<Boolean> give(UUID participant, ConsentText text) {
    return pool.preparedQuery(
            "insert into picture_consents (participant_id, version, text_hash)"
                + " select $1, $2, $3 where "
                + ANALYSED
                + " on conflict (participant_id) where withdrawn_at is null do nothing")
        .execute(Tuple.of(participant, text.version(), text.hash()))
        .compose(_ -> agreed(participant));
  }

  /** Withdraws, and forgets what was kept under it. */
  Future<Void> withdraw(UUID participant) {
    return pool.preparedQuery(
            "update picture_consents set withdrawn_at = now() where participant_id = $1"
                + " and withdrawn_at is null")
        .execute(Tuple.of(participant))
        .compose(
            _ ->
                pool.preparedQuery("delete from alert_pictures where participant_id = $1")
                    .execute(Tuple.of(participant)))
        .mapEmpty();
  }

  /**
   * @return whether it was kept
   */
  Future<Boolean> keep(Alert alert, long mediaTimeMillis, byte[] sealed) {
    return pool.preparedQuery(INSERT)
        .execute(
            Tuple.of(
                UUID.fromString(alert.verification()),
                UUID.fromString(alert.alertId()),
                alert.triggers().getFirst(),
                OffsetDateTime.parse(alert.raisedAt()),
                OffsetDateTime.ofInstant(Instant.ofEpochMilli(mediaTimeMillis), ZoneOffset.UTC),
                Buffer.buffer(sealed)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Of a session, the newest first. */
  Future<List<Kept>> of(UUID session) {
    return pool.preparedQuery(
            "select alert_id, trigger, at, media_time from alert_pictures where session_id = $1"
                + " order by at desc limit "
                + MOST)
        .execute(Tuple.of(session))
        .map(
            rows -> {
              var list = new ArrayList<Kept>(rows.size());
              for (var row : rows) list.add(kept(row));
              return list;
            });
  }

  private static Kept kept(Row row) {
    return new Kept(
        row.getUUID("alert_id"),
        row.getString("trigger"),
        row.getOffsetDateTime("at").toInstant(),
        row.getOffsetDateTime("media_time").toInstant());
  }

  /** As sealed, or null. */
  Future<byte[]> sealed(UUID session, UUID alert) {
    return pool.preparedQuery(
            "select sealed from alert_pictures where session_id = $1 and alert_id = $2")
        .execute(Tuple.of(session, alert))
        .map(
            rows ->
                rows.size() == 0 ? null : rows.iterator().next().getBuffer("sealed").getBytes());
  }

  /** Forgets what is too old, and what was written at the very moment its consent was withdrawn. */
  Future<Integer> purge(OffsetDateTime before) {
    return pool.preparedQuery(PURGE).execute(Tuple.of(before)).map(rows -> rows.rowCount());
  }
}
