package io.medtrust.gateway;

import io.medtrust.accounts.LoginService;
import io.medtrust.bus.Problem;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /api/v1/gateway/auth}: a sign-in that asks twice. 501 where it is off. */
final class DoubleLoginRoutes {
  private final LoginService logins;
  private final SignInAnswers answers;

  DoubleLoginRoutes(LoginService logins) {
    this.logins = logins;
    this.answers = new SignInAnswers(logins.refreshSeconds());
  }

  void mount(Router router) {
    router.post("/api/v1/gateway/auth/login").handler(this::login);
    router.post("/api/v1/gateway/auth/confirm").handler(this::confirm);
  }

  private void login(RoutingContext ctx) {
    on();
    var fields = new Fields(ctx);
    var email = fields.required("email", 1, 320);
    var password = fields.secret("password");
    fields.check();
    Edge.answer(
        ctx,
        202,
        logins
            .enter(email, password, ClientMark.wide(ctx), ctx.get("client"), Edge.requestId(ctx))
            .map(
                entry ->
                    new JsonObject()
                        .put("login_challenge", entry.challenge())
                        .put("expires_in", entry.expiresInSeconds())));
  }

  private void confirm(RoutingContext ctx) {
    on();
    var fields = new Fields(ctx);
    var challenge = fields.secret("login_challenge");
    var email = fields.required("email", 1, 320);
    var password = fields.secret("password");
    fields.check();
    var signedIn =
        logins.confirm(
            challenge,
            email,
            password,
            ClientMark.wide(ctx),
            ctx.get("client"),
            Edge.requestId(ctx));
    SignInAnswers.answer(ctx, signedIn, in -> answers.full(ctx, in));
  }

  private void on() {
    if (!logins.asksTwice()) {
      throw new Problem(501, "not_configured", "accounts.double_login is off; use /auth/login");
    }
  }
}
