package io.medtrust.analysis.lab;

import io.medtrust.analysis.detect.Detector;
import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.Detectors;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.face.FaceTracker;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.media.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tracker and all detectors, one after the other on one thread, remembering what they said. */
public final class Pipeline implements AutoCloseable {
  /** What a detector said, and of which capture time. */
  public record Said(long micros, Verdict verdict) {}

  private final FaceTracker tracker;
  private final Map<String, Detector> detectors = new LinkedHashMap<>();

  /** By detector. */
  public final Map<String, List<Said>> said = new LinkedHashMap<>();

  /** By state, how many pictures. */
  public final Map<FaceState, Integer> states = new TreeMap<>();

  /** The newest pulse display. */
  public Output.PulseDisplay pulse;

  public FaceObservation last;

  /** All detectors with their defaults. */
  public Pipeline() {
    this(Map.of(), List.of());
  }

  /**
   * @param settings names below {@code analysis.detect}
   * @param names detectors; all when empty
   */
  public Pipeline(Map<String, String> settings, List<String> names) {
    tracker = FaceTrackers.factory().open(settings);
    for (DetectorFactory factory : Detectors.all()) {
      if (!names.isEmpty() && !names.contains(factory.name())) continue;
      detectors.put(factory.name(), factory.create().apply(settings));
      said.put(factory.name(), new ArrayList<>());
    }
  }

  public void see(Picture picture) {
    last = tracker.track(picture);
    states.merge(last.state(), 1, Integer::sum);
    detectors.forEach(
        (name, detector) -> {
          if (detector instanceof VideoDetector video) {
            keep(name, last.captureTimeMicros(), video.observe(last));
          }
        });
  }

  public void hear(VoiceWindow window) {
    detectors.forEach(
        (name, detector) -> {
          if (detector instanceof VoiceDetector voice) {
            keep(name, window.endMicros(), voice.hear(window));
          }
        });
  }

  private void keep(String name, long micros, List<Output> outputs) {
    for (var output : outputs) {
      switch (output) {
        case Verdict verdict -> said.get(name).add(new Said(micros, verdict));
        case Output.PulseDisplay display -> pulse = display;
        case Output.FaceDisplay _,
            Output.TemplateSample _,
            Output.Beginning _,
            Output.FingerprintSample _ -> {}
      }
    }
  }

  /** The newest verdict of a detector. */
  public Verdict verdict(String detector) {
    return said.get(detector).getLast().verdict();
  }

  /** Whether a detector ever said this code. */
  public boolean ever(String detector, String code) {
    return said.get(detector).stream().anyMatch(s -> s.verdict().code().equals(code));
  }

  /** Codes of a detector and how often it said them. */
  public Map<String, Integer> codes(String detector) {
    var codes = new TreeMap<String, Integer>();
    for (var s : said.get(detector)) codes.merge(s.verdict().code(), 1, Integer::sum);
    return codes;
  }

  /** Share of pictures in this state. */
  public double share(FaceState state) {
    int all = states.values().stream().mapToInt(Integer::intValue).sum();
    return all == 0 ? 0 : states.getOrDefault(state, 0) / (double) all;
  }

  @Override
  public void close() {
    tracker.close();
  }
}
