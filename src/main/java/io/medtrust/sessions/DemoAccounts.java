package io.medtrust.sessions;

import io.medtrust.accounts.PasswordHasher;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a demonstration needs: an admin, an approved doctor, a patient, a wall display, and an
 * active session between doctor and patient in a ward. Run again, it makes only what is missing.
 */
public final class DemoAccounts {
  private record Person(String role, String name, JsonObject profile) {
    String email() {
      return (role.equals("display") ? "wall" : role) + "@demo.medtrust.local";
    }
  }

  private static final List<Person> PEOPLE =
      List.of(
          new Person("admin", "Demo Admin", new JsonObject()),
          new Person(
              "doctor",
              "Dr. Demo Doctor",
              new JsonObject()
                  .put("specialization", "Intensive care")
                  .put("license_number", "DEMO-1")
                  .put("hospital_name", "Demo Hospital")
                  .put("years_experience", 10)),
          new Person("patient", "Demo Patient", new JsonObject().put("health_id", "DEMO-1")),
          new Person("display", "Demo Wall", new JsonObject()));

  private static final String WARD = "Demo ward";
  private static final String PASSWORD_LETTERS =
      "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int PASSWORD_LENGTH = 16;

  private DemoAccounts() {}

  /**
   * @param password of the accounts that are made; null for a random one each
   * @return a line {@code role email password} per account; {@code (unchanged)} stands for the
   *     password of an account that was there before
   */
  public static Future<List<String>> create(Pool pool, PasswordHasher hasher, String password) {
    var lines = new ArrayList<String>();
    return pool.preparedQuery(
            "insert into wards (name) values ($1) on conflict (name)"
                + " do update set name = excluded.name returning id")
        .execute(Tuple.of(WARD))
        .map(rows -> rows.iterator().next().getUUID("id"))
        .compose(
            ward -> {
              Future<Void> all = Future.succeededFuture();
              for (var person : PEOPLE) {
                all = all.compose(_ -> person(pool, hasher, person, ward, password, lines));
              }
              return all.compose(_ -> session(pool, ward));
            })
        .map(lines);
  }

  private static Future<Void> person(
      Pool pool,
      PasswordHasher hasher,
      Person person,
      UUID ward,
      String password,
      List<String> lines) {
    var line = person.role + " " + person.email() + " ";
    return pool.preparedQuery("select 1 from users where email = $1")
        .execute(Tuple.of(person.email()))
        .compose(
            found -> {
              if (found.size() > 0) {
                lines.add(line + "(unchanged)");
                return Future.succeededFuture();
              }
              var chosen = password == null || password.isEmpty() ? random() : password;
              return hasher
                  .hash(chosen)
                  .compose(
                      hash ->
                          pool.preparedQuery(
                                  "insert into users (email, name, role, password_hash, ward_id,"
                                      + " profile) values ($1, $2, $3, $4, $5, $6)")
                              .execute(
                                  Tuple.of(
                                      person.email(),
                                      person.name,
                                      person.role,
                                      hash,
                                      person.role.equals("patient") ? null : ward,
                                      person.profile)))
                  .onSuccess(_ -> lines.add(line + chosen))
                  .mapEmpty();
            });
  }

  private static Future<Void> session(Pool pool, UUID ward) {
    return ids(pool)
        .compose(
            ids ->
                pool.preparedQuery(
                        "select 1 from sessions where doctor_id = $1 and patient_id = $2"
                            + " and status = 'active'")
                    .execute(Tuple.of(ids.get(0), ids.get(1)))
                    .compose(
                        found ->
                            found.size() > 0
                                ? Future.<Void>succeededFuture()
                                : new SessionRepository(pool)
                                    .create(
                                        ids.get(0),
                                        ids.get(1),
                                        ward,
                                        "ICU-Room-01",
                                        SessionStatus.ACTIVE)
                                    .mapEmpty()));
  }

  private static Future<List<UUID>> ids(SqlClient pool) {
    return pool.preparedQuery(
            "select (select id from users where email = $1) as doctor,"
                + " (select id from users where email = $2) as patient")
        .execute(Tuple.of(PEOPLE.get(1).email(), PEOPLE.get(2).email()))
        .map(
            rows -> {
              var row = rows.iterator().next();
              return List.of(row.getUUID("doctor"), row.getUUID("patient"));
            });
  }

  private static String random() {
    var random = new SecureRandom();
    var text = new StringBuilder();
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      text.append(PASSWORD_LETTERS.charAt(random.nextInt(PASSWORD_LETTERS.length())));
    }
    return text.toString();
  }
}
