package io.medtrust.lab.observe;

import io.medtrust.analysis.detect.AvDetector;
import io.medtrust.analysis.detect.Detector;
import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All detectors of one call, called one after the other as they are in a worker that is not
 * overloaded. What one throws is not hidden: it ends the call.
 */
final class DetectorBoard implements AutoCloseable {
  /** What is done with what a detector says. */
  @FunctionalInterface
  interface Listener {
    void output(String detector, String model, String config, Output output, long mediaMicros);
  }

  /** What one detector said in a call. */
  static final class Tally {
    final String name;
    private final Detector detector;
    long ok;
    long failed;
    long nanos;
    final Map<String, Long> unknown = new TreeMap<>();

    private Tally(String name, Detector detector) {
      this.name = name;
      this.detector = detector;
    }

    private void count(Verdict verdict) {
      switch (verdict.state()) {
        case OK -> ok++;
        case FAILED -> failed++;
        case UNKNOWN -> unknown.merge(verdict.code(), 1L, Long::sum);
      }
    }
  }

  private final List<Tally> tallies = new ArrayList<>();
  private final Listener listener;

  DetectorBoard(List<DetectorFactory> factories, Map<String, String> settings, Listener listener) {
    this.listener = listener;
    for (var factory : factories) {
      tallies.add(new Tally(factory.name(), factory.create().apply(settings)));
    }
  }

  void observe(FaceObservation observation) {
    for (var tally : tallies) {
      long begin = System.nanoTime();
      var outputs =
          switch (tally.detector) {
            case VideoDetector video -> video.observe(observation);
            case AvDetector both -> both.observe(observation);
            case VoiceDetector _ -> List.<Output>of();
          };
      tell(tally, outputs, observation.captureTimeMicros(), begin);
    }
  }

  void hear(VoiceWindow window) {
    for (var tally : tallies) {
      long begin = System.nanoTime();
      var outputs =
          switch (tally.detector) {
            case VoiceDetector voice -> voice.hear(window);
            case AvDetector both -> both.hear(window);
            case VideoDetector _ -> List.<Output>of();
          };
      tell(tally, outputs, window.endMicros(), begin);
    }
  }

  private void tell(Tally tally, List<Output> outputs, long mediaMicros, long begin) {
    tally.nanos += System.nanoTime() - begin;
    for (var output : outputs) {
      if (output instanceof Verdict verdict) tally.count(verdict);
      var d = tally.detector;
      listener.output(tally.name, d.model(), d.config(), output, mediaMicros);
    }
  }

  void know(Knowledge knowledge) {
    for (var tally : tallies) tally.detector.know(knowledge);
  }

  List<Tally> tallies() {
    return tallies;
  }

  @Override
  public void close() {
    for (var tally : tallies) tally.detector.close();
  }
}
