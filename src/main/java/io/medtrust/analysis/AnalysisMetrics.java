package io.medtrust.analysis;

import io.medtrust.analysis.proto.DecodeStats;
import io.medtrust.analysis.proto.DetectorStats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What the node counts of analysis. Workers send totals of a stream; here they become counters. */
final class AnalysisMetrics {
  /** Detectors that a worker may name; beyond that it is not one of ours. */
  private static final int MAX_DETECTORS = 200;

  /** Calls of one detector and their time, over all verifications. */
  private static final class Calls {
    final LongAdder count = new LongAdder();
    final DoubleAdder seconds = new DoubleAdder();
    final Counter overwritten;
    final Counter late;
    final Counter failed;
    final Counter hung;

    Calls(MeterRegistry registry, String detector) {
      FunctionTimer.builder(
              "medtrust_detector_seconds",
              this,
              calls -> calls.count.sum(),
              calls -> calls.seconds.sum(),
              TimeUnit.SECONDS)
          .tag("detector", detector)
          .description("Calls of a detector in the worker")
          .register(registry);
      overwritten = registry.counter("medtrust_detector_overwritten_total", "detector", detector);
      late = faults(registry, detector, "late");
      failed = faults(registry, detector, "failed");
      hung = faults(registry, detector, "hung");
    }

    private static Counter faults(MeterRegistry registry, String detector, String kind) {
      return registry.counter("medtrust_detector_faults_total", "detector", detector, "kind", kind);
    }
  }

  private final MeterRegistry registry;
  private final Map<String, Calls> detectors = new HashMap<>();
  private final Map<String, Counter> decoded = new HashMap<>();
  private final Counter tapDropped;
  private final Counter nodeDropped;
  private final Counter workerDropped;
  private final Counter refused;
  private final Counter shed;
  private final Counter errors;
  private final Counter damaged;
  private final Counter restarts;
  private final Counter invalid;

  AnalysisMetrics(MeterRegistry registry) {
    this.registry = registry;
    tapDropped = dropped("tap");
    nodeDropped = dropped("node");
    workerDropped = dropped("worker");
    refused = registry.counter("medtrust_frames_refused_total");
    shed = registry.counter("medtrust_frames_shed_total");
    errors = registry.counter("medtrust_frames_undecodable_total");
    damaged = registry.counter("medtrust_frames_damaged_total");
    restarts = registry.counter("medtrust_analysis_worker_restarts_total");
    invalid = registry.counter("medtrust_analysis_invalid_answers_total");
    for (var codec : new String[] {"vp8", "h264"}) {
      decoded.put(codec, registry.counter("medtrust_frames_decoded_total", "codec", codec));
    }
  }

  private Counter dropped(String where) {
    return registry.counter("medtrust_analysis_dropped_total", "where", where);
  }

  /** Packets that found no room in the tap's ring. */
  void tapDropped(long packets) {
    tapDropped.increment(packets);
  }

  /** Frames that the node could not hand to the worker. */
  void nodeDropped() {
    nodeDropped.increment();
  }

  void restarted() {
    restarts.increment();
  }

  /** A worker said something that makes no sense. */
  void invalid() {
    invalid.increment();
  }

  /** Adds what a stream counted since the last time. */
  void add(DecodeStats last, DecodeStats now) {
    var codec = decoded.get(now.getVideoCodec().name().toLowerCase(java.util.Locale.ROOT));
    if (codec != null) increment(codec, last.getFramesDecoded(), now.getFramesDecoded());
    increment(damaged, last.getFramesDamaged(), now.getFramesDamaged());
    increment(
        workerDropped,
        last.getFramesDropped() + last.getAudioDropped(),
        now.getFramesDropped() + now.getAudioDropped());
    increment(refused, last.getFramesRefused(), now.getFramesRefused());
    increment(shed, last.getFramesShed(), now.getFramesShed());
    increment(
        errors,
        last.getDecodeErrors() + last.getAudioErrors(),
        now.getDecodeErrors() + now.getAudioErrors());
    var before = new HashMap<String, DetectorStats>();
    for (var detector : last.getDetectorsList()) before.put(detector.getDetector(), detector);
    for (var detector : now.getDetectorsList()) {
      add(
          before.getOrDefault(detector.getDetector(), DetectorStats.getDefaultInstance()),
          detector);
    }
  }

  private void add(DetectorStats last, DetectorStats now) {
    var name = now.getDetector();
    if (!WorkerAnswers.isName(name)) return;
    if (!detectors.containsKey(name) && detectors.size() >= MAX_DETECTORS) return;
    var calls = detectors.computeIfAbsent(name, n -> new Calls(registry, n));
    calls.count.add(Math.max(0, now.getCalls() - last.getCalls()));
    double seconds = now.getSeconds() - last.getSeconds();
    if (seconds > 0) calls.seconds.add(seconds);
    increment(calls.overwritten, last.getOverwritten(), now.getOverwritten());
    increment(calls.late, last.getLate(), now.getLate());
    increment(calls.failed, last.getFailures(), now.getFailures());
    increment(calls.hung, last.getHung(), now.getHung());
  }

  private static void increment(Counter counter, long last, long now) {
    if (now > last) counter.increment(now - last);
  }
}
