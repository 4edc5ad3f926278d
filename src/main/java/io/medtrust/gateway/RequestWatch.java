package io.medtrust.gateway;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.UnaryOperator;

/**
 * Where tests put something around the requests of every node that starts in their JVM. Nothing
 * does so in production.
 */
public final class RequestWatch {
  private static volatile UnaryOperator<Handler<HttpServerRequest>> watch =
      UnaryOperator.identity();

  private RequestWatch() {}

  /** For nodes that start from now on. */
  public static void set(UnaryOperator<Handler<HttpServerRequest>> around) {
    watch = around;
  }

  static Handler<HttpServerRequest> around(Handler<HttpServerRequest> handler) {
    return watch.apply(handler);
  }
}
