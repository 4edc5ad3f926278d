package io.medtrust.gateway;

import io.medtrust.bus.Problem;
import io.medtrust.store.StoreProblems;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What every request meets: its id, security headers, measurement, and the one form of errors. */
final class Edge {
  static final String REQUEST_ID = "request_id";
  private static final String BODY = "json_body";

  // RFC 9110 §5.6.7
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final Map<Integer, String[]> PLAIN =
      Map.of(
          400, new String[] {"bad_request", "Bad request"},
          404, new String[] {"not_found", null},
          405, new String[] {"method_not_allowed", "That method is not allowed here"},
          406, new String[] {"not_acceptable", "None of the accepted types can be sent"},
          408, new String[] {"timeout", "The request took too long"},
          413, new String[] {"body_too_large", "The body is too large"},
          414, new String[] {"uri_too_long", "The address is too long"},
          415, new String[] {"unsupported_media_type", "That content type is not understood"},
          503, new String[] {"service_unavailable", "The service does not answer in time"},
          431, new String[] {"headers_too_large", "The headers are too large"});

  private final Gateway gateway;
  private final Counter requests;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  Edge(Gateway gateway) {
    this.gateway = gateway;
    this.requests = gateway.metrics.counter("medtrust_requests_total");
  }

  /** Mounts the handler of all requests; the first one. */
  void mountFirst(Router router) {
    router.route().handler(this::begin);
    for (int status : PLAIN.keySet()) router.errorHandler(status, this::fail);
    router.errorHandler(500, this::fail);
  }

  /** Mounts the handler of all failures; after those that handle their own. */
  void mountLast(Router router) {
    router.route().failureHandler(this::fail);
  }

  private void begin(RoutingContext ctx) {
    long start = System.nanoTime();
    // A client's own id is not taken over: it could forge entries of the log.
    var id = UUID.randomUUID().toString();
    ctx.put(REQUEST_ID, id);
    var request = ctx.request();
    var remote = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    ctx.put("client", gateway.proxies.client(remote, request.getHeader("X-Forwarded-For")));
    boolean secure =
        request.isSSL()
            || (gateway.proxies.trusts(remote)
                && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
    ctx.put("secure", secure);
    var headers = ctx.response().headers();
    headers
        .set("X-Request-ID", id)
        .set("Date", HTTP_DATE.format(Instant.now()))
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("Cross-Origin-Resource-Policy", "same-origin")
        .set("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
        .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    if (secure) headers.set("Strict-Transport-Security", "max-age=31536000");
    if (ctx.normalizedPath().startsWith("/api/")) headers.set("Cache-Control", "no-store");
    ctx.addEndHandler(_ -> measure(ctx, start));
    ctx.next();
  }

  private void measure(RoutingContext ctx, long start) {
    requests.increment();
    var route = ctx.currentRoute() == null ? null : ctx.currentRoute().getPath();
    var name = ctx.request().method().name();
    // Strangers must not make meters.
    var method = known(name) ? name : "other";
    var status = String.valueOf(ctx.response().getStatusCode());
    var label = route == null || ctx.response().getStatusCode() == 404 ? "other" : route;
    timers
        .computeIfAbsent(
            method + ' ' + label + ' ' + status,
            _ ->
                Timer.builder("http_request_duration_seconds")
                    .tag("method", method)
                    .tag("route", label)
                    .tag("status", status)
                    .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2))
                    .register(gateway.metrics))
        .record(Duration.ofNanos(System.nanoTime() - start));
  }

  private static boolean known(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> true;
      default -> false;
    };
  }

  void fail(RoutingContext ctx) {
    var response = ctx.response();
    if (response.ended() || response.closed()) return;
    if (response.headWritten()) {
      response.reset();
      return;
    }
    var problem = problem(ctx);
    if (problem.status() == 401 && !response.headers().contains("WWW-Authenticate")) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    if (problem.status() == 503) response.putHeader("Retry-After", "5");
    response.setStatusCode(problem.status()).putHeader("Content-Type", "application/json");
    if (problem.status() == 413) response.putHeader("Connection", "close");
    var body = problem.toJson().put("request_id", ctx.<Object>get(REQUEST_ID));
    Map<String, Object> extra = ctx.get("error_fields");
    if (extra != null) extra.forEach(body::put);
    if (ctx.request().method() == HttpMethod.HEAD) response.end();
    else response.end(body.encode());
  }

  private static Problem problem(RoutingContext ctx) {
    return switch (ctx.failure()) {
      case null -> plain(ctx, ctx.statusCode());
      case HttpException e -> plain(ctx, e.getStatusCode());
      case DecodeException _ -> new Problem(400, "malformed_json", "The body is not valid JSON");
      case IllegalArgumentException _ when ctx.statusCode() == 400 -> plain(ctx, 400);
      default -> StoreProblems.of(ctx.failure());
    };
  }

  private static Problem plain(RoutingContext ctx, int status) {
    var known = PLAIN.get(status);
    if (known == null) {
      return status >= 400 && status < 500
          ? new Problem(status, "bad_request", "Bad request")
          : new Problem(500, "internal_error", "Internal server error");
    }
    var text = known[1];
    if (text == null) {
      text = "Route " + ctx.request().method() + " " + ctx.normalizedPath() + " not found";
    }
    return new Problem(status, known[0], text);
  }

  /**
   * The JSON object of a request; an empty one where there is no body.
   *
   * @throws Problem 415 or 400
   */
  static JsonObject json(RoutingContext ctx) {
    if (ctx.get(BODY) instanceof JsonObject read) return read;
    var buffer = ctx.body().buffer();
    if (buffer == null || buffer.length() == 0) return new JsonObject();
    var type = ctx.request().getHeader("Content-Type");
    if (type == null
        || !type.split(";")[0].trim().toLowerCase(Locale.ROOT).equals("application/json")) {
      throw new Problem(415, "unsupported_media_type", "The body must be application/json");
    }
    try {
      var read = new JsonObject(buffer);
      ctx.put(BODY, read);
      return read;
    } catch (DecodeException | ClassCastException e) {
      throw new Problem(400, "malformed_json", "The body is not a JSON object");
    }
  }

  /**
   * A text field, or null when it is absent.
   *
   * @throws Problem 400 when it is something else
   */
  static String text(JsonObject json, String field) {
    return switch (json.getValue(field)) {
      case null -> null;
      case String s -> s;
      default -> throw new Problem(400, "validation_failed", field + " must be text");
    };
  }

  /**
   * A whole number from the query, within bounds.
   *
   * @throws Problem 400 when it is no number or out of bounds
   */
  static int number(RoutingContext ctx, String name, int fallback, int min, int max) {
    var text = ctx.request().getParam(name);
    if (text == null) return fallback;
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) return value;
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new Problem(
        400, "validation_failed", name + " is a whole number from " + min + " to " + max);
  }

  static String requestId(RoutingContext ctx) {
    return ctx.get(REQUEST_ID);
  }

  /** Answers with what a future brings, or fails the request. */
  static void answer(RoutingContext ctx, int status, Future<JsonObject> result) {
    result
        .onSuccess(
            json -> {
              if (ctx.response().ended()) return;
              ctx.response()
                  .setStatusCode(status)
                  .putHeader("Content-Type", "application/json")
                  .end(json.encode());
            })
        .onFailure(ctx::fail);
  }
}
