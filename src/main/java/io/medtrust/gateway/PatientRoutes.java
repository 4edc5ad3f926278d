package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.accounts.Users;
import io.medtrust.bus.Problem;
import io.medtrust.sessions.SessionService;
import io.medtrust.sessions.Visits;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;

/** {@code /api/v1/patient}: what a patient sees of the own sessions. For patients alone. */
final class PatientRoutes {
  private static final int PAGE_DEFAULT = 20;
  private static final int PAGE_MOST = 100;
  private static final int PAGES = 100_000;
  private static final int HISTORY = 60;

  private final SessionService sessions;
  private final Visits visits;
  private final TrustReads trust;
  private final Users users;
  private final Authenticated authenticated;

  PatientRoutes(Gateway gateway, Authenticated authenticated) {
    this.sessions = gateway.sessions;
    this.visits = gateway.sessions.visits();
    this.trust = new TrustReads(gateway.pool, gateway.redis);
    this.users = new Users(gateway.pool);
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    get(router, "/profile", this::profile);
    get(router, "/doctor", this::doctor);
    get(router, "/sessions", this::list);
    get(router, "/alerts", this::alerts);
    for (var id : new String[] {"/session/:id", "/session/:id/detail"}) get(router, id, this::one);
    get(router, "/session/:id/trust", this::history);
    get(router, "/session/:id/report", this::report);
  }

  private void get(Router router, String path, Handler<RoutingContext> handler) {
    router
        .get("/api/v1/patient" + path)
        .handler(authenticated.with("stream:read"))
        .handler(handler);
  }

  private static Principal patient(RoutingContext ctx) {
    var who = Authenticated.who(ctx);
    if (who.isUser() && who.role().equals("patient")) return who;
    throw new Problem(403, "insufficient_permissions", "Insufficient role");
  }

  private void profile(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        users
            .find(patient(ctx).id())
            .compose(
                user ->
                    visits
                        .reads()
                        .doctorOf(user.profile().getString("assigned_doctor_id"))
                        .map(
                            doctor ->
                                new JsonObject()
                                    .put("profile", user.toApi().put("assigned_doctor", doctor)))));
  }

  private void doctor(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        users
            .find(patient(ctx).id())
            .compose(
                user -> visits.reads().doctorOf(user.profile().getString("assigned_doctor_id")))
            .map(doctor -> new JsonObject().put("doctor", doctor)));
  }

  private void list(RoutingContext ctx) {
    var who = patient(ctx);
    int page = Edge.number(ctx, "page", 1, 1, PAGES);
    int limit = Edge.number(ctx, "limit", PAGE_DEFAULT, 1, PAGE_MOST);
    Edge.answer(
        ctx,
        200,
        visits
            .reads()
            .history(who.id(), false, limit, (page - 1) * limit)
            .map(
                found ->
                    new JsonObject()
                        .put("sessions", found.rows())
                        .put(
                            "pagination",
                            new JsonObject()
                                .put("page", page)
                                .put("limit", limit)
                                .put("total", found.total()))));
  }

  private void alerts(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        visits
            .reads()
            .alertsOf(patient(ctx).id())
            .map(list -> new JsonObject().put("alerts", list)));
  }

  private void one(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        visits
            .party(patient(ctx), ctx.pathParam("id"))
            .map(session -> new JsonObject().put("session", SessionRoutes.describe(session))));
  }

  private void history(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        visits
            .party(patient(ctx), ctx.pathParam("id"))
            .compose(session -> trust.history(session, HISTORY))
            .map(
                oldestFirst -> {
                  var list = oldestFirst.getList();
                  Collections.reverse(list);
                  return new JsonObject().put("history", new JsonArray(list));
                }));
  }

  private void report(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        visits
            .party(patient(ctx), ctx.pathParam("id"))
            .compose(session -> SessionRoutes.report(sessions, session)));
  }
}
