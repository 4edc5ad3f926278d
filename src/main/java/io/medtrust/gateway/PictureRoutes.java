package io.medtrust.gateway;

import io.medtrust.bus.Problem;
import io.medtrust.pictures.AlertPictures;
import io.medtrust.sessions.SessionService;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** The pictures that were kept with alarms, and the consent to them. */
final class PictureRoutes {
  private final SessionService sessions;
  private final AlertPictures pictures;
  private final Authenticated authenticated;

  PictureRoutes(Gateway gateway, Authenticated authenticated) {
    this.sessions = gateway.sessions;
    this.pictures = gateway.pictures;
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    var base = "/api/v1/streams/:id/pictures";
    var any = authenticated.with("stream:read");
    var evidence = authenticated.with("analysis:read");
    router.get(base + "/consent").handler(any).handler(this::consent);
    router.post(base + "/consent").handler(any).handler(this::setConsent);
    router.get(base).handler(evidence).handler(this::list);
    router.get(base + "/:alert").handler(evidence).handler(this::open);
  }

  private void consent(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        sessions.see(Authenticated.who(ctx), ctx.pathParam("id")).compose(pictures::consent));
  }

  private void setConsent(RoutingContext ctx) {
    var body = Edge.json(ctx);
    if (!(body.getValue("given") instanceof Boolean given)) {
      throw new Problem(400, "validation_failed", "given is true or false");
    }
    var who = Authenticated.who(ctx);
    var version = Edge.text(body, "version");
    var hash = Edge.text(body, "text_hash");
    Edge.answer(
        ctx,
        200,
        sessions
            .see(who, ctx.pathParam("id"))
            .compose(
                session ->
                    pictures.setConsent(who, session, given, version, hash, Edge.requestId(ctx))));
  }

  private void list(RoutingContext ctx) {
    var who = Authenticated.who(ctx);
    Edge.answer(
        ctx,
        200,
        sessions.see(who, ctx.pathParam("id")).compose(session -> pictures.list(who, session)));
  }

  private void open(RoutingContext ctx) {
    var who = Authenticated.who(ctx);
    UUID alert;
    try {
      alert = UUID.fromString(ctx.pathParam("alert"));
    } catch (IllegalArgumentException e) {
      throw new Problem(400, "invalid_id", "The id of an alarm is a UUID");
    }
    sessions
        .see(who, ctx.pathParam("id"))
        .compose(session -> pictures.open(who, session, alert, Edge.requestId(ctx)))
        .onFailure(ctx::fail)
        .onSuccess(
            jpeg ->
                ctx.response()
                    .putHeader("Content-Type", "image/jpeg")
                    .putHeader("Cache-Control", "no-store")
                    .end(Buffer.buffer(jpeg)));
  }
}
