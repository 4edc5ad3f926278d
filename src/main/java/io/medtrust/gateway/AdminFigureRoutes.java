package io.medtrust.gateway;

import io.medtrust.bus.Problem;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/** Figures and reports for admins. */
final class AdminFigureRoutes {
  private static final int DEFAULT_DAYS = 30;
  private static final int MAX_DAYS = 366;

  private final Gateway gateway;
  private final Authenticated authenticated;
  private final AdminFigures figures;
  private final ComplianceReport report;

  AdminFigureRoutes(Gateway gateway, Authenticated authenticated) {
    this.gateway = gateway;
    this.authenticated = authenticated;
    this.figures = new AdminFigures(gateway.pool);
    this.report = new ComplianceReport(gateway.pool);
  }

  void mount(Router router) {
    var stats = authenticated.administration("stats:read");
    router.get("/api/v1/admin/stats").handler(stats).handler(this::stats);
    router.get("/api/v1/admin/dashboard").handler(stats).handler(this::dashboard);
    router.get("/api/v1/admin/threat-activity").handler(stats).handler(this::threats);
    router.get("/api/v1/admin/recent-verifications").handler(stats).handler(this::recent);
    router
        .get("/api/v1/admin/compliance/report")
        .handler(authenticated.administration("audit:read"))
        .handler(this::compliance);
  }

  private void stats(RoutingContext ctx) {
    Edge.answer(ctx, 200, figures.stats());
  }

  /** All at once, with the health of the node that answers. */
  private void dashboard(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        figures
            .stats()
            .compose(
                json ->
                    figures
                        .threatActivity()
                        .compose(
                            activity ->
                                figures
                                    .recentVerifications(10)
                                    .compose(
                                        recent ->
                                            gateway
                                                .health
                                                .run(ctx.vertx())
                                                .map(
                                                    health ->
                                                        json.put("activity", activity)
                                                            .put("verifications", recent)
                                                            .put("health", health))))));
  }

  private void threats(RoutingContext ctx) {
    Edge.answer(
        ctx, 200, figures.threatActivity().map(list -> new JsonObject().put("activity", list)));
  }

  private void recent(RoutingContext ctx) {
    int limit = Edge.number(ctx, "limit", 20, 1, 100);
    Edge.answer(
        ctx,
        200,
        figures
            .recentVerifications(limit)
            .map(list -> new JsonObject().put("verifications", list)));
  }

  private void compliance(RoutingContext ctx) {
    var to = AuditRoutes.time(ctx, "to");
    if (to == null) to = OffsetDateTime.now(ZoneOffset.UTC);
    var from = AuditRoutes.time(ctx, "from");
    if (from == null) from = to.minusDays(DEFAULT_DAYS);
    if (!from.isBefore(to) || from.isBefore(to.minusDays(MAX_DAYS))) {
      throw new Problem(
          400, "validation_failed", "from is before to, by at most " + MAX_DAYS + " days");
    }
    var format = AdminUserRoutes.choice(ctx, "format", Set.of("json", "csv"));
    report
        .of(from, to)
        .onFailure(ctx::fail)
        .onSuccess(
            found -> {
              var response = ctx.response();
              if (response.ended()) return;
              if (!"csv".equals(format)) {
                response.putHeader("Content-Type", "application/json").end(found.toJson().encode());
                return;
              }
              if (found.truncated()) response.putHeader("X-Truncated", "true");
              response
                  .putHeader("Content-Type", "text/csv; charset=utf-8; header=present")
                  .putHeader("Content-Disposition", "attachment; filename=\"compliance.csv\"")
                  .end(found.toCsv());
            });
  }
}
