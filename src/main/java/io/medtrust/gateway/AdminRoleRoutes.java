package io.medtrust.gateway;

import io.medtrust.accounts.RoleAdmin;
import io.medtrust.bus.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** Roles, permissions and wards. */
final class AdminRoleRoutes {
  private static final int MAX_PERMISSIONS = 100;
  private static final int MAX_NAME = 50;

  private final RoleAdmin roles;
  private final Authenticated authenticated;

  AdminRoleRoutes(RoleAdmin roles, Authenticated authenticated) {
    this.roles = roles;
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    var manageRoles = authenticated.administration("roles:manage");
    var manageUsers = authenticated.administration("users:manage");
    router.get("/api/v1/admin/roles").handler(manageRoles).handler(this::list);
    router
        .put("/api/v1/admin/roles/:role/permissions")
        .handler(manageRoles)
        .handler(this::setPermissions);
    router.get("/api/v1/admin/wards").handler(manageUsers).handler(this::wards);
    router.post("/api/v1/admin/wards").handler(manageUsers).handler(this::addWard);
  }

  private void list(RoutingContext ctx) {
    Edge.answer(ctx, 200, roles.roles());
  }

  private void setPermissions(RoutingContext ctx) {
    var role = ctx.pathParam("role");
    if (role.length() > MAX_NAME || role.chars().anyMatch(Character::isISOControl)) {
      throw new Problem(404, "role_not_found", "Role not found");
    }
    var wanted = permissions(Edge.json(ctx).getValue("permissions"));
    Edge.answer(
        ctx,
        200,
        roles
            .setPermissions(Authenticated.who(ctx), role, wanted, Edge.requestId(ctx))
            .compose(_ -> roles.roles()));
  }

  private static List<String> permissions(Object value) {
    var wanted = new ArrayList<String>();
    if (!(value instanceof JsonArray array) || array.size() > MAX_PERMISSIONS) throw wrong();
    for (var item : array) {
      if (!(item instanceof String name)
          || name.length() > MAX_NAME
          || name.chars().anyMatch(Character::isISOControl)) {
        throw wrong();
      }
      wanted.add(name);
    }
    return wanted;
  }

  private static Problem wrong() {
    return new Problem(400, "validation_failed", "permissions is a list of names of permissions");
  }

  private void wards(RoutingContext ctx) {
    Edge.answer(ctx, 200, roles.wards().map(list -> new JsonObject().put("wards", list)));
  }

  private void addWard(RoutingContext ctx) {
    var fields = new Fields(ctx);
    var name = fields.required("name", 1, 100);
    fields.check();
    Edge.answer(ctx, 201, roles.addWard(Authenticated.who(ctx), name, Edge.requestId(ctx)));
  }
}
