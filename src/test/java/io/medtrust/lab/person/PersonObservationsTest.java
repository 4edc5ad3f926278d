package io.medtrust.lab.person;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Detectors;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.face.FaceTrackers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersonObservationsTest {
  private static final PersonSettings USUAL = PersonSettings.USUAL;

  @Test
  void the_same_number_gives_the_same_observation() {
    var a = new PersonObservations(3, USUAL, Scene.usual(), 1_000_000, 0.5);
    var b = new PersonObservations(3, USUAL, Scene.usual(), 1_000_000, 0.5);
    b.observe(5000);
    var x = a.observe(301);
    var y = b.observe(301);
    assertArrayEquals(x.landmarks(), y.landmarks());
    assertEquals(x.regions(), y.regions());
    assertArrayEquals(x.frame().grid(), y.frame().grid());
    assertEquals(FaceState.FACE, x.state());
    assertNull(x.crop());
    assertArrayEquals(a.hear(7).samples(), b.hear(7).samples());
  }

  @Test
  void they_look_like_what_the_tracker_says_of_the_drawn_person() {
    var seen = new PersonObservations(3, USUAL, Scene.usual(), 0, 0);
    var person = new SyntheticPerson(3, USUAL);
    var out = new I420(640, 480);
    var colour = new ArrayList<double[]>();
    var motion = new double[2];
    try (var tracker = FaceTrackers.factory().open(Map.of())) {
      for (int i = 0; i < 90; i++) {
        var model = seen.observe(i);
        person.render(seen.seconds(i), Scene.usual(), out);
        var drawn = tracker.track(out.picture(model.captureTimeMicros(), i == 0));
        if (i < 5) continue;
        double off = 0;
        for (int k = 0; k < 468; k++) {
          off +=
              Math.hypot(
                  model.landmarks()[3 * k] - drawn.landmarks()[3 * k],
                  model.landmarks()[3 * k + 1] - drawn.landmarks()[3 * k + 1]);
        }
        assertTrue(
            off / 468 < 0.08 * FaceGeometry.eyeDistance(drawn.landmarks()), "off " + off / 468);
        assertEquals(drawn.frame().mean(), model.frame().mean(), 6);
        assertEquals(drawn.frame().deviation(), model.frame().deviation(), 8);
        for (int r = 0; r < 3; r++) {
          var d = drawn.regions().get(r).colour();
          var m = model.regions().get(r).colour();
          colour.add(new double[] {d.y() - m.y(), d.u() - m.u(), d.v() - m.v()});
        }
        motion[0] += drawn.frame().difference();
        motion[1] += model.frame().difference();
      }
    }
    for (int c = 0; c < 3; c++) {
      final int part = c;
      double mean = colour.stream().mapToDouble(x -> Math.abs(x[part])).average().orElseThrow();
      assertTrue(mean < (c == 0 ? 18 : 6), "colour " + c + " off by " + mean);
    }
    assertTrue(
        motion[1] > 0.3 * motion[0] && motion[1] < 3 * motion[0], motion[0] + " " + motion[1]);
  }

  @Test
  void the_pulse_is_in_the_skin() {
    var seen = new PersonObservations(12, USUAL.withIta(45).withBpm(66), Scene.usual(), 0, 0);
    var detector = (VideoDetector) detector("pulse");
    Output.PulseDisplay last = null;
    for (int i = 0; i < 16 * 30; i++) {
      for (var o : detector.observe(seen.observe(i))) {
        if (o instanceof Output.PulseDisplay d && d.bpm() != null) last = d;
      }
    }
    assertEquals(seen.truth(400).bpm(), last.bpm(), 5);
  }

  @Test
  void no_detector_fails_a_usual_person() {
    for (var factory : Detectors.all()) {
      if (!(factory.create().apply(Map.of()) instanceof VideoDetector detector)) continue;
      var seen = new PersonObservations(14, USUAL, Scene.usual(), 0, 0.5);
      for (int i = 0; i < 40 * 30; i++) {
        for (var o : detector.observe(seen.observe(i))) {
          if (o instanceof io.medtrust.analysis.detect.Verdict v) {
            assertTrue(
                v.state() != io.medtrust.analysis.detect.Verdict.State.FAILED,
                factory.name() + " at " + i / 30 + ": " + v);
          }
        }
      }
      detector.close();
    }
  }

  @Test
  void the_screens_light_shows_in_the_regions_and_hardly_behind() {
    float[][] colours = {{1, 0, 0}, {0, 0, 1}};
    var scene = Scene.usual().withScreen(ScreenLight.steps(1, 1, colours, 1));
    var seen =
        new PersonObservations(15, USUAL.withNoise(0).withPulse(0).withMotion(0), scene, 0, 0);
    var red = seen.observe(50);
    var blue = seen.observe(80);
    double face = red.regions().getFirst().colour().v() - blue.regions().getFirst().colour().v();
    double wall = red.background().v() - blue.background().v();
    assertTrue(face > 6, "face " + face);
    assertTrue(Math.abs(wall) < 0.3 * face, "wall " + wall);
  }

  private static Object detector(String name) {
    return Detectors.all().stream()
        .filter(f -> f.name().equals(name))
        .findFirst()
        .orElseThrow()
        .create()
        .apply(Map.of());
  }

  @Test
  void windows_follow_each_other_by_half_a_second() {
    var seen = new PersonObservations(16, USUAL, Scene.usual(), 5, 1);
    var a = seen.hear(10).samples();
    var b = seen.hear(11).samples();
    for (int i = 0; i < 8000; i++) assertEquals(a[8000 + i], b[i], 1e-7f);
    assertEquals(
        List.of(5_000_005L, 5_500_005L),
        List.of(seen.hear(10).startMicros(), seen.hear(11).startMicros()));
  }
}
