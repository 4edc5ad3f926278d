package io.medtrust.sfu;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Problem;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomCommand.Mode;
import io.medtrust.bus.RoomReply;
import io.medtrust.bus.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep): one HTTP request with an offer makes a
 * connection that sends or receives.
 *
 * <p>{@code POST /whip/{session}} and {@code POST /whep/{session}} answer 201 with the SDP and the
 * connection's {@code Location}; {@code DELETE} on that ends it; {@code PATCH} with candidates is
 * accepted and needs no work, because ICE-lite learns the client's addresses from its checks. A
 * Location holds 128 random bits and is of use only with the token that made it, or with another of
 * the same participant.
 */
public final class WhipWhepRoutes {
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final long MAX_TIMER_MILLIS = 1L * 24 * 3600 * 1000;
  private static final Logger LOG = LoggerFactory.getLogger(WhipWhepRoutes.class);
  private static final Map<String, Mode> FACES = Map.of("whip", Mode.PUBLISH, "whep", Mode.WATCH);

  private final Vertx vertx;
  private final RoomAccess access;
  private final WhipResources resources;
  private final SecureRandom random = new SecureRandom();

  private WhipWhepRoutes(Vertx vertx, RoomAccess access) {
    this.vertx = vertx;
    this.access = access;
    this.resources = new WhipResources(vertx);
  }

  /** Adds the routes to a router; they read their own bodies, at most 64 kB. */
  public static void mount(Router router, Vertx vertx, RoomAccess access) {
    var routes = new WhipWhepRoutes(vertx, access);
    FACES.forEach((face, mode) -> routes.mount(router, face, mode));
  }

  /**
   * Ends every connection of a participant in a room: the token was revoked. Also for connections
   * that did not come by WHIP or WHEP. Succeeds when there is none.
   */
  public static Future<Void> disconnectParticipant(
      Vertx vertx, String session, String participant, String why) {
    return ask(
            vertx, Addresses.roomCommand(session), new RoomCommand.Expel(session, participant, why))
        .<Void>mapEmpty()
        .recover(
            e ->
                e instanceof Problem p && p.status() == 404
                    ? Future.succeededFuture()
                    : Future.failedFuture(e));
  }

  private void mount(Router router, String face, Mode mode) {
    var collection = "/" + face + "/:session";
    var resource = collection + "/:connection";
    for (var path : new String[] {collection, resource}) {
      router.route(path).handler(this::cors).failureHandler(this::failed);
    }
    router.options(collection).handler(ctx -> options(ctx, "POST, OPTIONS"));
    router.options(resource).handler(ctx -> options(ctx, "DELETE, PATCH, OPTIONS"));
    router.post(collection).handler(ctx -> checkHead(ctx, "application/sdp", "Accept-Post"));
    router
        .post(collection)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
        .handler(ctx -> connect(ctx, face, mode));
    router.delete(resource).handler(ctx -> disconnect(ctx, face, mode));
    router
        .patch(resource)
        .handler(ctx -> checkHead(ctx, "application/trickle-ice-sdpfrag", "Accept-Patch"));
    router
        .patch(resource)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
        .handler(ctx -> patch(ctx, face, mode));
    router.route(collection).handler(ctx -> notAllowed(ctx, "POST, OPTIONS"));
    router.route(resource).handler(ctx -> notAllowed(ctx, "DELETE, PATCH, OPTIONS"));
  }

  // Tokens travel in a header and never in cookies, so that any page may be allowed to try.
  private void cors(RoutingContext ctx) {
    ctx.response()
        .putHeader("Access-Control-Allow-Origin", "*")
        .putHeader("Access-Control-Expose-Headers", "Location, ETag, Link, Accept-Patch");
    ctx.next();
  }

  private void options(RoutingContext ctx, String methods) {
    ctx.response()
        .putHeader("Allow", methods)
        .putHeader("Accept-Post", "application/sdp")
        .putHeader("Access-Control-Allow-Methods", methods)
        .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match")
        .putHeader("Access-Control-Max-Age", "86400")
        .setStatusCode(204)
        .end();
  }

  private void notAllowed(RoutingContext ctx, String methods) {
    ctx.response().putHeader("Allow", methods);
    throw new Problem(405, "method_not_allowed", "This address takes " + methods);
  }

  /** What can be refused before the body is read. */
  private void checkHead(RoutingContext ctx, String type, String acceptHeader) {
    var given = ctx.request().getHeader("Content-Type");
    if (given == null || !type.equals(given.split(";")[0].trim().toLowerCase(Locale.ROOT))) {
      ctx.response().putHeader(acceptHeader, type);
      throw new Problem(415, "unsupported_media_type", "The body must be " + type);
    }
    token(ctx);
    ctx.next();
  }

  private void connect(RoutingContext ctx, String face, Mode mode) {
    var body = ctx.body().buffer();
    if (body == null || body.length() == 0) {
      throw new Problem(400, "bad_sdp", "The body must be an SDP offer");
    }
    if (body.length() > MAX_BODY_BYTES) throw tooLarge();
    var token = token(ctx);
    var session = ctx.pathParam("session");
    var of = mode == Mode.WATCH ? ctx.queryParam("of").stream().findFirst().orElse(null) : null;
    var bits = new byte[16];
    random.nextBytes(bits);
    var connection = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    access
        .admit(token, session, mode)
        .compose(
            grant ->
                ask(vertx, Addresses.ROOM_OPEN, new RoomCommand.Open(session))
                    .compose(
                        _ -> {
                          var command =
                              new RoomCommand.Connect(
                                  session,
                                  grant.participant(),
                                  connection,
                                  mode,
                                  grant.verified() && mode == Mode.PUBLISH,
                                  of,
                                  body.toString());
                          return ask(vertx, Addresses.roomCommand(session), command);
                        })
                    .map(
                        reply -> {
                          keep(grant, face, session, connection, token);
                          return ((RoomReply.Answered) reply).sdp();
                        }))
        .onSuccess(
            sdp ->
                ctx.response()
                    .setStatusCode(201)
                    .putHeader("Content-Type", "application/sdp")
                    .putHeader("Location", location(ctx, connection))
                    .putHeader("ETag", WhipResources.etag(connection))
                    .putHeader("Accept-Patch", "application/trickle-ice-sdpfrag")
                    .putHeader("Cache-Control", "no-store")
                    .end(sdp))
        .onFailure(ctx::fail);
  }

  private static String location(RoutingContext ctx, String connection) {
    var path = ctx.request().path();
    return (path.endsWith("/") ? path : path + "/") + connection;
  }

  private void keep(
      RoomAccess.Grant grant, String face, String session, String connection, String token) {
    resources.add(connection, face, session, grant.participant(), token);
    endAt(grant.expiresAtMillis(), face, session, connection);
  }

  private void endAt(long expiresAtMillis, String face, String session, String connection) {
    long left = expiresAtMillis - System.currentTimeMillis();
    vertx.setTimer(
        Math.clamp(left, 1, MAX_TIMER_MILLIS),
        _ -> {
          if (resources.find(connection, face, session) == null) return;
          if (left > MAX_TIMER_MILLIS) {
            endAt(expiresAtMillis, face, session, connection);
            return;
          }
          end(session, connection)
              .onFailure(e -> LOG.debug("an expired connection was gone: {}", e.getMessage()));
        });
  }

  private void disconnect(RoutingContext ctx, String face, Mode mode) {
    owned(ctx, face, mode)
        .compose(_ -> end(ctx.pathParam("session"), ctx.pathParam("connection")))
        .onSuccess(_ -> ctx.response().setStatusCode(200).end())
        .onFailure(ctx::fail);
  }

  private Future<Void> end(String session, String connection) {
    resources.remove(connection);
    return ask(
            vertx, Addresses.roomCommand(session), new RoomCommand.Disconnect(session, connection))
        .mapEmpty();
  }

  private void patch(RoutingContext ctx, String face, Mode mode) {
    owned(ctx, face, mode)
        .onSuccess(
            _ -> {
              var match = ctx.request().getHeader("If-Match");
              if (match != null && match.equals("*")) {
                // RFC 9725 §4.3.3: this is how a client asks for an ICE restart.
                ctx.fail(new Problem(422, "no_ice_restart", "Make a new connection instead"));
              } else if (match != null
                  && !match.equals(WhipResources.etag(ctx.pathParam("connection")))) {
                ctx.fail(new Problem(412, "etag_mismatch", "If-Match names another ICE session"));
              } else {
                ctx.response().setStatusCode(204).end();
              }
            })
        .onFailure(ctx::fail);
  }

  /** The connection named by the path, if the asker owns it. */
  private Future<JsonObject> owned(RoutingContext ctx, String face, Mode mode) {
    var token = token(ctx);
    var session = ctx.pathParam("session");
    var entry = resources.find(ctx.pathParam("connection"), face, session);
    if (entry != null && WhipResources.madeBy(entry, token)) return Future.succeededFuture(entry);
    return access
        .admit(token, session, mode)
        .map(
            grant -> {
              if (entry == null) {
                throw new Problem(404, "unknown_connection", "There is no such connection");
              }
              if (!grant.participant().equals(entry.getString("participant"))) {
                throw new Problem(403, "not_allowed", "This connection belongs to another");
              }
              return entry;
            });
  }

  private static String token(RoutingContext ctx) {
    var header = ctx.request().getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw new Problem(401, "missing_token", "A bearer token is needed");
    }
    var token = header.substring(7).trim();
    if (token.isEmpty()) throw new Problem(401, "missing_token", "A bearer token is needed");
    return token;
  }

  private static Problem tooLarge() {
    return new Problem(413, "body_too_large", "The body is larger than 64 kB");
  }

  private static Future<RoomReply> ask(Vertx vertx, String address, RoomCommand command) {
    return vertx
        .eventBus()
        .<JsonObject>request(
            address, Wire.encode(command), new DeliveryOptions().setLocalOnly(true))
        .map(
            message ->
                switch (Wire.decode(message.body(), RoomReply.class)) {
                  case RoomReply.Refused r -> throw new Problem(r.status(), r.code(), r.message());
                  case RoomReply reply -> reply;
                })
        .recover(
            e -> Future.failedFuture(e instanceof ReplyException r ? unanswered(r, address) : e));
  }

  private static Problem unanswered(ReplyException e, String address) {
    return e.failureType() == ReplyFailure.NO_HANDLERS && !address.equals(Addresses.ROOM_OPEN)
        ? new Problem(404, "unknown_room", "There is no such room")
        : new Problem(503, "relay_unavailable", "The relay does not answer");
  }

  private void failed(RoutingContext ctx) {
    if (ctx.response().ended()) return;
    var problem =
        switch (ctx.failure()) {
          case Problem p -> p;
          case HttpException e when e.getStatusCode() == 413 -> tooLarge();
          case null, default -> null;
        };
    if (problem == null && ctx.statusCode() == 413) problem = tooLarge();
    if (problem == null) {
      LOG.error(
          "{} {} failed", ctx.request().method(), ctx.currentRoute().getPath(), ctx.failure());
      problem = new Problem(500, "internal", "The request failed; the log says why");
    }
    if (problem.status() == 401) {
      ctx.response().putHeader("WWW-Authenticate", "Bearer");
    }
    var body = problem.toJson();
    if (ctx.get("request_id") != null) body.put("request_id", ctx.<Object>get("request_id"));
    ctx.response()
        .setStatusCode(problem.status())
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store");
    if (ctx.request().method() == HttpMethod.HEAD) ctx.response().end();
    else ctx.response().end(body.encode());
  }
}
