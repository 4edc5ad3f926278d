package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.accounts.TokenService;
import io.medtrust.bus.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

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
    return with(permission, "Insufficient permissions");
  }

  /** For what only a role allows; the reference's pages know the sentence. */
  Handler<RoutingContext> administration(String permission) {
    return with(permission, "Insufficient role");
  }

  private Handler<RoutingContext> with(String permission, String refusal) {
    return ctx ->
        tokens
            .authenticateHeader(ctx.request().getHeader("Authorization"))
            .onFailure(ctx::fail)
            .onSuccess(
                who -> {
                  if (permission != null && !who.may(permission)) {
                    ctx.put(
                        "error_fields",
                        Map.of(
                            "required",
                            List.of(permission),
                            "current",
                            who.permissions().stream().sorted().toList()));
                    ctx.fail(new Problem(403, "insufficient_permissions", refusal));
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
