package io.medtrust.lab.pipeline;

import io.medtrust.analysis.AnalysisClientVerticle;
import io.medtrust.ops.Settings;
import io.medtrust.sfu.MediaTap;
import io.medtrust.trust.TrustSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The part of a node that calls need for measuring: its analysis client with a real worker process
 * beside it, and trust. No relay, no pages, no storage.
 *
 * <pre>{@code
 * try (var node = LabNode.start(Settings.load(null, System.getenv()));
 *     var source = new ClipSource(file, true, true)) {
 *   var heard = node.call(source, CallOptions.DEFAULT.kbps(300, 16));
 *   heard.readings().forEach(r -> System.out.println(r.atMillis() + " " + r.value()));
 * }
 * }</pre>
 */
public final class LabNode implements AutoCloseable {
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 30;
  private static final long WARM_UP_MICROS = 1_500_000;

  private final Vertx vertx;
  private final AnalysisClientVerticle analysis;
  private final TrustSettings trust;
  private final SimpleMeterRegistry metrics;

  private LabNode(
      Vertx vertx,
      AnalysisClientVerticle analysis,
      TrustSettings trust,
      SimpleMeterRegistry metrics) {
    this.vertx = vertx;
    this.analysis = analysis;
    this.trust = trust;
    this.metrics = metrics;
  }

  /** Settings of a node for measuring: detectors hand out templates, no spare worker waits. */
  public static Settings measuring(Settings settings) {
    var changed = new HashMap<>(Map.of("analysis.detect.collect_templates", "true"));
    changed.put("analysis.detect.capture.skin_tone", "1");
    changed.put("analysis.spare", "false");
    return settings.with(changed);
  }

  /**
   * Starts it with its worker.
   *
   * @throws TimeoutException when no worker is there after two minutes
   */
  public static LabNode start(Settings given) throws TimeoutException, InterruptedException {
    var settings = measuring(given);
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
    var metrics = new SimpleMeterRegistry();
    var analysis = new AnalysisClientVerticle(settings, metrics);
    try {
      vertx.deployVerticle(analysis).await(START_SECONDS, TimeUnit.SECONDS);
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
      while (!analysis.health().result().available()) {
        if (System.nanoTime() - until > 0)
          throw new TimeoutException(analysis.health().result().why());
        LockSupport.parkNanos(20_000_000);
      }
      var node = new LabNode(vertx, analysis, TrustSettings.from(settings), metrics);
      // The first call pays for loading classes, and would not keep up.
      node.call(new GreySource(WARM_UP_MICROS), CallOptions.DEFAULT);
      return node;
    } catch (TimeoutException | InterruptedException e) {
      vertx.close();
      throw e;
    }
  }

  /**
   * Makes one call in real time; as many at once as threads call this. The source stays the
   * caller's to close.
   *
   * @throws TimeoutException when no worker took it
   */
  public CallRecord call(LabSource source, CallOptions options)
      throws TimeoutException, InterruptedException {
    return new LabCall(vertx, source).run(analysis.tap(), trust, options);
  }

  /** Where packets enter, for who sends them in another way than {@link #call}. */
  public MediaTap tap() {
    return analysis.tap();
  }

  /** The worker's process. */
  public long workerPid() {
    return ProcessHandle.current()
        .children()
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no worker process"));
  }

  /** Decoded pictures that the worker did not look at, since the start. */
  public double shed() {
    return metrics.counter("medtrust_frames_shed_total").count();
  }

  /**
   * Frames and packets that the tap, the node or the worker dropped because they fell behind, since
   * the start.
   */
  public long dropped() {
    double sum = 0;
    for (var counter : metrics.find("medtrust_analysis_dropped_total").counters()) {
      sum += counter.count();
    }
    return (long) sum;
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS);
  }
}
