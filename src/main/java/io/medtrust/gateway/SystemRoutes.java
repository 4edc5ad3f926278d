package io.medtrust.gateway;

import io.medtrust.bus.Problem;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Health and metrics. */
final class SystemRoutes {
  private final Gateway gateway;
  private final Authenticated authenticated;

  SystemRoutes(Gateway gateway, Authenticated authenticated) {
    this.gateway = gateway;
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    // 200 also when degraded: a node without its database still carries calls, and nothing that
    // watches it should stop it for that.
    router
        .get("/api/v1/health")
        .handler(ctx -> Edge.answer(ctx, 200, gateway.health.run(ctx.vertx())));
    router.get("/.well-known/jwks.json").handler(this::publicKeys);
    var metrics = router.get("/metrics");
    if (!gateway.settings.metricsPublic()) {
      metrics
          .handler(authenticated.with(null))
          .handler(
              ctx -> {
                if (Authenticated.who(ctx).isAdmin()) ctx.next();
                else ctx.fail(new Problem(403, "insufficient_permissions", "Insufficient role"));
              });
    }
    metrics.handler(this::metrics);
  }

  private void publicKeys(RoutingContext ctx) {
    var keys = gateway.tokens.jwks();
    if (keys == null) {
      ctx.fail(404);
      return;
    }
    ctx.response()
        .putHeader("Content-Type", "application/jwk-set+json")
        .putHeader("Cache-Control", "public, max-age=60")
        .end(keys.encode());
  }

  private void metrics(RoutingContext ctx) {
    if (!(gateway.metrics instanceof PrometheusMeterRegistry registry)) {
      ctx.fail(404);
      return;
    }
    // Writing all meters takes milliseconds.
    ctx.vertx()
        .executeBlocking(() -> registry.scrape(), false)
        .onFailure(ctx::fail)
        .onSuccess(
            text ->
                ctx.response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text));
  }
}
