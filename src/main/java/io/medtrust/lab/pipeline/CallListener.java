package io.medtrust.lab.pipeline;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Alert;
import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.Reading;
import io.medtrust.bus.TrustUpdate;
import io.medtrust.bus.Wire;
import io.medtrust.lab.pipeline.CallRecord.Timed;
import io.medtrust.trust.TrustSettings;
import io.medtrust.trust.TrustTrace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Hears what analysis says of one call, computes trust of it as the node does, and keeps all of it.
 * Everything happens on its event loop; the lists may be read after it was undeployed.
 */
final class CallListener extends VerticleBase {
  private static final long HOOK_MILLIS = 100;

  final List<Timed<Reading>> readings = new ArrayList<>();
  final List<Timed<TrustUpdate>> trust = new ArrayList<>();
  final List<Timed<Alert>> alerts = new ArrayList<>();
  final List<Timed<AnalysisEvent>> events = new ArrayList<>();
  final List<AnalysisCommand.Template> templates = new ArrayList<>();

  private final LabCall call;
  private final TrustSettings settings;
  private final CallOptions.Hook hook;
  private final TrustTrace trace;
  private final Promise<Void> available = Promise.promise();
  private volatile boolean interrupted;
  private volatile AnalysisEvent.Decoding decoding;

  CallListener(LabCall call, TrustSettings settings, CallOptions.Hook hook) {
    this.call = call;
    this.settings = settings;
    this.hook = hook;
    trace = new TrustTrace(call.session(), call.verification(), settings);
  }

  @Override
  public Future<?> start() {
    var bus = vertx.eventBus();
    bus.<JsonObject>localConsumer(
        Addresses.reading(call.verification()), m -> reading(Wire.decode(m.body(), Reading.class)));
    bus.<JsonObject>localConsumer(
        Addresses.analysis(call.verification()),
        m -> event(Wire.decode(m.body(), AnalysisEvent.class)));
    vertx.setPeriodic(1000 / settings.rateHz(), _ -> compute());
    vertx.setPeriodic(
        HOOK_MILLIS,
        _ -> {
          if (call.started()) hook.tick(call);
        });
    return Future.succeededFuture();
  }

  /** Completes when a worker takes the verification's media. */
  Future<Void> available() {
    return available.future();
  }

  private void reading(Reading reading) {
    long now = System.currentTimeMillis();
    trace.reading(reading, now);
    readings.add(new Timed<>(call.mediaMillis(now), reading));
  }

  private void event(AnalysisEvent event) {
    long now = System.currentTimeMillis();
    switch (event) {
      case AnalysisEvent.TemplateMeasured measured -> {
        templates.add(measured.template());
        return;
      }
      case AnalysisEvent.Availability now1 -> {
        if (now1.available()) {
          available.tryComplete();
        } else {
          if (call.started()) interrupted = true;
          trace.unavailable(now1.why(), now);
        }
      }
      case AnalysisEvent.Decoding counts -> decoding = counts;
      case AnalysisEvent.Face _, AnalysisEvent.Pulse _, AnalysisEvent.FingerprintTaken _ -> {}
    }
    events.add(new Timed<>(call.mediaMillis(now), event));
  }

  private void compute() {
    if (!call.started()) return;
    long now = System.currentTimeMillis();
    var step = trace.compute(now);
    trust.add(new Timed<>(call.mediaMillis(now), step.update()));
    for (var alert : step.alerts()) alerts.add(new Timed<>(call.mediaMillis(now), alert));
  }

  boolean interrupted() {
    return interrupted;
  }

  /** The newest counts of the decoder, or null. */
  AnalysisEvent.Decoding decoding() {
    return decoding;
  }
}
