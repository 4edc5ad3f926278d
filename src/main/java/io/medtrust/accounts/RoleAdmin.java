package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Roles with their permissions, and wards. */
public final class RoleAdmin {
  private final Pool pool;
  private final TokenService tokens;
  private final AuditTrail audit;

  RoleAdmin(Vertx vertx, Pool pool, TokenService tokens) {
    this.pool = pool;
    this.tokens = tokens;
    this.audit = new AuditTrail(vertx);
  }

  /** {@code {roles: [{name, description, permissions}], permissions: [{name, description}]}}. */
  public Future<JsonObject> roles() {
    return pool.query(
            """
            select (select jsonb_agg(jsonb_build_object('name', r.name, 'description', r.description,
                     'permissions', coalesce((select jsonb_agg(p.permission order by p.permission)
                       from role_permissions p where p.role = r.name), '[]')) order by r.name)
                     from roles r) as roles,
                   (select jsonb_agg(jsonb_build_object('name', name, 'description', description)
                     order by name) from permissions) as permissions
            """)
        .execute()
        .map(
            rows -> {
              var row = rows.iterator().next();
              return new JsonObject()
                  .put("roles", row.getJsonArray("roles"))
                  .put("permissions", row.getJsonArray("permissions"));
            });
  }

  /**
   * Gives a role exactly these permissions; all nodes know within a second. Fails with 400 {@code
   * validation_failed}, 404 {@code role_not_found}, 409 {@code last_admin} when the admins' role
   * would lose {@code *}.
   */
  public Future<Void> setPermissions(
      Principal admin, String role, List<String> permissions, String requestId) {
    var wanted = new TreeSet<>(permissions);
    if (role.equals("admin") && !wanted.contains("*")) {
      return Future.failedFuture(
          new Problem(409, "last_admin", "The admins' role keeps every permission"));
    }
    // Else whoever may change roles could make any role all-powerful.
    if (!admin.may("*") && !admin.permissions().containsAll(wanted)) {
      return Future.failedFuture(
          new Problem(403, "insufficient_permissions", "Nobody gives what is not the own"));
    }
    var names = wanted.toArray(String[]::new);
    return pool.withTransaction(
            connection ->
                connection
                    .preparedQuery("select 1 from roles where name = $1 for update")
                    .execute(Tuple.of(role))
                    .compose(
                        found ->
                            found.size() > 0
                                ? connection
                                    .preparedQuery(
                                        "delete from role_permissions where role = $1"
                                            + " and permission <> all ($2)")
                                    .execute(Tuple.tuple().addString(role).addArrayOfString(names))
                                : Future.failedFuture(
                                    new Problem(404, "role_not_found", "Role not found")))
                    .compose(
                        _ ->
                            connection
                                .preparedQuery(
                                    "insert into role_permissions (role, permission)"
                                        + " select $1, unnest($2::text[]) on conflict do nothing")
                                .execute(Tuple.tuple().addString(role).addArrayOfString(names))))
        .<Void>mapEmpty()
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof PgException e && "23503".equals(e.getSqlState())
                        ? new Problem(400, "validation_failed", "There is no such permission")
                        : cause))
        .onSuccess(
            _ -> {
              tokens.changed();
              audit.write(
                  "ROLE_PERMISSIONS_CHANGED",
                  "warning",
                  null,
                  admin.id(),
                  null,
                  requestId,
                  Map.of("role", role, "permissions", List.copyOf(wanted)));
            });
  }

  /** {@code [{id, name, users}]}. */
  public Future<JsonArray> wards() {
    return pool.query(
            "select w.id, w.name, count(u.id) as n from wards w left join users u on u.ward_id ="
                + " w.id and u.is_active group by w.id order by w.name")
        .execute()
        .map(
            rows -> {
              var wards = new JsonArray();
              for (var row : rows) {
                wards.add(
                    new JsonObject()
                        .put("id", row.getUUID("id").toString())
                        .put("name", row.getString("name"))
                        .put("users", row.getLong("n")));
              }
              return wards;
            });
  }

  /** Fails with 409 {@code already_exists} when there is one of that name. */
  public Future<JsonObject> addWard(Principal admin, String name, String requestId) {
    return pool.preparedQuery("insert into wards (name) values ($1) returning id")
        .execute(Tuple.of(name))
        .map(
            rows ->
                new JsonObject()
                    .put("id", rows.iterator().next().getUUID("id").toString())
                    .put("name", name)
                    .put("users", 0))
        .onSuccess(
            ward ->
                audit.write(
                    "WARD_ADDED",
                    "info",
                    null,
                    admin.id(),
                    null,
                    requestId,
                    Map.of("ward", ward.getString("id"))));
  }
}
