package io.medtrust.lab.person;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Codecs;
import io.medtrust.lab.person.TrackReport.Pair;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyntheticPersonTest {
  private static final PersonSettings USUAL = PersonSettings.USUAL;

  private static SyntheticPerson person(long seed, double ita) {
    return new SyntheticPerson(seed, USUAL.withIta(ita));
  }

  private static double error(List<Pair> pairs) {
    return pairs.stream()
        .filter(p -> p.seen().landmarksFresh())
        .mapToDouble(TrackReport::error)
        .average()
        .orElseThrow();
  }

  @Test
  void a_seed_and_a_time_give_the_same_bytes_whatever_was_drawn_before() {
    var voice = new SyntheticVoice(3, 16_000, 1);
    var scene = Scene.usual().withMouth(voice.mouth()).wearing(Scene.Wear.GLASSES);
    var a = new I420(320, 240);
    var b = new I420(320, 240);
    var first = new SyntheticPerson(3, USUAL);
    var truth = first.render(7.25, scene, a);
    var second = new SyntheticPerson(3, USUAL);
    for (int i = 0; i < 5; i++) second.render(i * 1.7, scene, b);
    second.render(1, Scene.usual().withRoom(Room.BACKLIT), new I420(640, 480));
    var again = second.render(7.25, scene, b);
    assertArrayEquals(a.y, b.y);
    assertArrayEquals(a.u, b.u);
    assertArrayEquals(a.v, b.v);
    assertArrayEquals(truth.landmarks(), again.landmarks());
    second.render(7.25 + 1 / 30.0, scene, b);
    assertFalse(Arrays.equals(a.y, b.y));
  }

  @Test
  void the_tracker_finds_people_of_every_skin_tone_where_they_are() {
    double[] tones = {62, 45, 25, 0, -35, -62};
    for (int i = 0; i < tones.length; i++) {
      var pairs = TrackReport.follow(person(20 + i, tones[i]), Scene.usual(), 0, 3);
      assertTrue(TrackReport.share(pairs, FaceState.FACE) >= 0.99, "tone " + tones[i]);
      assertTrue(error(pairs) < 0.07, "tone " + tones[i] + ": " + error(pairs));
    }
  }

  @Test
  void the_tracker_finds_them_in_dim_light_against_a_window_with_glasses_and_a_cap() {
    var scenes =
        List.of(
            Scene.usual().withRoom(Room.DIM),
            Scene.usual().withRoom(Room.BACKLIT),
            Scene.usual().wearing(Scene.Wear.GLASSES, Scene.Wear.CAP));
    for (var scene : scenes) {
      for (double tone : new double[] {50, -50}) {
        var pairs = TrackReport.follow(person(31, tone), scene, 0, 2);
        assertTrue(TrackReport.share(pairs, FaceState.FACE) >= 0.99, scene + " " + tone);
        assertTrue(error(pairs) < 0.08, scene + " " + tone + ": " + error(pairs));
      }
    }
  }

  @Test
  void the_eye_aspect_ratio_shows_the_blinks() {
    for (double tone : new double[] {45, -30}) {
      var scene = Scene.usual();
      for (int k = 0; k < 4; k++)
        scene = scene.doing(new Action(Action.Kind.BLINK_TWICE, 1.3 + 2 * k));
      var quiet = new SyntheticPerson(41, USUAL.withIta(tone).withBlinksPerMinute(0.01));
      var fresh =
          TrackReport.follow(quiet, scene, 0, 9).stream()
              .filter(p -> p.seen().landmarksFresh())
              .toList();
      var ratios =
          fresh.stream().mapToDouble(p -> FaceGeometry.eyeAspectRatio(p.seen().landmarks()));
      double median = ratios.sorted().skip(fresh.size() / 2).findFirst().orElseThrow();
      int shown = 0;
      for (int k = 0; k < 4; k++) {
        for (int twice = 0; twice < 2; twice++) {
          double from = 1.3 + 2 * k + 0.55 * twice;
          double lowest =
              fresh.stream()
                  .filter(p -> p.truth().seconds() > from && p.truth().seconds() < from + 0.35)
                  .mapToDouble(p -> FaceGeometry.eyeAspectRatio(p.seen().landmarks()))
                  .min()
                  .orElse(1);
          if (lowest < 0.78 * median) shown++;
        }
      }
      assertTrue(shown >= 7, "tone " + tone + ": " + shown + " of 8");
      double between =
          fresh.stream()
              .filter(p -> p.truth().lid() < 0.25)
              .mapToDouble(p -> FaceGeometry.eyeAspectRatio(p.seen().landmarks()))
              .sorted()
              .findFirst()
              .orElseThrow();
      assertTrue(between > 0.6 * median);
    }
  }

  @Test
  void the_heads_turn_is_followed_and_its_side_is_the_persons_own() {
    var scene =
        Scene.usual()
            .doing(new Action(Action.Kind.TURN_LEFT, 1))
            .doing(new Action(Action.Kind.TURN_RIGHT, 3.5));
    var fresh =
        TrackReport.follow(person(51, 20), scene, 0, 6).stream()
            .filter(p -> p.seen().landmarksFresh())
            .toList();
    double[] seen =
        fresh.stream().mapToDouble(p -> FaceGeometry.yawDegrees(p.seen().landmarks())).toArray();
    double[] truth = fresh.stream().mapToDouble(p -> p.truth().yawDegrees()).toArray();
    assertTrue(TrackReport.correlation(seen, truth) > 0.97);
    assertTrue(Arrays.stream(truth).max().orElse(0) > 24);
    assertTrue(Arrays.stream(seen).max().orElse(0) > 20);
    assertTrue(Arrays.stream(seen).min().orElse(0) < -20);
  }

  @Test
  void a_profile_is_no_face_to_be_judged() {
    var scene = Scene.usual().withFraming(new Scene.Framing(56, 0, 0, 58, 0));
    var pairs = TrackReport.follow(person(52, 20), scene, 0, 1);
    assertEquals(0, TrackReport.share(pairs, FaceState.FACE), 0.1);
  }

  @Test
  void somebody_who_enters_makes_several_faces() {
    var other = person(62, -40);
    var scene = Scene.usual().withSecond(new Scene.Second(other, 1, 60));
    var pairs = TrackReport.follow(person(61, 40), scene, 0, 6);
    assertTrue(TrackReport.share(pairs.subList(120, 180), FaceState.SEVERAL) > 0.9);
    assertEquals(1, TrackReport.share(pairs.subList(0, 30), FaceState.FACE), 0.01);
  }

  @Test
  void the_light_of_the_screen_falls_on_the_face_and_hardly_on_the_wall() {
    var person = new SyntheticPerson(71, USUAL.withNoise(0));
    ScreenLight red =
        (t, rgb) -> {
          rgb[0] = t > 1 ? 1 : 0;
          rgb[1] = 0;
          rgb[2] = 0;
        };
    var scene = Scene.usual().withScreen(red);
    var out = new I420(640, 480);
    double[] face = new double[2];
    double[] wall = new double[2];
    for (int k = 0; k < 2; k++) {
      var truth = person.render(0.99 + 0.02 * k, scene, out);
      int x = (int) truth.landmarks()[3 * 50] / 2;
      int y = (int) truth.landmarks()[3 * 50 + 1] / 2;
      face[k] = out.v[y * 320 + x] & 255;
      for (int i = 0; i < 100; i++)
        wall[k] += (out.v[(10 + i / 10) * 320 + 150 + i % 10] & 255) / 100.0;
      assertEquals(k, truth.screen()[0]);
    }
    assertTrue(face[1] - face[0] > 5, "face " + (face[1] - face[0]));
    assertTrue(Math.abs(wall[1] - wall[0]) < 0.25 * (face[1] - face[0]));
  }

  @Test
  void the_blood_wave_shows_in_the_skin_and_on_light_skin_through_vp8_at_600_kilobits() {
    double[][] people = {{2, 40, 63, 600}, {9, 55, 88, 600}, {5, -35, 74, 0}};
    for (var p : people) {
      var person = new SyntheticPerson((long) p[0], USUAL.withIta(p[1]).withBpm(p[2]));
      var out = new I420(640, 480);
      var wave = new BloodWave();
      try (var tracker = FaceTrackers.factory().open(Map.of());
          var codec = new Codecs("libvpx", 640, 480, 30, 600_000)) {
        for (int i = 0; i < 15 * 30; i++) {
          person.render(i / 30.0, Scene.usual(), out);
          var picture = out.picture(Math.round(i / 30.0 * 1e6), i == 0);
          if (p[3] == 0) wave.add(tracker.track(picture));
          else codec.through(picture, i == 0, coded -> wave.add(tracker.track(coded)));
        }
      }
      assertEquals(person.meanBpm(3, 15), wave.bpm(360), 2, "seed " + p[0]);
    }
  }

  @Test
  void the_heart_varies_and_its_mean_is_kept() {
    var heart = new HeartBeat(5, 72, 0.25, 0.025);
    assertEquals(72, heart.meanBpm(0, 600), 0.5);
    double[] rates = new double[600];
    for (int i = 0; i < 600; i++) rates[i] = heart.bpm(i);
    double spread = Arrays.stream(rates).map(r -> (r - 72) * (r - 72)).average().orElse(0);
    assertTrue(spread > 0.5 && spread < 16, "variance " + spread);
    for (double t = 0; t < 60; t += 0.1) {
      double slope = (heart.phase(t + 1e-4) - heart.phase(t - 1e-4)) / 2e-4 * 60;
      assertEquals(heart.bpm(t), slope, 1e-3);
    }
  }

  @Test
  void blinks_come_as_often_as_set_and_unevenly() {
    var blinks = new Blinks(9, 17);
    assertEquals(17, blinks.count(0, 6000) / 100.0, 1.2);
    var gaps = new java.util.TreeSet<Long>();
    double last = 0;
    for (double t = 0; t < 300; t += 0.05) {
      if (blinks.count(t, t + 0.05) == 0) continue;
      gaps.add(Math.round((t - last) * 10));
      last = t;
    }
    assertTrue(gaps.size() > 20);
    for (double t = 0; t < 100; t += 0.01) assertTrue(blinks.lid(t) >= 0 && blinks.lid(t) <= 1);
  }

  @Test
  void skin_tone_is_what_was_asked_for() {
    for (double tone : new double[] {62, 48, 34, 18, -15, -50}) {
      var skin = new Identity(77, tone).skin;
      double l = lightness(0.2126 * skin[0] + 0.7152 * skin[1] + 0.0722 * skin[2]);
      double y = 0.2126 * skin[0] + 0.7152 * skin[1] + 0.0722 * skin[2];
      double z = (0.0193 * skin[0] + 0.1192 * skin[1] + 0.9505 * skin[2]) / 1.08883;
      double b = 200 * (Math.cbrt(y) - Math.cbrt(z));
      assertEquals(tone, Math.toDegrees(Math.atan2(l - 50, b)), 6);
    }
  }

  private static double lightness(double y) {
    return 116 * Math.cbrt(y) - 16;
  }
}
