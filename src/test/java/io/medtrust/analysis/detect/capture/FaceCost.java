package io.medtrust.analysis.detect.capture;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.Detectors;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Pictures;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Thread CPU time of the face's detectors on a still of the build, after warm-up. */
final class FaceCost {
  private static final List<String> NAMES =
      List.of("face_identity", "presentation", "capture_quality");

  private FaceCost() {}

  public static void main(String[] args) {
    var face = Pictures.face(6).getSubimage(1380, 180, 480, 420);
    var picture = Pictures.of(Pictures.fit(face, 640, 480));
    var observations = new ArrayList<FaceObservation>();
    var clock = ManagementFactory.getThreadMXBean();
    try (var tracker = FaceTrackers.factory().open(Map.of())) {
      for (int round = 0; round < 2; round++) {
        observations.clear();
        long begin = clock.getCurrentThreadCpuTime();
        for (int i = 0; i < 1800; i++) {
          observations.add(tracker.track(Pictures.at(picture, (1800L * round + i) * 33_333L)));
        }
        report("tracker, all", clock.getCurrentThreadCpuTime() - begin);
      }
    }
    for (DetectorFactory factory : Detectors.all()) {
      if (!NAMES.contains(factory.name())) continue;
      try (var detector = (VideoDetector) factory.create().apply(Map.of())) {
        for (var o : observations) detector.observe(o);
        long begin = clock.getCurrentThreadCpuTime();
        for (var o : observations) detector.observe(o);
        report(factory.name(), clock.getCurrentThreadCpuTime() - begin);
      }
    }
  }

  private static void report(String what, long nanos) {
    System.out.printf("%s: %.2f ms for a second of 30 pictures%n", what, nanos / 1e6 / 60);
  }
}
