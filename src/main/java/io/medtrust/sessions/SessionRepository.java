package io.medtrust.sessions;

import io.medtrust.accounts.Principal;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The tables {@code sessions} and {@code participants}. */
final class SessionRepository {
  private static final int MAX_LISTED = 500;

  private final Pool pool;

  SessionRepository(Pool pool) {
    this.pool = pool;
  }

  /** The session, or null. */
  Future<Session> find(UUID id) {
    return pool.preparedQuery(Session.SELECT + " where s.id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.size() == 0 ? null : Session.of(rows.iterator().next()));
  }

  /** The session that a participant (or verification) belongs to, or null. */
  Future<Session> findByParticipant(UUID participant) {
    return pool.preparedQuery(
            Session.SELECT + " where s.id = (select session_id from participants where id = $1)")
        .execute(Tuple.of(participant))
        .map(rows -> rows.size() == 0 ? null : Session.of(rows.iterator().next()));
  }

  /** Active sessions that the principal may see, newest first. */
  Future<List<Session>> active(Principal who) {
    var all = who.isAdmin() || (who.isDisplay() && who.allWards());
    var staff = who.isDisplay() || who.role().equals("nurse");
    return pool.preparedQuery(
            Session.SELECT
                + " where s.status = 'active' and ($1 or s.doctor_id = $2 or s.patient_id = $2"
                + " or s.ward_id = $3) order by s.created_at desc limit "
                + MAX_LISTED)
        .execute(
            Tuple.of(
                all,
                UUID.fromString(who.id()),
                staff && who.ward() != null ? UUID.fromString(who.ward()) : null))
        .map(SessionRepository::sessions);
  }

  /** Requests to or by the principal that wait for an answer, an admin's all; oldest first. */
  Future<List<Session>> pending(Principal who) {
    return pool.preparedQuery(
            Session.SELECT
                + " where s.status = 'pending' and ($1 or s.doctor_id = $2 or s.patient_id = $2)"
                + " order by s.created_at limit "
                + MAX_LISTED)
        .execute(Tuple.of(who.isAdmin(), UUID.fromString(who.id())))
        .map(SessionRepository::sessions);
  }

  /**
   * The principal's newest session that is not over, an admin's of anybody; or null.
   *
   * @param status null for any
   */
  Future<Session> newestOpen(Principal who, SessionStatus status) {
    return pool.preparedQuery(
            Session.SELECT
                + " where s.status in ('pending', 'doctor_verifying', 'active', 'paused')"
                + " and ($3::text is null or s.status = $3)"
                + " and ($1 or s.doctor_id = $2 or s.patient_id = $2)"
                + " order by s.created_at desc limit 1")
        .execute(
            Tuple.of(
                who.isAdmin(), UUID.fromString(who.id()), status == null ? null : status.text()))
        .map(rows -> rows.size() == 0 ? null : Session.of(rows.iterator().next()));
  }

  Future<Integer> countActive() {
    return pool.query("select count(*)::int as n from sessions where status = 'active'")
        .execute()
        .map(rows -> rows.iterator().next().getInteger("n"));
  }

  /** Makes a session with its doctor's and patient's participants; returns its id. */
  Future<UUID> create(UUID doctor, UUID patient, UUID ward, String icuRoom, SessionStatus status) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(
                    "insert into sessions (doctor_id, patient_id, ward_id, icu_room, status,"
                        + " started_at) values ($1, $2, $3, $4, $5,"
                        + " case when $5 = 'active' then now() end) returning id")
                .execute(Tuple.of(doctor, patient, ward, icuRoom, status.text()))
                .map(rows -> rows.iterator().next().getUUID("id"))
                .compose(
                    id ->
                        participant(connection, id, doctor, "doctor", true, false)
                            .compose(
                                _ ->
                                    patient == null
                                        ? Future.succeededFuture()
                                        : participant(
                                            connection, id, patient, "patient", false, false))
                            .map(id)));
  }

  /** The participant row of a user in a session, made when missing; its id. */
  Future<UUID> participant(
      SqlClient client, UUID session, UUID user, String role, boolean verified, boolean joining) {
    return client
        .preparedQuery(
            "insert into participants (session_id, user_id, role, verified, joined_at)"
                + " values ($1, $2, $3, $4, case when $5 then now() end)"
                + " on conflict (session_id, user_id) do update set"
                + " joined_at = case when $5 then coalesce(participants.joined_at, now())"
                + "   else participants.joined_at end,"
                + " left_at = case when $5 then null else participants.left_at end"
                + " returning id")
        .execute(Tuple.of(session, user, role, verified, joining))
        .map(rows -> rows.iterator().next().getUUID("id"));
  }

  Future<UUID> join(UUID session, UUID user, String role, boolean verified) {
    return participant(pool, session, user, role, verified, true);
  }

  /** The user's participant in a session, or null. */
  Future<String> participantOf(UUID session, UUID user) {
    return pool.preparedQuery("select id from participants where session_id = $1 and user_id = $2")
        .execute(Tuple.of(session, user))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID("id").toString());
  }

  Future<Void> left(UUID participant) {
    return pool.preparedQuery("update participants set left_at = now() where id = $1")
        .execute(Tuple.of(participant))
        .mapEmpty();
  }

  private static List<Session> sessions(RowSet<Row> rows) {
    var list = new ArrayList<Session>();
    for (var row : rows) list.add(Session.of(row));
    return list;
  }
}
