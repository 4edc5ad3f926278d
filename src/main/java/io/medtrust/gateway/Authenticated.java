package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.accounts.TokenService;
import io.medtrust.bus.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Lets a request pass whose bearer token is valid and whose role has the permission. */
final class Authenticated {
  private static final String PRINCIPAL = "principal";

  private final TokenService tokens;

  Authenticated(TokenService tokens) {
    this.tokens = tokens;
  }

  /**
   * @param permission null when a valid token is enough
   */
  Handler<RoutingContext> with(String permission) {
    return ctx ->
        tokens
            .authenticateHeader(ctx.request().getHeader("Authorization"))
            .onFailure(ctx::fail)
            .onSuccess(
                who -> {
                  if (permission != null && !who.may(permission)) {
                    ctx.fail(
                        new Problem(403, "insufficient_permissions", "Insufficient permissions"));
                    return;
                  }
                  ctx.put(PRINCIPAL, who);
                  ctx.next();
                });
  }

  static Principal who(RoutingContext ctx) {
    return ctx.get(PRINCIPAL);
  }
}
