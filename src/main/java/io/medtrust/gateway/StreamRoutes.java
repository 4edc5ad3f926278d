package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.bus.Problem;
import io.medtrust.sessions.Session;
import io.medtrust.sessions.SessionAccess;
import io.medtrust.sessions.SessionService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Map;

/** {@code /api/v1/streams} and the consent to analysis. */
final class StreamRoutes {
  private final SessionService sessions;
  private final Authenticated authenticated;

  StreamRoutes(SessionService sessions, Authenticated authenticated) {
    this.sessions = sessions;
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    var read = authenticated.with("stream:read");
    var write = authenticated.with("stream:write");
    router.post("/api/v1/streams/start").handler(write).handler(this::start);
    // The reference's other spellings.
    router.post("/api/v1/streams/create").handler(write).handler(this::start);
    var admin = authenticated.administration("*");
    router.post("/api/v1/admin/stream/start").handler(admin).handler(this::start);
    router.put("/api/v1/admin/stream/:id/stop").handler(admin).handler(this::end);
    // Who may end a session depends on the session: its patient may too.
    router.post("/api/v1/streams/end/:id").handler(read).handler(this::end);
    router.get("/api/v1/streams/active").handler(read).handler(this::active);
    router.get("/api/v1/consent").handler(authenticated.with(null)).handler(this::consentText);
    router.get("/api/v1/streams/:id/consent").handler(read).handler(this::consent);
    router.post("/api/v1/streams/:id/consent").handler(read).handler(this::setConsent);
  }

  private void start(RoutingContext ctx) {
    var body = Edge.json(ctx);
    var started =
        sessions.start(
            Authenticated.who(ctx),
            Edge.text(body, "doctor_id"),
            Edge.text(body, "patient_id"),
            Edge.text(body, "icu_room"),
            Edge.requestId(ctx));
    Edge.answer(
        ctx,
        201,
        started.map(
            session ->
                new JsonObject()
                    .put("stream_id", session.id())
                    .put("status", session.status().text())
                    .put("created_at", session.createdAt().toInstant().toString())));
  }

  private void end(RoutingContext ctx) {
    var id = ctx.pathParam("id");
    Edge.answer(
        ctx,
        200,
        sessions
            .end(Authenticated.who(ctx), id, Edge.requestId(ctx))
            .map(_ -> new JsonObject().put("message", "Stream ended").put("stream_id", id)));
  }

  private void active(RoutingContext ctx) {
    var who = Authenticated.who(ctx);
    sessions
        .active(who)
        .compose(
            found -> {
              var streams = new ArrayList<Future<JsonObject>>();
              for (var session : found) streams.add(describe(who, session));
              return Future.all(streams).map(all -> new JsonArray(all.list()));
            })
        .onFailure(ctx::fail)
        .onSuccess(
            streams -> {
              if (streams.isEmpty()) {
                ctx.put("error_fields", noStream());
                ctx.fail(new Problem(404, "no_active_stream", "No active stream"));
                return;
              }
              Edge.answer(
                  ctx,
                  200,
                  Future.succeededFuture(
                      new JsonObject()
                          .put("stream", streams.getJsonObject(0))
                          .put("streams", streams)));
            });
  }

  private static Map<String, Object> noStream() {
    var fields = new java.util.HashMap<String, Object>();
    fields.put("stream", null);
    fields.put("streams", new JsonArray());
    return fields;
  }

  private Future<JsonObject> describe(Principal who, Session session) {
    boolean member = SessionAccess.isParticipant(who, session);
    var own =
        member ? sessions.participantOf(who, session.id()) : Future.<String>succeededFuture(null);
    return own.map(
        participant ->
            new JsonObject()
                .put("stream_id", session.id())
                .put("status", session.status().text())
                .put("icu_room", session.icuRoom())
                .put("created_at", session.createdAt().toInstant().toString())
                .put(
                    "started_at",
                    session.startedAt() == null ? null : session.startedAt().toInstant().toString())
                .put("doctor", person(session.doctorId(), session.doctorName()))
                .put(
                    "patient",
                    // A display names no patient.
                    session.patientId() == null || who.isDisplay()
                        ? null
                        : person(session.patientId(), session.patientName()))
                .put("participant_id", participant)
                .put("role_in_session", SessionAccess.roleIn(who, session)));
  }

  private static JsonObject person(String id, String name) {
    return new JsonObject().put("id", id).put("name", name);
  }

  private void consentText(RoutingContext ctx) {
    var text = sessions.consentText();
    Edge.answer(
        ctx,
        200,
        Future.succeededFuture(
            new JsonObject()
                .put("version", text.version())
                .put("text", text.text())
                .put("text_hash", text.hash())));
  }

  private void consent(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        sessions
            .see(Authenticated.who(ctx), ctx.pathParam("id"))
            .compose(sessions::consent)
            .map(StreamRoutes::json));
  }

  private void setConsent(RoutingContext ctx) {
    var body = Edge.json(ctx);
    if (!(body.getValue("given") instanceof Boolean given)) {
      throw new Problem(400, "validation_failed", "given is true or false");
    }
    Edge.answer(
        ctx,
        200,
        sessions
            .setConsent(
                Authenticated.who(ctx),
                ctx.pathParam("id"),
                given,
                Edge.text(body, "version"),
                Edge.text(body, "text_hash"),
                Edge.requestId(ctx))
            .map(StreamRoutes::json));
  }

  static JsonObject json(SessionService.Consent consent) {
    return new JsonObject()
        .put("given", consent.given())
        .put("version", consent.version())
        .put("at", consent.at() == null ? null : consent.at().toString());
  }
}
