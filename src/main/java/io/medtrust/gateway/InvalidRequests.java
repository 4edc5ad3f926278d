package io.medtrust.gateway;

import io.medtrust.bus.Problem;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;

/** Answers what is not HTTP enough for the router, in the same form of errors. */
final class InvalidRequests {
  private InvalidRequests() {}

  static void answer(HttpServerRequest request) {
    var cause = request.decoderResult() == null ? null : request.decoderResult().cause();
    var problem =
        switch (cause) {
          case TooLongHttpLineException _ ->
              new Problem(414, "uri_too_long", "The address is too long");
          case TooLongFrameException _ ->
              new Problem(431, "headers_too_large", "The headers are too large");
          case null, default -> new Problem(400, "bad_request", "Bad request");
        };
    var id = UUID.randomUUID().toString();
    request
        .response()
        .setStatusCode(problem.status())
        .putHeader("Content-Type", "application/json")
        .putHeader("X-Request-ID", id)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Connection", "close")
        .end(problem.toJson().put("request_id", id).encode())
        .onComplete(_ -> request.connection().close());
  }
}
