package io.medtrust.gateway;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** What the request anomaly detector of this node saw, for administrators. */
final class AnomalyRoutes {
  private static final int MOST = 200;

  private final Guard guard;
  private final Authenticated authenticated;
  private final AuditTrail audit;

  AnomalyRoutes(Guard guard, Authenticated authenticated, AuditTrail audit) {
    this.guard = guard;
    this.authenticated = authenticated;
    this.audit = audit;
  }

  void mount(Router router) {
    router
        .get("/api/v1/gateway/anomaly")
        .handler(authenticated.with(null))
        .handler(AnomalyRoutes::admins)
        .handler(ctx -> Edge.answer(ctx, 200, Future.succeededFuture(guard.watch().describe())));
    router
        .post("/api/v1/gateway/anomaly/lift")
        .handler(authenticated.with(null))
        .handler(AnomalyRoutes::admins)
        .handler(this::lift);
  }

  private static void admins(RoutingContext ctx) {
    if (Authenticated.who(ctx).isAdmin()) ctx.next();
    else ctx.fail(new Problem(403, "insufficient_permissions", "Insufficient role"));
  }

  private void lift(RoutingContext ctx) {
    var principal = Edge.text(Edge.json(ctx), "principal");
    if (principal == null || principal.isBlank() || principal.length() > MOST) {
      throw new Problem(400, "validation_failed", "principal is user:ID or ip:ADDRESS");
    }
    guard.watch().lift(principal);
    audit.write(
        "REQUEST_ANOMALY_LIFTED",
        "info",
        null,
        Authenticated.who(ctx).id(),
        principal.startsWith("user:") ? principal.substring(5) : null,
        Edge.requestId(ctx),
        Map.of("principal", principal));
    Edge.answer(
        ctx, 200, Future.succeededFuture(new JsonObject().put("message", "Restrictions lifted")));
  }
}
