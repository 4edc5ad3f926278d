package io.medtrust.gateway;

import io.medtrust.accounts.AuditLog;
import io.medtrust.bus.Problem;
import io.medtrust.sessions.Ids;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;

/** {@code /api/v1/admin/audit}. */
final class AuditRoutes {
  private static final Set<String> SEVERITIES = Set.of("info", "warning", "critical");

  private final AuditLog log;
  private final Authenticated authenticated;

  AuditRoutes(AuditLog log, Authenticated authenticated) {
    this.log = log;
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    var may = authenticated.administration("audit:read");
    router.get("/api/v1/admin/audit").handler(may).handler(ctx -> page(ctx, "type"));
    // The reference's spelling.
    router.get("/api/v1/blockchain/audit").handler(may).handler(ctx -> page(ctx, "event_type"));
  }

  private void page(RoutingContext ctx, String type) {
    var query =
        new AuditLog.Query(
            AdminUserRoutes.text(ctx, type),
            AdminUserRoutes.choice(ctx, "severity", SEVERITIES),
            id(ctx, "actor"),
            id(ctx, "subject"),
            id(ctx, "session"),
            time(ctx, "from"),
            time(ctx, "to"),
            ctx.request().getParam("after"));
    Edge.answer(ctx, 200, log.page(query, Edge.number(ctx, "limit", 50, 1, 500)));
  }

  private static UUID id(RoutingContext ctx, String name) {
    var text = ctx.request().getParam(name);
    return text == null ? null : Ids.uuid(text, name);
  }

  /**
   * An ISO-8601 time of the query with its offset, or null.
   *
   * @throws Problem 400
   */
  static OffsetDateTime time(RoutingContext ctx, String name) {
    var text = ctx.request().getParam(name);
    if (text == null) return null;
    try {
      var time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
      // PostgreSQL's range is smaller than Java's.
      if (time.getYear() >= 1970 && time.getYear() <= 9999) return time;
    } catch (DateTimeException e) {
      // reported below
    }
    throw new Problem(
        400, "validation_failed", name + " is an ISO-8601 time, as 2026-01-01T00:00:00Z");
  }
}
