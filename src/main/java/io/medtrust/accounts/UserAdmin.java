package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What admins do to accounts. Each change is one transaction; what it ends (tokens, refresh
 * families, open connections) ends on every node within a second, because the table's trigger puts
 * it in {@code account_events}. Nobody takes the last active admin away.
 */
public final class UserAdmin {
  public static final Set<String> ROLES =
      Set.of("admin", "doctor", "patient", "nurse", "viewer", "display");

  /** Ways by which an admin makes sure who a doctor is. */
  public static final Set<String> IDENTITY_CHECKS = Set.of("in_person", "supervised_call");

  // Two admins who take each other away do it one after the other.
  private static final String LOCK = "select pg_advisory_xact_lock(7302950, 30)";

  private interface Change {
    Future<?> apply(SqlConnection connection, User before);
  }

  private record Changed(User before, User after) {}

  private final Pool pool;
  private final TokenService tokens;
  private final AuditTrail audit;

  UserAdmin(Vertx vertx, Pool pool, TokenService tokens) {
    this.pool = pool;
    this.tokens = tokens;
    this.audit = new AuditTrail(vertx);
  }

  static Problem unknown() {
    return new Problem(404, "account_not_found", "Account not found");
  }

  /**
   * @param status {@code active}, {@code inactive} or {@code suspended}
   */
  public Future<User> setStatus(Principal admin, String id, String status, String requestId) {
    boolean active = status.equals("active");
    if (!active) notYourself(admin, id);
    return change(
            id,
            !active,
            (connection, _) ->
                connection
                    .preparedQuery(
                        "update users set is_active = $2, inactive_reason = $3 where id = $1")
                    .execute(
                        Tuple.of(
                            UUID.fromString(id),
                            active,
                            status.equals("suspended") ? "suspended" : null)))
        .onSuccess(
            _ -> note(admin, id, "USER_STATUS_CHANGED", requestId, Map.of("status", status)));
  }

  public Future<User> block(Principal admin, String id, boolean block, String requestId) {
    if (block) notYourself(admin, id);
    return change(
            id,
            block,
            (connection, before) ->
                !block && !before.status().equals("blocked")
                    ? Future.failedFuture(wrongState("The account is not blocked"))
                    : connection
                        .preparedQuery(
                            "update users set is_active = not $2, inactive_reason = case when $2"
                                + " then 'blocked' end where id = $1")
                        .execute(Tuple.of(UUID.fromString(id), block)))
        .onSuccess(
            _ -> note(admin, id, block ? "USER_BLOCKED" : "USER_UNBLOCKED", requestId, Map.of()));
  }

  /** Gives another main role; the others that were granted stay. */
  public Future<User> setRole(Principal admin, String id, String role, String requestId) {
    if (!role.equals("admin")) notYourself(admin, id);
    return change(
            id,
            !role.equals("admin"),
            (connection, before) ->
                connection
                    .preparedQuery(
                        "update users set role = $2, enrollment_status = case when $2 = 'doctor'"
                            + " and role <> 'doctor' then 'pending_enrollment' else"
                            + " enrollment_status end where id = $1")
                    .execute(Tuple.of(UUID.fromString(id), role)))
        .onSuccess(_ -> note(admin, id, "ROLE_CHANGED", requestId, Map.of("role", role)));
  }

  /**
   * Takes an account away for good: person, profile and second factor are erased, the id stays for
   * the log and the sessions.
   */
  public Future<Void> delete(Principal admin, String id, String requestId) {
    if (id.equals(admin.id())) {
      throw new Problem(400, "not_yourself", "You cannot delete your own account");
    }
    return change(
            id,
            true,
            (connection, _) ->
                connection
                    .preparedQuery(
                        """
                        with d as (delete from doctor_profiles where user_id = $1),
                             p as (delete from patient_profiles where user_id = $1),
                             t as (delete from user_totp where user_id = $1),
                             r as (delete from recovery_codes where user_id = $1),
                             w as (delete from password_resets where user_id = $1),
                             a as (update patient_profiles set assigned_doctor_id = null
                                   where assigned_doctor_id = $1 and user_id <> $1)
                        update users set is_active = false, inactive_reason = 'deleted',
                          name = 'Deleted account', profile = '{}', password_hash = '',
                          email = 'deleted-' || id || '@deleted.invalid' where id = $1
                        """)
                    .execute(Tuple.of(UUID.fromString(id))))
        .onSuccess(_ -> note(admin, id, "USER_DELETED", requestId, Map.of()))
        .mapEmpty();
  }

  /** The doctor must be enrolled and approved again before the next session. */
  public Future<User> enrollAgain(Principal admin, String id, String type, String requestId) {
    return doctor(
            id,
            (connection, _) ->
                connection
                    .preparedQuery(
                        "update users set enrollment_status = 'pending_enrollment',"
                            + " biometric_enrolled = false where id = $1")
                    .execute(Tuple.of(UUID.fromString(id))))
        .onSuccess(_ -> note(admin, id, type, requestId, Map.of()));
  }

  /**
   * @param identityCheck one of {@link #IDENTITY_CHECKS}
   */
  public Future<User> approve(Principal admin, String id, String identityCheck, String requestId) {
    return doctor(
            id,
            (connection, before) ->
                before.enrollmentStatus().equals("approved")
                    ? Future.failedFuture(wrongState("The doctor is approved already"))
                    : connection
                        .preparedQuery(
                            """
                            with p as (update doctor_profiles set identity_check = $2,
                                         identity_checked_by = $3, identity_checked_at = now()
                                       where user_id = $1)
                            update users set enrollment_status = 'approved' where id = $1
                            """)
                        .execute(
                            Tuple.of(
                                UUID.fromString(id), identityCheck, UUID.fromString(admin.id()))))
        .onSuccess(
            _ ->
                note(
                    admin,
                    id,
                    "DOCTOR_APPROVED",
                    requestId,
                    Map.of("identity_check", identityCheck)));
  }

  /** The doctor may sign in no more until approved again. */
  public Future<User> revoke(Principal admin, String id, String requestId) {
    return doctor(
            id,
            (connection, before) ->
                before.enrollmentStatus().equals("suspended")
                    ? Future.failedFuture(wrongState("The approval is revoked already"))
                    : connection
                        .preparedQuery(
                            "update users set enrollment_status = 'suspended' where id = $1")
                        .execute(Tuple.of(UUID.fromString(id))))
        .onSuccess(_ -> note(admin, id, "DOCTOR_REVOKED", requestId, Map.of()));
  }

  private Future<User> doctor(String id, Change change) {
    return change(
        id,
        false,
        (connection, before) ->
            before.role().equals("doctor")
                ? change.apply(connection, before)
                : Future.failedFuture(new Problem(404, "doctor_not_found", "Doctor not found")));
  }

  /**
   * @param losesAdmin the account is no active admin afterwards
   */
  private Future<User> change(String id, boolean losesAdmin, Change change) {
    return pool.withTransaction(
            connection ->
                connection
                    .query(LOCK)
                    .execute()
                    .compose(_ -> find(connection, id))
                    .compose(
                        before ->
                            before == null || before.status().equals("deleted")
                                ? Future.failedFuture(unknown())
                                : losesAdmin ? notTheLast(connection, before) : kept(before))
                    .compose(
                        before ->
                            change
                                .apply(connection, before)
                                .compose(_ -> find(connection, id))
                                .map(after -> new Changed(before, after))))
        .map(
            changed -> {
              // The other nodes hear it from the table; this one need not wait for that.
              if (changed.before.tokenEpoch() != changed.after.tokenEpoch()) {
                tokens.revokedInStore(id);
              } else {
                tokens.changed();
              }
              return changed.after;
            });
  }

  private static Future<User> kept(User user) {
    return Future.succeededFuture(user);
  }

  private static Future<User> notTheLast(SqlConnection connection, User before) {
    if (!before.role().equals("admin") || !before.active()) return kept(before);
    return connection
        .preparedQuery(
            "select 1 from users where role = 'admin' and is_active and id <> $1 limit 1")
        .execute(Tuple.of(UUID.fromString(before.id())))
        .compose(
            others ->
                others.size() > 0
                    ? kept(before)
                    : Future.failedFuture(
                        new Problem(409, "last_admin", "This is the last active admin")));
  }

  private static Future<User> find(SqlConnection connection, String id) {
    return connection
        .preparedQuery("select " + User.COLUMNS + " from users where id = $1 for update")
        .execute(Tuple.of(UUID.fromString(id)))
        .map(rows -> rows.size() == 0 ? null : User.of(rows.iterator().next()));
  }

  private static void notYourself(Principal admin, String id) {
    if (id.equals(admin.id())) {
      throw new Problem(400, "not_yourself", "You cannot take your own account away");
    }
  }

  private static Problem wrongState(String text) {
    return new Problem(409, "wrong_state", text);
  }

  private void note(
      Principal admin, String id, String type, String requestId, Map<String, Object> details) {
    audit.write(type, "warning", null, admin.id(), id, requestId, details);
  }
}
