package io.medtrust.gateway;

import io.medtrust.contract.ApiDocument;
import io.medtrust.contract.AsyncApiDocument;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The descriptions of the API and of the bridge, as it was read at start. */
final class ContractRoutes {
  private final ApiDocument api;

  ContractRoutes(ApiDocument api) {
    this.api = api;
  }

  void mount(Router router) {
    serve(router, "/openapi.yaml", "application/yaml; charset=utf-8", api.yaml());
    serve(router, "/openapi.json", "application/json", api.json());
    serve(
        router,
        "/asyncapi.yaml",
        "application/yaml; charset=utf-8",
        AsyncApiDocument.load().text());
  }

  private static void serve(Router router, String path, String type, String text) {
    var etag = '"' + ApiDocument.digest(text) + '"';
    router
        .route(path)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(ctx -> send(ctx, type, etag, text));
  }

  private static void send(RoutingContext ctx, String type, String etag, String text) {
    var response =
        ctx.response()
            .putHeader("Content-Type", type)
            .putHeader("ETag", etag)
            .putHeader("Cache-Control", "no-cache");
    if (etag.equals(ctx.request().getHeader("If-None-Match"))) response.setStatusCode(304).end();
    else if (ctx.request().method() == HttpMethod.HEAD) response.end();
    else response.end(text);
  }
}
