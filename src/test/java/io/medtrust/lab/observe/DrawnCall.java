package io.medtrust.lab.observe;

import io.medtrust.analysis.detect.Detectors;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.lab.person.I420;
import io.medtrust.lab.person.PersonObservations;
import io.medtrust.lab.person.Scene;
import io.medtrust.lab.person.SyntheticPerson;
import io.medtrust.lab.person.SyntheticVoice;
import java.util.Map;

/**
 * What a detector says of a scripted call drawn and tracked, and of the same call as observations:
 * {@code DrawnCall DETECTOR NUMBER MINUTES ACTIONS}.
 */
final class DrawnCall {
  public static void main(String[] args) {
    var script = CallScript.of(Long.parseLong(args[1]));
    double seconds = 60 * Double.parseDouble(args[2]);
    var scene = script.scene();
    if (!Boolean.parseBoolean(args[3])) {
      scene =
          new Scene(
              scene.room(),
              scene.screen(),
              scene.wear(),
              scene.framing(),
              java.util.List.of(),
              scene.mouth(),
              null);
    }
    var seen =
        new PersonObservations(script.seed(), script.settings(), scene, 1_000_000, script::talk);
    var drawnBy = detector(args[0]);
    var seenBy = detector(args[0]);
    var person = new SyntheticPerson(script.seed(), script.settings());
    var voice = new SyntheticVoice(script.seed(), 16_000, script::talk);
    var out = new I420(640, 480);
    boolean draws = args.length < 5;
    try (var tracker = FaceTrackers.factory().open(Map.of())) {
      for (long i = 0; i < seconds * 30; i++) {
        var model = seen.observe(i);
        say("seen ", i, seenBy.observe(model));
        if (!draws) continue;
        person.render(seen.seconds(i), scene.withMouth(voice.mouth()), out);
        var drawn = tracker.track(out.picture(model.captureTimeMicros(), i == 0));
        say("drawn", i, drawnBy.observe(drawn));
      }
    }
  }

  private static void say(String who, long i, Iterable<?> outputs) {
    for (var o : outputs) {
      if (!(o instanceof Verdict v)) continue;
      System.out.println(
          who + " " + i / 30 + " " + v.state() + " " + v.code() + " " + v.evidence());
    }
  }

  private static VideoDetector detector(String name) {
    return (VideoDetector)
        Detectors.all().stream()
            .filter(f -> f.name().equals(name))
            .findFirst()
            .orElseThrow()
            .create()
            .apply(Map.of());
  }
}
