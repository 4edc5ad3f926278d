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
  static final String PRINCIPAL = "principal";

  private final TokenService tokens;
  private final Guard guard;

  Authenticated(TokenService tokens, Guard guard) {
    this.tokens = tokens;
    this.guard = guard;
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
            .onFailure(cause -> guard.unknown(ctx, cause))
            .onSuccess(
                who -> {
                  ctx.put(PRINCIPAL, who);
                  guard
                      .admit(ctx, who)
                      .onFailure(ctx::fail)
                      .onSuccess(_ -> allowed(ctx, who, permission, refusal));
                });
  }

  private static void allowed(
      RoutingContext ctx, Principal who, String permission, String refusal) {
    if (permission == null || who.may(permission)) {
      ctx.next();
      return;
    }
    ctx.put(
        "error_fields",
        Map.of(
            "required",
            List.of(permission),
            "current",
            who.permissions().stream().sorted().toList()));
    ctx.fail(new Problem(403, "insufficient_permissions", refusal));
  }

  static Principal who(RoutingContext ctx) {
    return ctx.get(PRINCIPAL);
  }
}
