package io.medtrust.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;

/** The pages, with the content security policy that lets them load nothing foreign. */
final class PageRoutes {
  private static final Pattern AUTHORITY =
      Pattern.compile("[A-Za-z0-9.-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");
  private static final String NOT_PAGES = "^(?!/(?:api|eventbus|whip|whep|metrics)(?:/|$)).*";

  private final Gateway gateway;

  PageRoutes(Gateway gateway) {
    this.gateway = gateway;
  }

  void mount(Router router) {
    router.routeWithRegex(HttpMethod.GET, NOT_PAGES).handler(this::serve);
    router.routeWithRegex(HttpMethod.HEAD, NOT_PAGES).handler(this::serve);
  }

  private void serve(RoutingContext ctx) {
    var path = ctx.normalizedPath();
    if (!StaticFiles.plausible(path)) {
      ctx.fail(404);
      return;
    }
    var cached = gateway.files.cached(path);
    var file =
        cached != null
            ? Future.succeededFuture(cached)
            : ctx.vertx().executeBlocking(() -> gateway.files.load(path), false);
    file.onFailure(ctx::fail)
        .onSuccess(
            found -> {
              if (found == null) ctx.fail(404);
              else send(ctx, path, found);
            });
  }

  private static void send(RoutingContext ctx, String path, StaticFiles.File file) {
    var response = ctx.response();
    response
        .putHeader("Content-Type", file.type())
        .putHeader("ETag", file.etag())
        .putHeader(
            "Cache-Control", path.startsWith("/vendor/") ? "public, max-age=3600" : "no-cache");
    if (file.type().startsWith("text/html")) {
      response.putHeader(
          "Content-Security-Policy", policy(file.scriptHashes(), ctx.request().getHeader("Host")));
    }
    if (file.etag().equals(ctx.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
    } else if (ctx.request().method() == HttpMethod.HEAD) {
      response.putHeader("Content-Length", String.valueOf(file.content().length())).end();
    } else {
      response.end(file.content());
    }
  }

  /** CSP level 3: no inline script but the page's own import map, nothing from elsewhere. */
  static String policy(List<String> scriptHashes, String host) {
    var script = new StringBuilder("'self'");
    for (var hash : scriptHashes) script.append(' ').append(hash);
    // Older browsers do not count WebSockets of the same host as 'self'.
    var sockets =
        host != null && AUTHORITY.matcher(host).matches() ? " ws://" + host + " wss://" + host : "";
    return "default-src 'none'; script-src "
        + script
        + "; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self';"
        + " connect-src 'self'"
        + sockets
        + "; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self';"
        + " frame-ancestors 'none'; object-src 'none'";
  }
}
