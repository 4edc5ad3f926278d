package io.medtrust.analysis.detect.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.lab.Clips;
import io.medtrust.analysis.lab.Codecs;
import io.medtrust.analysis.lab.Observations;
import io.medtrust.analysis.lab.Pictures;
import io.medtrust.analysis.lab.Pipeline;
import io.medtrust.analysis.media.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private final Replay detector = new Replay(Map.of());
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Knowledge.Fingerprint> fingerprints = new ArrayList<>();
  private final Observations picture = new Observations();
  private final Random random = new Random(1);
  private double clock;

  /** How blocks move: each by its own sum of slow waves, as long as one likes without repeating. */
  private static final class Scene {
    private final double[] phase;
    private final double[] pace;
    private final double[] still;

    Scene(long seed, int blocks) {
      var random = new Random(seed);
      phase = random.doubles(6L * blocks, 0, 2 * Math.PI).toArray();
      pace = random.doubles(6L * blocks, 0.3, 5).toArray();
      still = random.doubles(blocks, 60, 180).toArray();
    }

    float[] at(double seconds, double size) {
      var out = new float[still.length];
      for (int i = 0; i < out.length; i++) {
        double sum = still[i];
        for (int k = 6 * i; k < 6 * i + 6; k++) {
          sum += size * Math.sin(phase[k] + pace[k] * seconds);
        }
        out[i] = (float) sum;
      }
      return out;
    }
  }

  private final Scene room = new Scene(10, Observations.GRID_WIDTH * Observations.GRID_HEIGHT);
  private final Scene face = new Scene(11, 1024);

  /** Shows a moment of the scene; every sensor and codec adds its noise. */
  private void show(double moment, double faceMoment, double faceSize) {
    picture.at(clock);
    picture.grid = noisy(room.at(moment, 1.5), 0.4);
    picture.fresh = true;
    picture.faceGrid = faceSize < 0 ? null : noisy(face.at(faceMoment, faceSize), 0.4);
    for (var output : detector.observe(picture.build())) {
      if (output instanceof Verdict v) verdicts.add(v);
      if (output instanceof Output.FingerprintSample s) fingerprints.add(s.fingerprint());
    }
    clock += 1 / 15.0;
  }

  private float[] noisy(float[] values, double deviation) {
    for (int i = 0; i < values.length; i++) values[i] += deviation * random.nextGaussian();
    return values;
  }

  private double play(double from, double to, double speed) {
    for (double at = from; speed > 0 ? at < to : at > to; at += speed / 15) show(at, at, 1.5);
    return to;
  }

  private String code() {
    return verdicts.getLast().code();
  }

  private boolean ever(String code) {
    return verdicts.stream().anyMatch(v -> v.code().equals(code));
  }

  @Test
  void a_living_picture_of_ten_minutes_is_no_replay() {
    play(0, 600, 1);
    assertTrue(verdicts.stream().noneMatch(v -> v.state() == Verdict.State.FAILED));
    assertEquals("ok", code());
  }

  @Test
  void a_loop_is_found_within_ten_seconds_and_says_how_long_ago_it_was() {
    play(0, 20, 1);
    assertEquals("ok", code());
    play(0, 10, 1);
    assertEquals("loop", code());
    assertEquals(Verdict.State.FAILED, verdicts.getLast().state());
    assertEquals(20.0, (Double) verdicts.getLast().evidence().get("seconds_back"), 0.2);
  }

  @Test
  void a_loop_that_runs_to_and_fro_is_found() {
    play(0, 20, 1);
    play(20, 8, -1);
    assertEquals("reversed", code());
  }

  @Test
  void three_percent_of_speed_do_not_hide_it() {
    play(0, 20, 1);
    play(0, 12, 1.03);
    assertEquals("loop", code());
  }

  @Test
  void live_movement_after_a_loop_is_ok_again() {
    play(0, 20, 1);
    play(0, 10, 1);
    play(100, 125, 1);
    assertEquals("ok", code());
  }

  @Test
  void what_an_earlier_call_left_is_found_in_a_later_one() {
    play(0, 30, 1);
    assertTrue(fingerprints.size() >= 4, fingerprints.size() + " fingerprints");
    assertTrue(fingerprints.stream().allMatch(f -> f.data().length == 601));
    var later = new Replay(Map.of());
    later.know(new Knowledge.Memory(fingerprints));
    var said = new ArrayList<Verdict>();
    for (double at = 5; at < 17; at += 1 / 15.0) {
      picture.at(1000 + at);
      // Another room and another light: only the face is the same.
      picture.grid = noisy(new Scene(77, 1200).at(at, 1.5), 0.4);
      picture.faceGrid = noisy(face.at(at, 1.5), 0.4);
      for (int i = 0; i < 1024; i++) picture.faceGrid[i] = picture.faceGrid[i] * 1.2f + 10;
      for (var o : later.observe(picture.build())) if (o instanceof Verdict v) said.add(v);
    }
    assertEquals("reused", said.getLast().code());
  }

  @Test
  void a_background_that_repeats_behind_a_living_face_is_no_replay() {
    for (double at = 0; at < 60; at += 1 / 15.0) show(at % 8, at, 1.5);
    assertTrue(verdicts.stream().noneMatch(v -> v.state() == Verdict.State.FAILED));
    assertTrue(ever("background_repeats"));
  }

  @Test
  void a_person_who_sits_still_is_not_judged() {
    for (double at = 0; at < 60; at += 1 / 15.0) show(0, at, 0.02);
    assertTrue(verdicts.stream().noneMatch(v -> v.state() != Verdict.State.UNKNOWN));
    assertEquals("still", code());
  }

  @Test
  void a_person_who_rocks_in_rhythm_is_no_replay() {
    for (double at = 0; at < 120; at += 1 / 15.0) {
      double sway = 0.6 * Math.sin(2 * Math.PI * at / 2.3);
      show(sway, sway, 4);
    }
    assertTrue(verdicts.stream().noneMatch(v -> v.state() == Verdict.State.FAILED));
  }

  @Test
  void redrawing_by_key_frames_is_no_movement() {
    for (double at = 0; at < 90; at += 1 / 15.0) {
      picture.keyFrame = clock % 6 < 1 / 15.0;
      // A codec's detail comes back with each key frame and fades.
      show(clock % 6 < 0.5 ? 0.4 : 0, at, 0.02);
      assertFalse(ever("loop"), "at " + at);
    }
  }

  @Test
  void damaged_pictures_are_not_judged() {
    play(0, 20, 1);
    picture.damaged = true;
    play(0, 10, 1);
    assertEquals("damaged", code());
    assertFalse(ever("loop"));
  }

  @Test
  void without_a_face_the_picture_alone_decides() {
    for (double at = 0; at < 40; at += 1 / 15.0) {
      picture.state = FaceState.NO_FACE;
      show(at % 20, at, -1);
    }
    assertEquals("loop", code());
  }

  @Test
  void real_clips_are_found_when_they_loop_and_not_before() {
    var folder = Clips.folder();
    assumeTrue(folder.isPresent(), "needs the media folder");
    for (var name : List.of("liveportrait-d12", "liveportrait-d3")) {
      var clip = new ArrayList<Picture>();
      Clips.play(folder.get().resolve("face/real/" + name + ".mp4"), clip::add);
      double step = clip.get(1).captureTimeMicros() / 1e6;
      int fps = (int) Math.round(1 / step);
      var first = clip.getFirst();
      double length = clip.size() * step;
      try (var pipeline = new Pipeline(Map.of(), List.of("replay"));
          var codec = new Codecs("libvpx", first.width(), first.height(), fps, 300_000)) {
        for (int i = 0; i < clip.size() + 10 * fps; i++) {
          long micros = Math.round(i * step * 1e6);
          codec.through(Pictures.at(clip.get(i % clip.size()), micros), i == 0, pipeline::see);
        }
        var said = pipeline.said.get("replay");
        for (var s : said) {
          boolean failed = s.verdict().state() == Verdict.State.FAILED;
          if (s.micros() / 1e6 < length) assertFalse(failed, name + " at " + s.micros());
        }
        assertEquals("loop", said.getLast().verdict().code(), name);
      }
    }
  }
}
