package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.accounts.TokenService;
import io.medtrust.bus.Problem;
import io.medtrust.gateway.scoped.ScopedTokens;
import io.vertx.core.Future;
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
        known(ctx)
            .onFailure(
                cause -> {
                  offerNonce(ctx, guard.scoped(), cause);
                  guard.unknown(ctx, cause);
                })
            .onSuccess(
                who -> {
                  ctx.put(PRINCIPAL, who);
                  guard
                      .admit(ctx, who)
                      .onFailure(ctx::fail)
                      .onSuccess(_ -> allowed(ctx, who, permission, refusal));
                });
  }

  private Future<Principal> known(RoutingContext ctx) {
    var header = ctx.request().getHeader("Authorization");
    boolean dpop = header != null && header.regionMatches(true, 0, "DPoP ", 0, 5);
    boolean bearer = header != null && header.regionMatches(true, 0, "Bearer ", 0, 7);
    if (!dpop && !bearer) return tokens.authenticateHeader(header);
    var token = header.substring(dpop ? 5 : 7).trim();
    return dpop || ScopedTokens.isScoped(token)
        ? guard.scoped().authenticate(token, dpop, call(ctx))
        : tokens.authenticate(token);
  }

  static ScopedTokens.Call call(RoutingContext ctx) {
    var request = ctx.request();
    var authority = request.authority();
    boolean secure = Boolean.TRUE.equals(ctx.get("secure"));
    return new ScopedTokens.Call(
        request.method().name(),
        (secure ? "https://" : "http://") + (authority == null ? "" : authority) + request.path(),
        ctx.normalizedPath(),
        request.getHeader("DPoP"),
        Edge.requestId(ctx));
  }

  /** RFC 9449 §8: who came without a good nonce is told one. */
  static void offerNonce(RoutingContext ctx, ScopedTokens scoped, Throwable cause) {
    if (cause instanceof Problem p && p.code().equals(ScopedTokens.USE_NONCE)) {
      ctx.response()
          .putHeader("DPoP-Nonce", scoped.nonce())
          .putHeader("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\", algs=\"ES256\"");
    }
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
