package io.medtrust.analysis.worker;

import io.medtrust.analysis.detect.run.DetectorPools;
import io.medtrust.analysis.proto.WorkerStatus;
import io.medtrust.ops.BuildId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;

/** A running worker: its gRPC server, its decoding threads, its detectors' threads. */
public final class AnalysisWorker {
  /** Which code runs here. */
  public static final String BUILD = BuildId.compute();

  /** Above the largest frame that a node sends (2 MiB). */
  private static final long MAX_MESSAGE_BYTES = 4L << 20;

  private static final long WATCH_MS = 1000;

  private final Vertx vertx;
  private final HttpServer server;
  private final AnalysisService service;
  private final Lanes lanes;
  private final DetectorPools pools;
  private final long watch;

  private AnalysisWorker(
      Vertx vertx,
      HttpServer server,
      AnalysisService service,
      Lanes lanes,
      DetectorPools pools,
      WorkerSettings settings,
      Runnable stuck) {
    this.vertx = vertx;
    this.server = server;
    this.service = service;
    this.lanes = lanes;
    this.pools = pools;
    this.watch =
        vertx.setPeriodic(
            WATCH_MS,
            _ -> {
              long now = System.nanoTime();
              pools.sweep(now);
              lanes.measure(now);
              if (lanes.stuck(now, settings.stuckNanos())) stuck.run();
            });
  }

  /**
   * Starts a worker and listens.
   *
   * @param port 0 lets the system choose; see {@link #port}
   * @param stuck called when a decoding thread is stuck in native code, from where Java cannot free
   *     it: the process should end and be started again
   */
  public static Future<AnalysisWorker> start(
      Vertx vertx,
      String host,
      int port,
      WorkerSettings settings,
      WorkerParts parts,
      Runnable stuck) {
    var lanes = new Lanes(settings.decodeThreads());
    var pools = new DetectorPools(settings.detectors());
    var name = "worker-" + ProcessHandle.current().pid();
    var service = new AnalysisService(vertx, name, parts, settings, lanes, pools);
    var grpc =
        GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(MAX_MESSAGE_BYTES));
    service.bind(grpc);
    return vertx
        .createHttpServer(options())
        .requestHandler(grpc)
        .listen(port, host)
        .onFailure(
            _ -> {
              lanes.close();
              pools.close();
            })
        .map(server -> new AnalysisWorker(vertx, server, service, lanes, pools, settings, stuck));
  }

  /** Streams of one node share a connection: their windows must not stop each other. */
  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setHttp2ConnectionWindowSize(64 << 20)
        .setInitialSettings(
            new Http2Settings().setInitialWindowSize(1 << 20).setMaxConcurrentStreams(10_000));
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Loads in the background what the first verification will need. */
  public AnalysisWorker warmUp() {
    service.warmUp();
    return this;
  }

  public WorkerStatus status() {
    return service.status();
  }

  /** Stops listening; the streams end. */
  public Future<Void> close() {
    vertx.cancelTimer(watch);
    return server
        .close()
        .onComplete(
            _ -> {
              lanes.close();
              pools.close();
            });
  }
}
