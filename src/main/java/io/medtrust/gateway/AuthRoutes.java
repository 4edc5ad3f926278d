package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /api/v1/auth}. */
final class AuthRoutes {
  private final Gateway gateway;
  private final Authenticated authenticated;
  private final SignInAnswers answers;

  AuthRoutes(Gateway gateway, Authenticated authenticated) {
    this.gateway = gateway;
    this.authenticated = authenticated;
    this.answers = new SignInAnswers(gateway.logins.refreshSeconds());
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
    SignInAnswers.answer(ctx, signedIn, in -> answers.full(ctx, in));
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
      var cookie = ctx.request().getCookie(SignInAnswers.COOKIE);
      if (cookie == null) throw new Problem(401, "missing_token", "Not signed in");
      token = cookie.getValue();
    }
    var refreshed =
        gateway
            .logins
            .refresh(token, byCookie, Edge.requestId(ctx))
            .onFailure(
                cause -> {
                  if (byCookie && cause instanceof Problem p && p.status() == 401)
                    SignInAnswers.clear(ctx);
                });
    Edge.answer(ctx, 200, refreshed.map(in -> answers.full(ctx, in)));
  }

  private void logout(RoutingContext ctx) {
    var everywhere = Edge.json(ctx).getValue("everywhere");
    if (everywhere != null && !(everywhere instanceof Boolean)) {
      throw new Problem(400, "validation_failed", "everywhere is true or false");
    }
    var ended =
        gateway.logins.logout(
            Authenticated.who(ctx), Boolean.TRUE.equals(everywhere), Edge.requestId(ctx));
    SignInAnswers.clear(ctx);
    Edge.answer(ctx, 200, ended.map(_ -> new JsonObject().put("message", "Signed out")));
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
              var json = user.toApi();
              if (user.role().equals("doctor")) {
                // Enrollment takes both or none.
                json.put("has_face_baseline", user.biometricEnrolled())
                    .put("has_voice_baseline", user.biometricEnrolled());
              }
              return json;
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
