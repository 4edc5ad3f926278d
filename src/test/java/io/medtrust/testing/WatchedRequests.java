package io.medtrust.testing;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Shows what a server answers to somebody, at the moment when the answer is ended. */
final class WatchedRequests {
  /** Told of each answer with its whole body. */
  interface Listener {
    void answered(HttpServerRequest request, HttpServerResponse response, Buffer body);
  }

  private WatchedRequests() {}

  static Handler<HttpServerRequest> around(Handler<HttpServerRequest> handler, Listener listener) {
    return request -> {
      var response = new Response(request, listener).watched;
      handler.handle(new Request((HttpServerRequestInternal) request, response));
    };
  }

  private static final class Request extends HttpServerRequestWrapper {
    private final HttpServerResponse response;

    Request(HttpServerRequestInternal target, HttpServerResponse response) {
      super(target);
      this.response = response;
    }

    @Override
    public HttpServerResponse response() {
      return response;
    }
  }

  private static final class Response implements InvocationHandler {
    private final HttpServerRequest request;
    private final HttpServerResponse target;
    private final Listener listener;
    private final Buffer body = Buffer.buffer();
    final HttpServerResponse watched;

    Response(HttpServerRequest request, Listener listener) {
      this.request = request;
      this.target = request.response();
      this.listener = listener;
      this.watched =
          (HttpServerResponse)
              Proxy.newProxyInstance(
                  HttpServerResponse.class.getClassLoader(),
                  new Class<?>[] {HttpServerResponse.class},
                  this);
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
      var name = method.getName();
      if (name.equals("write") || name.equals("end") || name.equals("send")) {
        switch (arguments == null || arguments.length == 0 ? null : arguments[0]) {
          case Buffer buffer -> body.appendBuffer(buffer);
          case String text -> body.appendString(text);
          case null, default -> {}
        }
        if (!name.equals("write")) listener.answered(request, target, body);
      }
      try {
        var result = method.invoke(target, arguments);
        return result == target ? self : result;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
