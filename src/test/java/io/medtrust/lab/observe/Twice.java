package io.medtrust.lab.observe;

import io.medtrust.analysis.detect.Detectors;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.lab.person.*;
import java.util.Map;

/** Two stretches of a call, one after the other, seen and drawn: {@code Twice NUMBER A B C D}. */
final class Twice {
  public static void main(String[] args) {
    var s = CallScript.of(Long.parseLong(args[0]));
    var p = new PersonObservations(s.seed(), s.settings(), s.scene(), 0, s::talk);
    var person = new SyntheticPerson(s.seed(), s.settings());
    var voice = new SyntheticVoice(s.seed(), 16_000, s::talk);
    var out = new I420(640, 480);
    var a = make();
    var b = make();
    try (var tracker = FaceTrackers.factory().open(Map.of())) {
      for (int part = 0; part < 2; part++) {
        for (long f = 30 * Long.parseLong(args[1 + 2 * part]);
            f < 30 * Long.parseLong(args[2 + 2 * part]);
            f++) {
          var o = p.observe(f);
          say("seen ", f, a.observe(o));
          if (args.length > 5) continue;
          person.render(p.seconds(f), s.scene().withMouth(voice.mouth()), out);
          say("drawn", f, b.observe(tracker.track(out.picture(o.captureTimeMicros(), false))));
        }
      }
    }
  }

  private static VideoDetector make() {
    return (VideoDetector)
        Detectors.all().stream()
            .filter(x -> x.name().equals("replay"))
            .findFirst()
            .orElseThrow()
            .create()
            .apply(Map.of());
  }

  private static void say(String who, long f, Iterable<?> said) {
    for (var v : said) {
      if (!(v instanceof Verdict x)) continue;
      var e = x.evidence();
      System.out.printf(
          "%s %d %s %s face %s %s picture %s %s motion %s %s%n",
          who,
          f / 30,
          x.state(),
          x.code(),
          e.get("similarity"),
          e.get("distinctness"),
          e.get("picture_similarity"),
          e.get("picture_distinctness"),
          e.get("motion"),
          e.get("seconds_back"));
    }
  }
}
