package io.medtrust.bench;

import io.medtrust.bus.RoomCommand;
import io.medtrust.ops.Settings;
import io.medtrust.sfu.MediaTap;
import io.medtrust.sfu.RoomAccess;
import io.medtrust.sfu.SfuSettings;
import io.medtrust.sfu.SfuVerticle;
import io.medtrust.sfu.WhipWhepRoutes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The relay alone behind WHIP and WHEP, for load runs: whoever asks is let in. Prints one line with
 * its port when it is ready. The environment overrides settings as in the node ({@code
 * MEDTRUST_SFU_MEDIA_LOOPS}).
 *
 * <p>Arguments: the HTTP port, default 8080.
 */
public final class SfuBench {
  private SfuBench() {}

  public static void main(String[] args) throws Exception {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
    var vertx = Vertx.vertx();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var settings = SfuSettings.from(Settings.load(null, System.getenv()));
    vertx
        .deployVerticle(new SfuVerticle(settings, MediaTap.NONE, registry))
        .toCompletionStage()
        .toCompletableFuture()
        .get();
    var watchers = new AtomicLong();
    RoomAccess everybody =
        (_, _, mode) ->
            Future.succeededFuture(
                new RoomAccess.Grant(
                    mode == RoomCommand.Mode.PUBLISH
                        ? "publisher"
                        : "watcher-" + watchers.incrementAndGet(),
                    "load",
                    "load",
                    mode == RoomCommand.Mode.PUBLISH,
                    Long.MAX_VALUE));
    var router = Router.router(vertx);
    WhipWhepRoutes.mount(router, vertx, everybody);
    router.get("/metrics").handler(ctx -> ctx.response().end(registry.scrape()));
    var server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(port, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    System.out.println("ready " + server.actualPort() + " pid " + ProcessHandle.current().pid());
  }
}
