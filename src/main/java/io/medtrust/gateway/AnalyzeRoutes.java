package io.medtrust.gateway;

import io.medtrust.bus.Problem;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What is left of the reference's scoring, and logging, of pieces of media that a client sends. */
final class AnalyzeRoutes {
  private final Authenticated authenticated;

  AnalyzeRoutes(Authenticated authenticated) {
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    for (var kind : new String[] {"video", "audio"}) {
      router
          .post("/api/v1/analyze/" + kind)
          .handler(authenticated.with(null))
          .handler(AnalyzeRoutes::gone);
    }
    router
        .post("/api/v1/blockchain/log")
        .handler(authenticated.with(null))
        .handler(AnalyzeRoutes::logged);
  }

  private static void gone(RoutingContext ctx) {
    throw new Problem(
        410,
        "analysed_in_call",
        "Media is analysed in the call, by the node itself; a chunk that a client sends says"
            + " nothing");
  }

  private static void logged(RoutingContext ctx) {
    throw new Problem(
        410,
        "logged_by_server",
        "The log holds what the node itself computed; nothing that a client says enters it");
  }
}
