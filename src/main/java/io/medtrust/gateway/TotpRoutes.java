package io.medtrust.gateway;

import io.medtrust.accounts.Accounts;
import io.medtrust.accounts.Principal;
import io.medtrust.bus.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The second factor by time-based codes. */
final class TotpRoutes {
  private final Accounts accounts;
  private final Authenticated authenticated;
  private final SignInAnswers answers;

  TotpRoutes(Accounts accounts, Authenticated authenticated) {
    this.accounts = accounts;
    this.authenticated = authenticated;
    this.answers = new SignInAnswers(accounts.logins.refreshSeconds());
  }

  void mount(Router router) {
    var known = authenticated.with(null);
    router.post("/api/v1/auth/login/code").handler(this::login);
    router.get("/api/v1/auth/totp").handler(known).handler(this::state);
    router.post("/api/v1/auth/totp/setup").handler(known).handler(this::setUp);
    router.post("/api/v1/auth/totp/enable").handler(known).handler(this::enable);
    router.post("/api/v1/auth/totp/disable").handler(known).handler(this::disable);
    router.post("/api/v1/auth/totp/recovery-codes").handler(known).handler(this::recoveryCodes);
  }

  private void login(RoutingContext ctx) {
    var fields = new Fields(ctx);
    var challenge = fields.secret("challenge");
    var code = fields.required("code", 1, 64);
    fields.check();
    Edge.answer(
        ctx,
        200,
        accounts
            .logins
            .second(challenge, code, Edge.requestId(ctx))
            .map(in -> answers.full(ctx, in)));
  }

  private void state(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        accounts
            .totp
            .state(user(ctx))
            .map(
                state ->
                    new JsonObject()
                        .put("enabled", state.enabled())
                        .put("recovery_codes_left", state.recoveryCodesLeft())));
  }

  private void setUp(RoutingContext ctx) {
    var fields = new Fields(ctx);
    var password = fields.secret("password");
    fields.check();
    Edge.answer(
        ctx,
        201,
        accounts
            .totp
            .setUp(user(ctx), password, ctx.get("client"))
            .map(
                offer ->
                    new JsonObject()
                        .put("secret", offer.secret())
                        .put("otpauth_uri", offer.uri())));
  }

  private void enable(RoutingContext ctx) {
    var fields = new Fields(ctx);
    var code = fields.required("code", 1, 64);
    fields.check();
    Edge.answer(
        ctx,
        200,
        accounts
            .totp
            .enable(user(ctx), code, Edge.requestId(ctx))
            .map(codes -> shownOnce("The second factor is on", codes)));
  }

  private void recoveryCodes(RoutingContext ctx) {
    var fields = new Fields(ctx);
    var password = fields.secret("password");
    var code = fields.required("code", 1, 64);
    fields.check();
    Edge.answer(
        ctx,
        200,
        accounts
            .totp
            .renewRecoveryCodes(user(ctx), password, code, ctx.get("client"), Edge.requestId(ctx))
            .map(codes -> shownOnce("The old codes are void", codes)));
  }

  private void disable(RoutingContext ctx) {
    var fields = new Fields(ctx);
    var password = fields.secret("password");
    var code = fields.required("code", 1, 64);
    fields.check();
    Edge.answer(
        ctx,
        200,
        accounts
            .totp
            .disable(user(ctx), password, code, ctx.get("client"), Edge.requestId(ctx))
            .map(_ -> new JsonObject().put("message", "The second factor is off")));
  }

  private static JsonObject shownOnce(String message, List<String> codes) {
    return new JsonObject().put("message", message).put("recovery_codes", new JsonArray(codes));
  }

  private static Principal user(RoutingContext ctx) {
    var who = Authenticated.who(ctx);
    if (!who.isUser()) throw new Problem(403, "not_allowed", "This token belongs to no account");
    return who;
  }
}
