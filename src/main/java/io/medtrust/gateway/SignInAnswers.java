package io.medtrust.gateway;

import io.medtrust.accounts.LoginService;
import io.medtrust.accounts.User;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** What a sign-in is answered with: the tokens, who it is, and the cookie of the pages. */
final class SignInAnswers {
  static final String COOKIE = "medtrust_refresh";
  private static final String COOKIE_PATH = "/api/v1/auth";

  private final int refreshSeconds;

  SignInAnswers(int refreshSeconds) {
    this.refreshSeconds = refreshSeconds;
  }

  /**
   * Answers a sign-in: 200 with the tokens, or 202 with the challenge when a code is awaited.
   *
   * @param form of the tokens
   */
  static void answer(
      RoutingContext ctx,
      Future<LoginService.Outcome> outcome,
      Function<LoginService.SignedIn, JsonObject> form) {
    outcome
        .onFailure(ctx::fail)
        .onSuccess(
            found -> {
              switch (found) {
                case LoginService.SignedIn in ->
                    Edge.answer(ctx, 200, Future.succeededFuture(form.apply(in)));
                case LoginService.CodeAwaited awaited ->
                    Edge.answer(ctx, 202, Future.succeededFuture(challenge(awaited)));
              }
            });
  }

  private static JsonObject challenge(LoginService.CodeAwaited awaited) {
    return new JsonObject()
        .put("code", "totp_required")
        .put("message", "A code of the second factor is needed")
        .put("totp_required", true)
        .put("challenge", awaited.challenge())
        .put("expires_in", awaited.expiresInSeconds());
  }

  JsonObject full(RoutingContext ctx, LoginService.SignedIn in) {
    if (in.refreshToken() != null) {
      ctx.response().addCookie(cookie(ctx, in.refreshToken()).setMaxAge(refreshSeconds));
    }
    var json =
        new JsonObject()
            .put("token", in.accessToken())
            .put("refresh_token", in.refreshToken())
            .put("expires_in", in.expiresInSeconds())
            .put("role", in.user().role())
            .put("userId", in.user().id())
            .put("user", in.user().toApi());
    if (in.user().role().equals("doctor")) enrollment(json, in.user());
    return json;
  }

  /** What a doctor who is not approved yet has to wait for. */
  private static void enrollment(JsonObject json, User doctor) {
    switch (doctor.enrollmentStatus()) {
      case "pending_enrollment" ->
          json.put("enrollment_required", true).put("enrollment_status", doctor.enrollmentStatus());
      case "pending_admin_approval" ->
          json.put("enrollment_required", false)
              .put("pending_approval", true)
              .put("enrollment_status", doctor.enrollmentStatus());
      default -> {}
    }
  }

  /** The form of the reference's older doctor face. */
  static JsonObject legacy(LoginService.SignedIn in) {
    return new JsonObject()
        .put("access_token", in.accessToken())
        .put("refresh_token", in.refreshToken())
        .put("expires_in", in.expiresInSeconds())
        .put("doctor", doctor(in.user()));
  }

  static JsonObject doctor(User user) {
    return new JsonObject()
        .put("id", user.id())
        .put("email", user.email())
        .put("full_name", user.name())
        .put("department", user.profile().getValue("department"))
        .put("role", user.role());
  }

  static void clear(RoutingContext ctx) {
    ctx.response().addCookie(cookie(ctx, "").setMaxAge(0));
  }

  private static Cookie cookie(RoutingContext ctx, String value) {
    return Cookie.cookie(COOKIE, value)
        .setPath(COOKIE_PATH)
        .setHttpOnly(true)
        .setSecure(ctx.get("secure"))
        .setSameSite(CookieSameSite.STRICT);
  }
}
