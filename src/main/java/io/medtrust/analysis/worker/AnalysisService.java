package io.medtrust.analysis.worker;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.run.DetectorPools;
import io.medtrust.analysis.proto.AnalysisGrpcService;
import io.medtrust.analysis.proto.FromWorker;
import io.medtrust.analysis.proto.Open;
import io.medtrust.analysis.proto.Opened;
import io.medtrust.analysis.proto.StatusRequest;
import io.medtrust.analysis.proto.ToWorker;
import io.medtrust.analysis.proto.WorkerStatus;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker's gRPC face: a verticle for each stream. */
final class AnalysisService {
  private static final Logger LOG = LoggerFactory.getLogger(AnalysisService.class);

  private final Vertx vertx;
  private final String name;
  private final WorkerParts parts;
  private final WorkerSettings settings;
  private final Lanes lanes;
  private final DetectorPools pools;
  private final AtomicInteger verifications = new AtomicInteger();
  private final long startedAt = System.nanoTime();

  AnalysisService(
      Vertx vertx,
      String name,
      WorkerParts parts,
      WorkerSettings settings,
      Lanes lanes,
      DetectorPools pools) {
    this.vertx = vertx;
    this.name = name;
    this.parts = parts;
    this.settings = settings;
    this.lanes = lanes;
    this.pools = pools;
  }

  void bind(GrpcServer server) {
    server.callHandler(AnalysisGrpcService.Analyze, this::analyze);
    server.callHandler(AnalysisGrpcService.Status, this::status);
  }

  private void analyze(GrpcServerRequest<ToWorker, FromWorker> request) {
    request.handler(
        first -> {
          if (first.getMessageCase() != ToWorker.MessageCase.OPEN) {
            request.handler(_ -> {});
            request
                .response()
                .status(GrpcStatus.FAILED_PRECONDITION)
                .statusMessage("the first message must be Open")
                .end();
            return;
          }
          request.pause();
          open(request, first.getOpen());
        });
  }

  private void open(GrpcServerRequest<ToWorker, FromWorker> request, Open open) {
    var response = request.response();
    var verticle = new VerificationVerticle(open, response, parts, settings, lanes, pools);
    vertx
        .deployVerticle(verticle)
        .onSuccess(
            id -> {
              verifications.incrementAndGet();
              var over = new Over(id, verticle, response::end);
              request.handler(verticle::message);
              request.endHandler(_ -> over.run(true));
              request.exceptionHandler(_ -> over.run(false));
              response.exceptionHandler(_ -> over.run(false));
              var opened = Opened.newBuilder().setWorker(name).setBuild(AnalysisWorker.BUILD);
              for (var detector : parts.detectors()) opened.addDetectors(detector.name());
              response.write(FromWorker.newBuilder().setOpened(opened).build());
              request.resume();
            })
        .onFailure(
            e -> {
              LOG.error("a verification could not be opened", e);
              response.status(GrpcStatus.INTERNAL).end();
            });
  }

  /** The end of a stream, which may be told in more than one way. */
  private final class Over {
    private final String deployment;
    private final VerificationVerticle verticle;
    private final Runnable end;
    private boolean told;

    Over(String deployment, VerificationVerticle verticle, Runnable end) {
      this.deployment = deployment;
      this.verticle = verticle;
      this.end = end;
    }

    synchronized void run(boolean inOrder) {
      if (told) return;
      told = true;
      verticle.ended();
      verifications.decrementAndGet();
      vertx.undeploy(deployment);
      if (inOrder) end.run();
    }
  }

  private void status(GrpcServerRequest<StatusRequest, WorkerStatus> request) {
    request.handler(_ -> request.response().end(status()));
  }

  void warmUp() {
    WarmUp.start(parts);
  }

  WorkerStatus status() {
    return WorkerStatus.newBuilder()
        .setWorker(name)
        .setBuild(AnalysisWorker.BUILD)
        .setVerifications(verifications.get())
        .setUptimeMs((System.nanoTime() - startedAt) / 1_000_000)
        .addAllDetectors(parts.detectors().stream().map(DetectorFactory::name).toList())
        .setVideoDecoder(parts.video().label())
        .setAudioDecoder(parts.sound() ? "libopus" : "none")
        .setFaceModels(parts.faces().available())
        .build();
  }
}
