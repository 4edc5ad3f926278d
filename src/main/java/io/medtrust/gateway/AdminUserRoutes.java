package io.medtrust.gateway;

import io.medtrust.accounts.Accounts;
import io.medtrust.accounts.User;
import io.medtrust.accounts.UserAdmin;
import io.medtrust.accounts.UserDirectory.Filter;
import io.medtrust.accounts.UserDirectory.Page;
import io.medtrust.bus.Problem;
import io.medtrust.sessions.Ids;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;

/** {@code /api/v1/admin/users} and what admins decide about doctors. */
final class AdminUserRoutes {
  private static final Set<String> STATUSES = Set.of("active", "inactive", "suspended");
  private static final Set<String> LISTED = Set.of("active", "inactive", "suspended", "blocked");

  /** Whom {@code /grouped} and {@code /registry} show at the most of each group. */
  private static final int MOST = 500;

  private final Accounts accounts;
  private final Authenticated authenticated;

  AdminUserRoutes(Accounts accounts, Authenticated authenticated) {
    this.accounts = accounts;
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    router.route("/api/v1/admin/users*").handler(authenticated.administration("users:manage"));
    router.route("/api/v1/admin/doctors/*").handler(authenticated.administration("users:manage"));
    router.route("/api/v1/admin/registry").handler(authenticated.administration("users:manage"));
    router.get("/api/v1/admin/users").handler(this::list);
    router.get("/api/v1/admin/users/grouped").handler(this::grouped);
    router.get("/api/v1/admin/registry").handler(this::registry);
    router.patch("/api/v1/admin/users/:id/status").handler(this::status);
    router.put("/api/v1/admin/users/:id/role").handler(this::role);
    router.post("/api/v1/admin/users/:id/block").handler(this::block);
    router.post("/api/v1/admin/users/:id/force-reverify").handler(this::forceReverify);
    router.post("/api/v1/admin/users/:id/password-reset").handler(this::passwordReset);
    router.post("/api/v1/admin/users/:id/totp-reset").handler(this::totpReset);
    router.delete("/api/v1/admin/users/:id").handler(this::delete);
    router.post("/api/v1/admin/doctors/:id/approve").handler(this::approve);
    // The reference's document spells it so.
    router
        .route(HttpMethod.PUT, "/api/v1/admin/users/:id/approve-enrollment")
        .handler(this::approve);
    router.post("/api/v1/admin/doctors/:id/revoke").handler(this::revoke);
    router.post("/api/v1/admin/doctors/:id/re-enroll").handler(this::enrollAgain);
  }

  private void list(RoutingContext ctx) {
    int page = Edge.number(ctx, "page", 1, 1, 1_000_000);
    int limit = Edge.number(ctx, "limit", 50, 1, 200);
    Edge.answer(
        ctx,
        200,
        accounts
            .directory
            .page(filter(ctx), page, limit)
            .map(found -> json("users", found, page, limit)));
  }

  static JsonObject json(String name, Page found, int page, int limit) {
    return new JsonObject()
        .put(name, users(found))
        .put("total", found.total())
        .put(
            "pagination",
            new JsonObject().put("page", page).put("limit", limit).put("total", found.total()));
  }

  private static JsonArray users(Page page) {
    return new JsonArray(page.users().stream().map(User::toAdmin).toList());
  }

  private static Filter filter(RoutingContext ctx) {
    var ward = ctx.request().getParam("ward_id");
    if (ward != null) Ids.uuid(ward, "ward ID");
    return new Filter(
        choice(ctx, "role", UserAdmin.ROLES),
        choice(ctx, "status", LISTED),
        ward,
        text(ctx, "q"),
        text(ctx, "department"),
        null);
  }

  static String choice(RoutingContext ctx, String name, Set<String> allowed) {
    var value = ctx.request().getParam(name);
    if (value == null || value.isEmpty() || value.equals("all")) return null;
    if (allowed.contains(value)) return value;
    throw new Problem(
        400,
        "validation_failed",
        name + " is one of " + String.join(", ", allowed.stream().sorted().toList()));
  }

  static String text(RoutingContext ctx, String name) {
    var value = ctx.request().getParam(name);
    if (value == null || value.isEmpty()) return null;
    if (value.length() > 100 || value.chars().anyMatch(Character::isISOControl)) {
      throw new Problem(400, "validation_failed", name + " has at most 100 characters");
    }
    return value;
  }

  private void grouped(RoutingContext ctx) {
    var groups = Map.of("doctors", "doctor", "patients", "patient", "admins", "admin");
    var json = new JsonObject();
    Future<Void> all = Future.succeededFuture();
    for (var group : groups.entrySet()) {
      all =
          all.compose(_ -> accounts.directory.page(Filter.ofRole(group.getValue()), 1, MOST))
              .map(
                  page -> {
                    json.put(group.getKey(), users(page));
                    return null;
                  });
    }
    Edge.answer(ctx, 200, all.map(_ -> json));
  }

  private void registry(RoutingContext ctx) {
    var role = choice(ctx, "role", UserAdmin.ROLES);
    Edge.answer(
        ctx,
        200,
        accounts
            .directory
            .page(Filter.ofRole(role), 1, MOST)
            .map(page -> new JsonObject().put("registry", users(page)).put("total", page.total())));
  }

  private void status(RoutingContext ctx) {
    var id = Fields.id(ctx, "user ID");
    var fields = new Fields(ctx);
    var status = fields.oneOf("status", STATUSES);
    fields.check();
    changed(
        ctx,
        "Status changed",
        accounts.admin.setStatus(Authenticated.who(ctx), id, status, Edge.requestId(ctx)));
  }

  private void role(RoutingContext ctx) {
    var id = Fields.id(ctx, "user ID");
    var fields = new Fields(ctx);
    var role = fields.oneOf("role", UserAdmin.ROLES);
    fields.check();
    changed(
        ctx,
        "Role changed",
        accounts.admin.setRole(Authenticated.who(ctx), id, role, Edge.requestId(ctx)));
  }

  private void block(RoutingContext ctx) {
    var id = Fields.id(ctx, "user ID");
    var fields = new Fields(ctx);
    boolean block = fields.flag("block", true);
    fields.check();
    changed(
        ctx,
        block ? "User blocked" : "User unblocked",
        accounts.admin.block(Authenticated.who(ctx), id, block, Edge.requestId(ctx)));
  }

  private void forceReverify(RoutingContext ctx) {
    changed(
        ctx,
        "The doctor must enroll again",
        accounts.admin.enrollAgain(
            Authenticated.who(ctx),
            Fields.id(ctx, "user ID"),
            "FORCE_REVERIFY",
            Edge.requestId(ctx)));
  }

  private void enrollAgain(RoutingContext ctx) {
    changed(
        ctx,
        "The enrollment is void; the doctor must enroll again",
        accounts.admin.enrollAgain(
            Authenticated.who(ctx),
            Fields.id(ctx, "doctor ID"),
            "BIOMETRIC_RESET",
            Edge.requestId(ctx)));
  }

  private void approve(RoutingContext ctx) {
    var id = Fields.id(ctx, "doctor ID");
    var fields = new Fields(ctx);
    var check = fields.oneOf("identity_check", UserAdmin.IDENTITY_CHECKS);
    fields.check();
    changed(
        ctx,
        "Doctor approved",
        accounts.admin.approve(Authenticated.who(ctx), id, check, Edge.requestId(ctx)));
  }

  private void revoke(RoutingContext ctx) {
    changed(
        ctx,
        "Approval revoked",
        accounts.admin.revoke(
            Authenticated.who(ctx), Fields.id(ctx, "doctor ID"), Edge.requestId(ctx)));
  }

  private void passwordReset(RoutingContext ctx) {
    Edge.answer(
        ctx,
        201,
        accounts
            .passwords
            .offerReset(Authenticated.who(ctx), Fields.id(ctx, "user ID"), Edge.requestId(ctx))
            .map(
                reset ->
                    new JsonObject()
                        .put("message", "Hand the token over yourself; it is shown only now")
                        .put("reset_token", reset.token())
                        .put("expires_at", reset.expiresAt().toString())));
  }

  private void totpReset(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        accounts
            .totp
            .reset(Authenticated.who(ctx), Fields.id(ctx, "user ID"), Edge.requestId(ctx))
            .map(_ -> new JsonObject().put("message", "The second factor is off")));
  }

  private void delete(RoutingContext ctx) {
    var id = Fields.id(ctx, "user ID");
    Edge.answer(
        ctx,
        200,
        accounts
            .admin
            .delete(Authenticated.who(ctx), id, Edge.requestId(ctx))
            .map(_ -> new JsonObject().put("message", "User deleted").put("userId", id)));
  }

  private static void changed(RoutingContext ctx, String message, Future<User> user) {
    Edge.answer(
        ctx,
        200,
        user.map(
            changed -> new JsonObject().put("message", message).put("user", changed.toAdmin())));
  }
}
