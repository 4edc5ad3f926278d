package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.UUID;

/** Makes accounts: an admin's, or one's own. */
public final class Registration {
  private final Pool pool;
  private final Users users;
  private final PasswordHasher hasher;
  private final AuditTrail audit;

  Registration(Vertx vertx, Pool pool, PasswordHasher hasher) {
    this.pool = pool;
    this.users = new Users(pool);
    this.hasher = hasher;
    this.audit = new AuditTrail(vertx);
  }

  /**
   * Makes an account. A doctor's is {@code pending_enrollment}: nobody is verified before an admin
   * has approved.
   *
   * <p>Fails with 400 {@code weak_password} or {@code validation_failed}; 409 {@code email_taken},
   * {@code license_taken}, {@code health_id_taken}.
   *
   * @param actor the admin; null when people register themselves
   * @param type of the audit event
   */
  public Future<User> register(NewAccount account, String actor, String type, String requestId) {
    PasswordRule.check(account.password(), account.email(), "password");
    return hasher
        .hash(account.password())
        .compose(hash -> insert(account, hash))
        .compose(users::find)
        .onSuccess(
            user ->
                audit.write(
                    type,
                    "info",
                    null,
                    actor == null ? user.id() : actor,
                    user.id(),
                    requestId,
                    Map.of("role", user.role())));
  }

  private Future<String> insert(NewAccount account, String hash) {
    return pool.preparedQuery(
            "insert into users (email, name, role, password_hash, ward_id, enrollment_status,"
                + " profile) values ($1, $2, $3, $4, $5, $6, $7) returning id")
        .execute(
            Tuple.of(
                account.email(),
                account.name(),
                account.role(),
                hash,
                account.ward() == null ? null : UUID.fromString(account.ward()),
                account.role().equals("doctor") ? "pending_enrollment" : "approved",
                account.profile()))
        .map(rows -> rows.iterator().next().getUUID("id").toString())
        .recover(cause -> Future.failedFuture(inWords(cause)));
  }

  private static Throwable inWords(Throwable cause) {
    if (!(cause instanceof PgException e) || e.getConstraint() == null) return cause;
    return switch (e.getConstraint()) {
      case "users_email_key" -> new Problem(409, "email_taken", "Email already registered");
      case "doctor_profiles_license_number_key" ->
          new Problem(409, "license_taken", "The licence number is already registered");
      case "patient_profiles_health_id_key" ->
          new Problem(409, "health_id_taken", "The health id is already registered");
      case "users_ward_id_fkey" -> new Problem(400, "validation_failed", "There is no such ward");
      case "patient_profiles_assigned_doctor_id_fkey" ->
          new Problem(400, "validation_failed", "There is no such doctor to assign");
      default -> cause;
    };
  }
}
