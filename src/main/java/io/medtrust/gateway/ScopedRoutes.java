package io.medtrust.gateway;

import io.medtrust.bus.Problem;
import io.medtrust.gateway.scoped.ScopedTokens;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /api/v1/gateway/token}. */
final class ScopedRoutes {
  private static final int USUAL_SECONDS = 60;

  private final ScopedTokens scoped;
  private final Authenticated authenticated;

  ScopedRoutes(ScopedTokens scoped, Authenticated authenticated) {
    this.scoped = scoped;
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    router.post("/api/v1/gateway/token").handler(authenticated.with(null)).handler(this::issue);
  }

  private void issue(RoutingContext ctx) {
    var body = Edge.json(ctx);
    var scope = Edge.text(body, "scope");
    if (scope == null) throw new Problem(400, "validation_failed", "scope is needed");
    int seconds =
        switch (body.getValue("ttl")) {
          case null -> USUAL_SECONDS;
          case Integer n when n >= 1 && n <= ScopedTokens.MOST_SECONDS -> n;
          default ->
              throw new Problem(
                  400,
                  "validation_failed",
                  "ttl is a whole number from 1 to " + ScopedTokens.MOST_SECONDS);
        };
    var issued =
        scoped.issue(
            Authenticated.who(ctx),
            scope,
            Edge.text(body, "resource"),
            seconds,
            Authenticated.call(ctx));
    Edge.answer(
        ctx,
        201,
        issued
            .onSuccess(_ -> ctx.response().putHeader("DPoP-Nonce", scoped.nonce()))
            .onFailure(cause -> Authenticated.offerNonce(ctx, scoped, cause))
            .map(
                i ->
                    new JsonObject()
                        .put("token", i.token())
                        .put("token_type", i.type())
                        .put("expires_in", i.seconds())
                        .put("scope", i.action().scope())
                        .put("resource", i.resource())
                        .put("once", i.action().changes())));
  }
}
