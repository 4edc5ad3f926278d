package io.medtrust.gateway;

import io.medtrust.sessions.Ids;
import io.medtrust.sessions.SessionStatus;
import io.medtrust.sessions.VisitReads;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** All sessions of the deployment, for admins. */
final class AdminSessionRoutes {
  private static final Set<String> STATUSES =
      Arrays.stream(SessionStatus.values())
          .map(SessionStatus::text)
          .collect(Collectors.toUnmodifiableSet());

  private final VisitReads reads;
  private final Authenticated authenticated;

  AdminSessionRoutes(VisitReads reads, Authenticated authenticated) {
    this.reads = reads;
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    var may = authenticated.administration("stats:read");
    router.get("/api/v1/admin/sessions").handler(may).handler(ctx -> list(ctx, true));
    router.get("/api/v1/admin/sessions/all").handler(may).handler(ctx -> list(ctx, false));
  }

  private void list(RoutingContext ctx, boolean open) {
    int page = Edge.number(ctx, "page", 1, 1, 1_000_000);
    int limit = Edge.number(ctx, "limit", 50, 1, 200);
    var filter =
        new VisitReads.Filter(
            open,
            AdminUserRoutes.choice(ctx, "status", STATUSES),
            id(ctx, "doctor_id"),
            id(ctx, "patient_id"));
    Edge.answer(
        ctx,
        200,
        reads
            .all(filter, limit, (page - 1L) * limit)
            .map(
                found ->
                    new JsonObject()
                        .put("sessions", found.rows())
                        .put(
                            "pagination",
                            new JsonObject()
                                .put("page", page)
                                .put("limit", limit)
                                .put("total", found.total()))));
  }

  private static UUID id(RoutingContext ctx, String name) {
    var text = ctx.request().getParam(name);
    return text == null ? null : Ids.uuid(text, name);
  }
}
