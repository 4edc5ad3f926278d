package io.medtrust.analysis.detect.injection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medtrust.analysis.detect.Verdict;
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

class InjectionTest {
  private final Injection detector = new Injection(Map.of());
  private final List<Verdict> verdicts = new ArrayList<>();
  private final Observations picture = new Observations();
  private final Random random = new Random(3);
  private double clock;

  private void show(float[] grid) {
    picture.at(clock);
    picture.grid = grid.clone();
    for (int i = 0; i < grid.length; i++) picture.grid[i] += 0.5f * (float) random.nextGaussian();
    for (var o : detector.observe(picture.build())) if (o instanceof Verdict v) verdicts.add(v);
    clock += 1 / 30.0;
  }

  private boolean cut() {
    return verdicts.stream().anyMatch(v -> v.code().equals("cut"));
  }

  @Test
  void a_hard_cut_is_found_once_and_is_over_after_some_seconds() {
    for (int i = 0; i < 90; i++) show(Observations.texture(1));
    assertFalse(cut());
    for (int i = 0; i < 60; i++) show(Observations.texture(2));
    assertEquals("cut", verdicts.getLast().code());
    assertEquals(1, verdicts.getLast().evidence().get("cuts"));
    for (int i = 0; i < 200; i++) show(Observations.texture(2));
    assertEquals("ok", verdicts.getLast().code());
  }

  @Test
  void a_lamp_that_is_switched_is_no_cut() {
    for (double light : new double[] {0.25, 2.2, 0.4, 1}) {
      for (int i = 0; i < 60; i++) {
        var grid = Observations.texture(1);
        for (int k = 0; k < grid.length; k++) {
          // It lights the left more than the right.
          double side = 1 + (light - 1) * (1 - (k % 40) / 60.0);
          grid[k] = (float) Math.clamp(grid[k] * side, 0, 255);
        }
        show(grid);
      }
    }
    assertFalse(cut());
  }

  @Test
  void a_camera_that_is_turned_fast_is_no_cut() {
    var wide = new float[30][400];
    for (var row : wide) for (int x = 0; x < 400; x++) row[x] = 60 + 120 * random.nextFloat();
    for (int i = 0; i < 90; i++) {
      // Within a fifth of a second the view moves on by its own width, as a turned laptop does.
      double at = 40 * Math.clamp((i - 40) / 6.0, 0, 1);
      var grid = new float[1200];
      for (int y = 0; y < 30; y++) {
        for (int x = 0; x < 40; x++) grid[y * 40 + x] = wide[y][(int) (x + at)];
      }
      show(grid);
    }
    assertFalse(cut());
  }

  @Test
  void a_picture_after_a_loss_proves_nothing() {
    for (int i = 0; i < 60; i++) show(Observations.texture(1));
    picture.damaged = true;
    for (int i = 0; i < 5; i++) show(Observations.texture(1));
    picture.damaged = false;
    for (int i = 0; i < 60; i++) show(Observations.texture(2));
    assertFalse(cut());
  }

  @Test
  void random_walks_of_a_scene_are_no_cuts() {
    var grid = Observations.texture(5);
    for (int i = 0; i < 3000; i++) {
      for (int k = 0; k < grid.length; k++) {
        grid[k] = Math.clamp(grid[k] + 6 * (float) random.nextGaussian(), 0, 255);
      }
      show(grid);
    }
    assertFalse(cut());
  }

  @Test
  void real_clips_are_cut_where_they_were_joined_and_nowhere_else() {
    var folder = Clips.folder();
    assumeTrue(folder.isPresent(), "needs the media folder");
    var joined = new ArrayList<Picture>();
    for (var name : List.of("mead-M030_front_angry_level3_001", "mead-W009_front_sad_level3_001")) {
      var clip = new ArrayList<Picture>();
      Clips.play(folder.get().resolve("face/real/" + name + ".mp4"), clip::add);
      joined.addAll(clip.subList(0, 50));
    }
    try (var pipeline = new Pipeline(Map.of(), List.of("injection"));
        var codec = new Codecs("libvpx", 256, 256, 25, 150_000)) {
      for (int i = 0; i < joined.size(); i++) {
        codec.through(Pictures.at(joined.get(i), i * 40_000L), i == 0, pipeline::see);
      }
      for (var s : pipeline.said.get("injection")) {
        if (s.micros() < 2_000_000) assertFalse(s.verdict().code().equals("cut"));
      }
      assertTrue(pipeline.ever("injection", "cut"));
    }
  }
}
