package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.bus.Problem;
import io.medtrust.gateway.anomaly.AnomalyWatch;
import io.medtrust.gateway.anomaly.Seen;
import io.medtrust.gateway.anomaly.model.Request;
import io.medtrust.gateway.limits.RateLimiter;
import io.medtrust.gateway.limits.Tier;
import io.medtrust.gateway.scoped.ScopedTokens;
import io.medtrust.gateway.scoped.SessionBinding;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/**
 * What stands between a known principal and an endpoint: rate limits, the client that a sign-in is
 * bound to, and what the anomaly detector restricts; and what tells the detector how it went. Media
 * connections and the bridge are not touched: a call that runs goes on.
 */
public final class Guard {
  private static final int USUAL_TOKEN_SECONDS = 900;

  private final RateLimiter limits;
  private final AnomalyWatch watch;
  private final SessionBinding binding;
  private final ScopedTokens scoped;

  public Guard(
      RateLimiter limits, AnomalyWatch watch, SessionBinding binding, ScopedTokens scoped) {
    this.limits = limits;
    this.watch = watch;
    this.binding = binding;
    this.scoped = scoped;
  }

  ScopedTokens scoped() {
    return scoped;
  }

  AnomalyWatch watch() {
    return watch;
  }

  /** For all of the API: counts who comes without a token, and has the detector told at the end. */
  void begin(RoutingContext ctx) {
    if (!watch.off()) ctx.addEndHandler(_ -> tell(ctx));
    if (ctx.request().getHeader("Authorization") != null) {
      ctx.next();
      return;
    }
    var refusal = watch.refusal(stranger(ctx), 0);
    if (refusal != null) {
      ctx.fail(refusal);
      return;
    }
    count(ctx, stranger(ctx)).onFailure(ctx::fail).onSuccess(_ -> ctx.next());
  }

  /** A token was shown and is not valid: counted as the address's, so that guessing ends. */
  void unknown(RoutingContext ctx, Throwable cause) {
    count(ctx, stranger(ctx)).onFailure(ctx::fail).onSuccess(_ -> ctx.fail(cause));
  }

  /**
   * Fails with 429 {@code rate_limited}, 401 {@code step_up_required} or {@code anomaly_blocked}.
   */
  Future<Void> admit(RoutingContext ctx, Principal who) {
    var refusal = alwaysOpen(ctx) ? null : refusal(ctx, who);
    return refusal == null ? count(ctx, name(who)) : Future.failedFuture(refusal);
  }

  private Problem refusal(RoutingContext ctx, Principal who) {
    var drift =
        binding.check(
            who, ClientMark.agent(ctx), ClientMark.network(ctx.get("client")), Edge.requestId(ctx));
    return drift == null ? watch.refusal(name(who), token(who)) : drift;
  }

  /** Ending things, and taking consent back, is never refused for being unusual. */
  private static boolean alwaysOpen(RoutingContext ctx) {
    var path = ctx.normalizedPath();
    return path.equals("/api/v1/auth/logout")
        || path.startsWith("/api/v1/streams/end/")
        || (path.startsWith("/api/v1/streams/") && path.endsWith("/consent"));
  }

  private Future<Void> count(RoutingContext ctx, String principal) {
    return limits
        .count(principal, Tier.of(ctx.normalizedPath()))
        .compose(
            decision -> {
              ctx.response()
                  .headers()
                  .set("RateLimit-Limit", Integer.toString(decision.limit()))
                  .set("RateLimit-Remaining", Integer.toString(decision.remaining()))
                  .set("RateLimit-Reset", Integer.toString(decision.resetSeconds()))
                  .set("RateLimit-Policy", decision.limit() + ";w=" + decision.windowSeconds());
              if (decision.allowed()) return Future.succeededFuture();
              ctx.response()
                  .headers()
                  .set("Retry-After", Integer.toString(decision.resetSeconds()));
              return Future.failedFuture(
                  new Problem(
                      429,
                      "rate_limited",
                      "Too many requests; try again in " + decision.resetSeconds() + " seconds"));
            });
  }

  private void tell(RoutingContext ctx) {
    Principal who = ctx.get(Authenticated.PRINCIPAL);
    var route = ctx.currentRoute() == null ? null : ctx.currentRoute().getPath();
    var response = ctx.response();
    // an unknown path must not make an endpoint
    boolean known = route != null && !route.endsWith("*");
    var method = ctx.request().method().name();
    var endpoint = known ? method + ' ' + route : method + " other";
    int resource = known && !ctx.pathParams().isEmpty() ? ctx.pathParams().hashCode() : 0;
    long now = System.currentTimeMillis();
    watch.saw(
        new Seen(
            new Request(
                who == null ? stranger(ctx) : name(who),
                who == null ? "anonymous" : who.role(),
                endpoint.hashCode(),
                resource,
                response.getStatusCode(),
                Math.max(0, ctx.request().bytesRead()),
                Math.max(0, response.bytesWritten()),
                ClientMark.of(ctx),
                who == null ? 0 : token(who),
                who == null ? -1 : age(who, now),
                !(method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS")),
                known && Tier.of(ctx.normalizedPath()) == Tier.ADMIN),
            now,
            who == null || !who.isUser() ? null : who.id(),
            Edge.requestId(ctx),
            endpoint));
  }

  /** About; of display and load tokens only that they are older than they live on. */
  private static int age(Principal who, long now) {
    long left = who.expiresAt() - now / 1000;
    return (int) Math.clamp(USUAL_TOKEN_SECONDS - left, 0, USUAL_TOKEN_SECONDS);
  }

  static String name(Principal who) {
    return who.audience() + ":" + who.id();
  }

  private static int token(Principal who) {
    var id = who.family() == null ? who.jti() : who.family();
    return id == null ? 1 : id.hashCode() | 1;
  }

  private static String stranger(RoutingContext ctx) {
    return "ip:" + ctx.<String>get("client");
  }
}
