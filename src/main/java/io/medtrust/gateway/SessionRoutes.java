package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.bus.Problem;
import io.medtrust.sessions.Session;
import io.medtrust.sessions.SessionService;
import io.medtrust.sessions.Visits;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code /api/v1/sessions}: a patient's way to a doctor, and the sessions as their people see them.
 * The reference's document and its code spell some paths differently; both are served.
 */
final class SessionRoutes {
  private static final int HISTORY_DEFAULT = 20;
  private static final int HISTORY_MOST = 100;

  private final SessionService sessions;
  private final Visits visits;
  private final TrustReads trust;
  private final Authenticated authenticated;

  SessionRoutes(Gateway gateway, Authenticated authenticated) {
    this.sessions = gateway.sessions;
    this.visits = gateway.sessions.visits();
    this.trust = new TrustReads(gateway.pool, gateway.redis);
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    var read = authenticated.with("stream:read");
    var api = new Paths(router, read);
    api.post(this::request, "/sessions/request", "/sessions/request/:doctorId");
    api.get(this::pending, "/sessions/pending", "/sessions/pending-requests");
    api.get(this::mine, "/sessions/my");
    api.get(this::active, "/sessions/active");
    api.get(this::doctors, "/sessions/verified-doctors", "/doctors/verified");
    api.post(this::respond, "/sessions/:id/respond");
    api.put(this::respond, "/sessions/:id/respond");
    api.post(this::cancel, "/sessions/:id/cancel");
    api.delete(this::cancel, "/sessions/:id");
    api.get(this::trust, "/sessions/:id/trust");
    api.get(this::detail, "/sessions/:id", "/sessions/:id/detail");
    api.get(this::history, "/streams/history");
    api.get(this::report, "/streams/:id/report");
    api.get(this::stream, "/streams/:id");
  }

  /** Mounts one handler at all spellings of its path. */
  private record Paths(Router router, Handler<RoutingContext> first) {
    void get(Handler<RoutingContext> handler, String... paths) {
      for (var p : paths) router.get("/api/v1" + p).handler(first).handler(handler);
    }

    void post(Handler<RoutingContext> handler, String... paths) {
      for (var p : paths) router.post("/api/v1" + p).handler(first).handler(handler);
    }

    void put(Handler<RoutingContext> handler, String... paths) {
      for (var p : paths) router.put("/api/v1" + p).handler(first).handler(handler);
    }

    void delete(Handler<RoutingContext> handler, String... paths) {
      for (var p : paths) router.delete("/api/v1" + p).handler(first).handler(handler);
    }
  }

  /**
   * @throws Problem 403 when the caller is no user of one of these roles; admins always may
   */
  static Principal role(RoutingContext ctx, String... roles) {
    var who = Authenticated.who(ctx);
    if (who.isAdmin() || (who.isUser() && List.of(roles).contains(who.role()))) return who;
    throw new Problem(403, "insufficient_permissions", "Insufficient role");
  }

  private void request(RoutingContext ctx) {
    var body = Edge.json(ctx);
    var inPath = ctx.pathParam("doctorId");
    Edge.answer(
        ctx,
        201,
        visits
            .request(
                Authenticated.who(ctx),
                inPath != null ? inPath : Edge.text(body, "doctor_id"),
                Edge.text(body, "icu_room"),
                Edge.requestId(ctx))
            .map(
                session ->
                    new JsonObject()
                        .put("message", "Connection request sent")
                        .put("stream_id", session.id())
                        .put("status", session.status().text())
                        .put("doctor", doctor(session))));
  }

  private void respond(RoutingContext ctx) {
    var id = ctx.pathParam("id");
    var action = Edge.text(Edge.json(ctx), "action");
    Edge.answer(
        ctx,
        200,
        visits
            .respond(Authenticated.who(ctx), id, action, Edge.requestId(ctx))
            .map(
                status ->
                    new JsonObject()
                        .put(
                            "message",
                            switch (status) {
                              case ACTIVE -> "Session accepted";
                              case DOCTOR_VERIFYING -> "Session accepted — verification required";
                              default -> "Session rejected";
                            })
                        .put("stream_id", id)
                        .put("status", status.text())));
  }

  private void cancel(RoutingContext ctx) {
    var id = ctx.pathParam("id");
    Edge.answer(
        ctx,
        200,
        visits
            .cancel(Authenticated.who(ctx), id, Edge.requestId(ctx))
            .map(_ -> new JsonObject().put("message", "Session cancelled").put("stream_id", id)));
  }

  private void pending(RoutingContext ctx) {
    var who = role(ctx, "doctor", "patient");
    Edge.answer(
        ctx,
        200,
        visits
            .pending(who)
            .map(
                found -> {
                  var list = new JsonArray();
                  for (var session : found) list.add(describe(session));
                  return new JsonObject().put("requests", list);
                }));
  }

  private void mine(RoutingContext ctx) {
    var who = role(ctx, "doctor", "patient");
    Edge.answer(
        ctx, 200, visits.mine(who).map(session -> new JsonObject().put("session", shown(session))));
  }

  private void active(RoutingContext ctx) {
    var who = role(ctx, "doctor");
    Edge.answer(
        ctx,
        200,
        visits
            .newestActive(who)
            .compose(
                session ->
                    session == null
                        ? Future.succeededFuture((JsonObject) null)
                        : trust
                            .cached(session)
                            .otherwise((JsonObject) null)
                            .map(live -> describe(session).put("live_trust", live)))
            .map(session -> new JsonObject().put("session", session)));
  }

  private void doctors(RoutingContext ctx) {
    role(ctx, "doctor", "patient", "nurse", "viewer");
    Edge.answer(
        ctx,
        200,
        visits.reads().verifiedDoctors().map(list -> new JsonObject().put("doctors", list)));
  }

  private void detail(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        visits
            .party(Authenticated.who(ctx), ctx.pathParam("id"))
            .compose(
                session -> {
                  var reads = visits.reads();
                  var admission = reads.admission(session.id());
                  var previous = reads.previous(session);
                  var events = reads.riskEvents(session.id());
                  return Future.all(admission, previous, events)
                      .map(
                          _ ->
                              describe(session)
                                  .mergeIn(admission.result())
                                  .put("gate", visits.gated())
                                  .put("previous_sessions", previous.result())
                                  .put("risk_events", events.result()));
                })
            .map(session -> new JsonObject().put("session", session)));
  }

  private void trust(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        visits
            .party(Authenticated.who(ctx), ctx.pathParam("id"))
            .compose(
                session ->
                    trust
                        .live(session)
                        .map(
                            live -> {
                              if (live == null) throw TrustReads.inactive();
                              return brief(session, live);
                            })));
  }

  private static JsonObject brief(Session session, JsonObject live) {
    var fusion = live.getJsonObject("fusion");
    boolean kept = "database".equals(live.getString("source"));
    var json =
        new JsonObject()
            .put("stream_id", session.id())
            .put("trust_score", live.getValue("trust_score"))
            .put("status", live.getString("status", "unknown"))
            .put("face_score", fusion == null ? null : fusion.getValue("face_score"))
            .put("voice_score", live.getValue("voice_score"))
            .put("biometric_score", live.getValue("biometric_score"))
            .put("source", kept ? "db" : "live");
    return kept ? json.put("recorded_at", live.getValue("timestamp")) : json;
  }

  private void history(RoutingContext ctx) {
    var who = role(ctx, "doctor", "patient");
    int limit = Edge.number(ctx, "limit", HISTORY_DEFAULT, 1, HISTORY_MOST);
    Edge.answer(
        ctx,
        200,
        visits
            .reads()
            .history(who.id(), who.isAdmin(), limit, 0)
            .map(page -> new JsonObject().put("streams", page.rows()).put("total", page.total())));
  }

  private void stream(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        visits
            .party(Authenticated.who(ctx), ctx.pathParam("id"))
            .map(session -> new JsonObject().put("stream", describe(session))));
  }

  private void report(RoutingContext ctx) {
    var who = role(ctx, "doctor");
    Edge.answer(
        ctx,
        200,
        visits.party(who, ctx.pathParam("id")).compose(session -> report(sessions, session)));
  }

  /** The report of a session that is over; 404 {@code report_not_found} of any other. */
  static Future<JsonObject> report(SessionService sessions, Session session) {
    if (!session.status().over() || session.startedAt() == null) {
      return Future.failedFuture(new Problem(404, "report_not_found", "Report not found"));
    }
    return sessions.reports().make(session.id());
  }

  private static JsonObject shown(Session session) {
    return session == null ? null : describe(session);
  }

  /** A session as its own people see it. */
  static JsonObject describe(Session session) {
    return new JsonObject()
        .put("id", session.id())
        .put("stream_id", session.id())
        .put("status", session.status().text())
        .put("icu_room", session.icuRoom())
        .put("ward", session.wardName())
        .put("created_at", session.createdAt().toInstant().toString())
        .put(
            "started_at",
            session.startedAt() == null ? null : session.startedAt().toInstant().toString())
        .put(
            "ended_at", session.endedAt() == null ? null : session.endedAt().toInstant().toString())
        .put("doctor", doctor(session))
        .put(
            "patient",
            session.patientId() == null
                ? null
                : new JsonObject()
                    .put("id", session.patientId())
                    .put("name", session.patientName()));
  }

  private static JsonObject doctor(Session session) {
    return new JsonObject().put("id", session.doctorId()).put("name", session.doctorName());
  }
}
