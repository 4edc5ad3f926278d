package io.medtrust.gateway;

import io.medtrust.accounts.LoginService;
import io.medtrust.accounts.Principal;
import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /api/v1/auth}. */
final class AuthRoutes {
  static final String COOKIE = "medtrust_refresh";
  private static final String COOKIE_PATH = "/api/v1/auth";

  private final Gateway gateway;
  private final Authenticated authenticated;

  AuthRoutes(Gateway gateway, Authenticated authenticated) {
    this.gateway = gateway;
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    router.post("/api/v1/auth/login").handler(this::login);
    router.post("/api/v1/auth/refresh").handler(this::refresh);
    router.post("/api/v1/auth/logout").handler(authenticated.with(null)).handler(this::logout);
    router.get("/api/v1/auth/me").handler(authenticated.with(null)).handler(this::me);
  }

  private void login(RoutingContext ctx) {
    var body = Edge.json(ctx);
    var email = Edge.text(body, "email");
    var password = Edge.text(body, "password");
    if (email == null || email.isBlank() || password == null || password.isEmpty()) {
      throw new Problem(400, "validation_failed", "email and password required");
    }
    var signedIn =
        gateway.logins.login(email.strip(), password, ctx.get("client"), Edge.requestId(ctx));
    Edge.answer(ctx, 200, signedIn.map(in -> signedIn(ctx, in)));
  }

  private void refresh(RoutingContext ctx) {
    var token = Edge.text(Edge.json(ctx), "refresh_token");
    boolean byCookie = token == null;
    if (byCookie) {
      // Another site can make the browser send the cookie, but not this header.
      if (!"medtrust".equals(ctx.request().getHeader("X-Requested-With"))) {
        throw new Problem(
            400, "validation_failed", "refresh_token, or the cookie with X-Requested-With");
      }
      var cookie = ctx.request().getCookie(COOKIE);
      if (cookie == null) throw new Problem(401, "missing_token", "Not signed in");
      token = cookie.getValue();
    }
    var refreshed =
        gateway
            .logins
            .refresh(token, byCookie, Edge.requestId(ctx))
            .onFailure(
                cause -> {
                  if (byCookie && cause instanceof Problem p && p.status() == 401) clear(ctx);
                });
    Edge.answer(ctx, 200, refreshed.map(in -> signedIn(ctx, in)));
  }

  private JsonObject signedIn(RoutingContext ctx, LoginService.SignedIn in) {
    if (in.refreshToken() != null) {
      ctx.response()
          .addCookie(cookie(ctx, in.refreshToken()).setMaxAge(gateway.logins.refreshSeconds()));
    }
    return new JsonObject()
        .put("token", in.accessToken())
        .put("refresh_token", in.refreshToken())
        .put("expires_in", in.expiresInSeconds())
        .put("role", in.user().role())
        .put("userId", in.user().id())
        .put("user", in.user().toApi());
  }

  private void logout(RoutingContext ctx) {
    var everywhere = Edge.json(ctx).getValue("everywhere");
    if (everywhere != null && !(everywhere instanceof Boolean)) {
      throw new Problem(400, "validation_failed", "everywhere is true or false");
    }
    var ended =
        gateway.logins.logout(
            Authenticated.who(ctx), Boolean.TRUE.equals(everywhere), Edge.requestId(ctx));
    clear(ctx);
    Edge.answer(ctx, 200, ended.map(_ -> new JsonObject().put("message", "Signed out")));
  }

  private static void clear(RoutingContext ctx) {
    ctx.response().addCookie(cookie(ctx, "").setMaxAge(0));
  }

  private static Cookie cookie(RoutingContext ctx, String value) {
    return Cookie.cookie(COOKIE, value)
        .setPath(COOKIE_PATH)
        .setHttpOnly(true)
        .setSecure(ctx.get("secure"))
        .setSameSite(CookieSameSite.STRICT);
  }

  private void me(RoutingContext ctx) {
    var who = Authenticated.who(ctx);
    Edge.answer(ctx, 200, who.isUser() ? user(who) : Future.succeededFuture(scoped(who)));
  }

  private Future<JsonObject> user(Principal who) {
    return gateway
        .logins
        .find(who.id())
        .map(
            user -> {
              if (user == null) throw new Problem(401, "user_not_found", "User not found");
              return user.toApi();
            });
  }

  private static JsonObject scoped(Principal who) {
    return new JsonObject()
        .put("id", who.id())
        .put("name", who.name())
        .put("email", null)
        .put("role", who.role())
        .put("ward_id", who.ward());
  }
}
