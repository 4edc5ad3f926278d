package io.medtrust.gateway;

import io.medtrust.accounts.Accounts;
import io.medtrust.accounts.NewAccount;
import io.medtrust.accounts.UserAdmin;
import io.medtrust.bus.Problem;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** Making accounts, passwords, and the reference's older doctor face. */
final class AccountRoutes {
  private static final Set<String> SELF = Set.of("doctor", "patient");

  private final Accounts accounts;
  private final Authenticated authenticated;
  private final SignInAnswers answers;

  AccountRoutes(Accounts accounts, Authenticated authenticated) {
    this.accounts = accounts;
    this.authenticated = authenticated;
    this.answers = new SignInAnswers(accounts.logins.refreshSeconds());
  }

  void mount(Router router) {
    var manage = authenticated.administration("users:manage");
    router.post("/api/v1/auth/register").handler(manage).handler(this::register);
    router.post("/api/v1/auth/register-self").handler(this::registerSelf);
    router
        .post("/api/v1/auth/password")
        .handler(authenticated.with(null))
        .handler(this::changePassword);
    router.post("/api/v1/auth/password/reset").handler(this::resetPassword);
    router.post("/api/v1/doctor/login").handler(this::doctorLogin);
    router
        .post("/api/v1/doctor/logout")
        .handler(authenticated.with(null))
        .handler(this::doctorLogout);
    router.post("/api/v1/doctor/register").handler(manage).handler(this::doctorRegister);
  }

  private void register(RoutingContext ctx) {
    var fields = new Fields(ctx);
    var role = fields.oneOf("role", UserAdmin.ROLES);
    var account = account(fields, "name", role);
    fields.check();
    Edge.answer(
        ctx,
        201,
        accounts
            .registration
            .register(account, Authenticated.who(ctx).id(), "USER_REGISTERED", Edge.requestId(ctx))
            .map(
                user ->
                    new JsonObject().put("message", "User registered").put("user", user.toApi())));
  }

  private void registerSelf(RoutingContext ctx) {
    var fields = new Fields(ctx);
    var role = fields.oneOf("role", SELF);
    if (fields.has("ward_id") || fields.has("assigned_doctor_id")) {
      throw new Problem(403, "not_allowed", "Ward and doctor are assigned by an administrator");
    }
    var account = account(fields, "name", role);
    fields.check();
    Edge.answer(
        ctx,
        201,
        accounts
            .registerSelf(account, ctx.get("client"), Edge.requestId(ctx))
            .map(
                in ->
                    answers
                        .full(ctx, in)
                        .put("message", "Registered")
                        .put("enrollment_required", in.user().role().equals("doctor"))
                        .put("enrollment_status", in.user().enrollmentStatus())));
  }

  private void doctorRegister(RoutingContext ctx) {
    var fields = new Fields(ctx);
    if (fields.has("role") && fields.oneOf("role", Set.of("doctor")) == null) fields.check();
    fields.required("license_number", 1, 50);
    var account = account(fields, "full_name", "doctor");
    fields.check();
    Edge.answer(
        ctx,
        201,
        accounts
            .registration
            .register(
                account, Authenticated.who(ctx).id(), "DOCTOR_REGISTERED", Edge.requestId(ctx))
            .map(
                user ->
                    new JsonObject()
                        .put("message", "Doctor registered")
                        .put("doctor", SignInAnswers.doctor(user))));
  }

  private static NewAccount account(Fields fields, String name, String role) {
    var profile = new JsonObject();
    if ("doctor".equals(role)) {
      put(profile, "specialization", fields.text("specialization", 0, 100));
      put(profile, "department", fields.text("department", 0, 100));
      put(profile, "license_number", fields.text("license_number", 1, 50));
      put(profile, "hospital_name", fields.text("hospital_name", 0, 200));
      put(profile, "years_experience", fields.integer("years_experience", 0, 80));
    } else if ("patient".equals(role)) {
      put(profile, "health_id", fields.text("health_id", 1, 50));
      put(profile, "condition_notes", fields.text("condition_notes", 0, 4000));
      put(profile, "assigned_doctor_id", fields.uuid("assigned_doctor_id"));
    }
    return new NewAccount(
        fields.email("email"),
        fields.required(name, 1, 100),
        role,
        fields.secret("password"),
        fields.uuid("ward_id"),
        profile);
  }

  private static void put(JsonObject json, String field, Object value) {
    if (value != null) json.put(field, value);
  }

  private void changePassword(RoutingContext ctx) {
    var who = Authenticated.who(ctx);
    if (!who.isUser()) throw new Problem(403, "not_allowed", "This token has no password");
    var fields = new Fields(ctx);
    var old = fields.secret("old_password");
    var fresh = fields.secret("new_password");
    fields.check();
    Edge.answer(
        ctx,
        200,
        accounts
            .passwords
            .change(who, old, fresh, ctx.get("client"), Edge.requestId(ctx))
            .map(_ -> new JsonObject().put("message", "Password changed")));
  }

  private void resetPassword(RoutingContext ctx) {
    var fields = new Fields(ctx);
    var token = fields.secret("token");
    var fresh = fields.secret("new_password");
    fields.check();
    Edge.answer(
        ctx,
        200,
        accounts
            .passwords
            .reset(token, fresh, ctx.get("client"), Edge.requestId(ctx))
            .map(_ -> new JsonObject().put("message", "Password changed; sign in")));
  }

  private void doctorLogin(RoutingContext ctx) {
    var fields = new Fields(ctx);
    var email = fields.email("email");
    var password = fields.secret("password");
    fields.check();
    SignInAnswers.answer(
        ctx,
        accounts.logins.login(email, password, "doctor", ctx.get("client"), Edge.requestId(ctx)),
        SignInAnswers::legacy);
  }

  private void doctorLogout(RoutingContext ctx) {
    SignInAnswers.clear(ctx);
    Edge.answer(
        ctx,
        200,
        accounts
            .logins
            .logout(Authenticated.who(ctx), false, Edge.requestId(ctx))
            .map(_ -> new JsonObject().put("message", "Signed out")));
  }
}
