package io.medtrust.lab.pipeline;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Alert;
import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.Reading;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.medtrust.lab.stats.Percentiles;
import io.medtrust.sfu.MediaTap;
import io.medtrust.trust.TrustSettings;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One call of a {@link LabNode}, from its first packet to the last reading. */
public final class LabCall {
  private static final long WORKER_SECONDS = 60;

  /** What the last media gives is waited for. */
  private static final long TAIL_MILLIS = 600;

  private final String session = UUID.randomUUID().toString();
  private final String verification = UUID.randomUUID().toString();
  private final Vertx vertx;
  private final LabSource source;
  private volatile long startMillis;
  private volatile CallSender sending;
  private volatile CallListener listening;

  LabCall(Vertx vertx, LabSource source) {
    this.vertx = vertx;
    this.source = source;
  }

  public String session() {
    return session;
  }

  public String verification() {
    return verification;
  }

  boolean started() {
    return startMillis != 0;
  }

  /** Milliseconds of media time of now; negative before the call began. */
  public long mediaMillis() {
    return mediaMillis(System.currentTimeMillis());
  }

  long mediaMillis(long epochMillis) {
    return startMillis == 0 ? -1 : epochMillis - startMillis;
  }

  /** Ends the call before its time; what was said until then is kept. From a hook. */
  public void end() {
    if (sending != null) sending.stop();
  }

  /** What was heard so far; only inside of a hook, on its thread. */
  public List<CallRecord.Timed<Alert>> alertsSoFar() {
    return listening.alerts;
  }

  /** As {@link #alertsSoFar}. */
  public List<CallRecord.Timed<Reading>> readingsSoFar() {
    return listening.readings;
  }

  /** Tells analysis, as a node does, and the source. */
  public void tell(AnalysisCommand command) {
    vertx.eventBus().publish(Addresses.ANALYSIS_COMMAND, Wire.encode(command));
    source.told(command, startMillis == 0 ? -1 : mediaMillis() * 1000);
  }

  CallRecord run(MediaTap tap, TrustSettings settings, CallOptions options)
      throws TimeoutException, InterruptedException {
    var listener = new CallListener(this, settings, options.hook());
    var id = vertx.deployVerticle(listener).await(WORKER_SECONDS, TimeUnit.SECONDS);
    try (var sender = new CallSender(source, tap, session, verification, options)) {
      options.knowledge().apply(verification).forEach(this::tell);
      sending = sender;
      listening = listener;
      sender.open();
      listener.available().await(WORKER_SECONDS, TimeUnit.SECONDS);
      long startNanos = System.nanoTime();
      startMillis = System.currentTimeMillis();
      long media = sender.run(startNanos);
      Thread.sleep(TAIL_MILLIS);
      // From here on the camera being off would be told: nobody listens any more.
      vertx.undeploy(id).await(WORKER_SECONDS, TimeUnit.SECONDS);
      return record(listener, sender, media);
    } finally {
      vertx
          .eventBus()
          .publish(
              Addresses.VERIFICATION,
              Wire.encode(new VerificationCommand.End(session, verification)));
      if (vertx.deploymentIDs().contains(id)) vertx.undeploy(id);
    }
  }

  private CallRecord record(CallListener heard, CallSender sender, long media) {
    var decoding = heard.decoding();
    var late =
        heard.readings.stream()
            .mapToDouble(r -> r.atMillis() - (r.value().mediaTimeMillis() - startMillis))
            .filter(d -> d > 0 && d < 60_000)
            .toArray();
    double p95 = Percentiles.of(late, 0, 0.95);
    return new CallRecord(
        verification,
        startMillis,
        media,
        List.copyOf(heard.readings),
        List.copyOf(heard.trust),
        List.copyOf(heard.alerts),
        List.copyOf(heard.events),
        List.copyOf(heard.templates),
        new CallRecord.Way(
            sender.frames(),
            sender.packets(),
            sender.lost(),
            sender.keyFramesAsked(),
            decoding == null ? 0 : decoding.framesDecoded(),
            decoding == null ? 0 : decoding.framesDamaged(),
            decoding == null ? 0 : decoding.framesDropped(),
            sender.lateMillis(),
            Double.isNaN(p95) ? 0 : Math.round(p95),
            heard.interrupted()));
  }
}
