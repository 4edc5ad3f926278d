package io.medtrust.analysis.detect.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.lab.Observations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class FrameIntegrityTest {
  private static List<Verdict> watch(double seconds, BiConsumer<Integer, Observations> picture) {
    var detector = new FrameIntegrity(Map.of());
    var verdicts = new ArrayList<Verdict>();
    for (int i = 0; i < seconds * 30; i++) {
      var o = new Observations().at(5 + i / 30.0);
      picture.accept(i, o);
      for (Output output : detector.observe(o.build())) verdicts.add((Verdict) output);
    }
    return verdicts;
  }

  /** The face's blocks move. */
  private static void living(int i, Observations o) {
    o.mean += (float) (0.5 * Math.sin(i));
    for (int k = 0; k < o.grid.length; k++) o.grid[k] += (float) (10 * Math.sin(i / 9.0 + k));
  }

  @Test
  void aMovingPictureIsFine() {
    var verdicts = watch(15, FrameIntegrityTest::living);
    assertEquals(30, verdicts.size());
    for (var v : verdicts) {
      assertEquals(Verdict.State.OK, v.state());
      assertEquals("ok", v.code());
    }
    assertEquals(90.0, verdicts.getFirst().score());
    assertEquals(92.0, verdicts.getLast().score());
    assertEquals(90.0, ((Number) verdicts.getLast().evidence().get("env_score")).doubleValue());
    assertEquals(
        90.0, ((Number) verdicts.getLast().evidence().get("behavioral_score")).doubleValue());
  }

  @Test
  void blackWhiteAndFlatPicturesFailAtOnce() {
    for (var expected :
        Map.of(
                "black",
                new float[] {3, 1},
                "white",
                new float[] {250, 1},
                "flat",
                new float[] {120, 2})
            .entrySet()) {
      var verdicts =
          watch(
              2,
              (i, o) -> {
                o.state = FaceState.NO_FACE;
                o.mean = expected.getValue()[0];
                o.deviation = expected.getValue()[1];
                java.util.Arrays.fill(o.grid, o.mean);
              });
      for (var v : verdicts) {
        assertEquals(expected.getKey(), v.code());
        assertEquals(Verdict.State.FAILED, v.state());
      }
    }
  }

  @Test
  void aDarkRoomWithAPersonIsDarkAndNotBlack() {
    var verdicts =
        watch(
            2,
            (i, o) -> {
              o.mean = 15;
              o.deviation = 14;
              living(i, o);
            });
    assertEquals("dark", verdicts.getLast().code());
  }

  @Test
  void aFaceThatStandsStillIsFrozenWithinFiveSecondsAndRecoversWithTheFirstMove() {
    var random = new Random(1);
    var verdicts =
        watch(
            30,
            (i, o) -> {
              // What a codec leaves of a frozen picture; a key frame redraws it.
              for (int k = 0; k < o.grid.length; k++) o.grid[k] += 0.5f * random.nextFloat();
              o.keyFrame = i == 400;
              if (i >= 400) for (int k = 0; k < o.grid.length; k++) o.grid[k] += 2.2f * (k % 2);
              if (i < 60 || i > 700) living(i, o);
            });
    for (int n = 0; n < verdicts.size(); n++) {
      double seconds = n / 2.0;
      var code = verdicts.get(n).code();
      if (seconds < 4) assertEquals("ok", code, "at " + seconds);
      if (seconds > 7 && seconds < 23) assertEquals("frozen", code, "at " + seconds);
      if (seconds > 24) assertEquals("ok", code, "at " + seconds);
    }
    var frozen = verdicts.get(30);
    assertEquals(Verdict.State.FAILED, frozen.state());
    assertTrue(frozen.score() <= 10);
    assertEquals(20, ((Number) frozen.evidence().get("behavioral_score")).intValue());
  }

  @Test
  void anEmptyRoomStandsStillWithoutBeingFrozen() {
    var verdicts = watch(15, (i, o) -> o.state = FaceState.NO_FACE);
    assertEquals("still", verdicts.getLast().code());
    assertEquals(Verdict.State.OK, verdicts.getLast().state());
  }

  @Test
  void movementElsewhereDoesNotHideAFrozenFace() {
    var verdicts =
        watch(15, (i, o) -> java.util.Arrays.fill(o.grid, 0, 3 * Observations.GRID_WIDTH, i % 200));
    assertEquals("frozen", verdicts.getLast().code());
  }

  @Test
  void lostDetailAndAJumpInBrightnessAreSeen() {
    var verdicts =
        watch(
            12,
            (i, o) -> {
              living(i, o);
              if (i < 300) return;
              o.mean = 180;
              for (int k = 0; k < o.grid.length; k++) o.grid[k] = 180 + (o.grid[k] - 120) * 0.4f;
            });
    // 0.4 of the contrast is 0.16 of the edge variance.
    var drop = verdicts.get(20);
    assertEquals("edge_drop", drop.code());
    assertEquals(40.0, drop.score());
    assertEquals(true, drop.evidence().get("motion_anomaly"));
    assertEquals(45, ((Number) drop.evidence().get("behavioral_score")).intValue());
    assertEquals("ok", verdicts.getLast().code());
  }

  @Test
  void damagedPicturesAreNeverJudged() {
    var verdicts =
        watch(
            6,
            (i, o) -> {
              living(i, o);
              o.damaged = i >= 60;
              if (o.damaged) {
                o.mean = 0;
                o.deviation = 0;
              }
            });
    for (int n = 0; n < verdicts.size(); n++) {
      assertTrue(verdicts.get(n).code().equals("ok") || verdicts.get(n).code().equals("damaged"));
    }
    assertEquals("damaged", verdicts.getLast().code());
    assertEquals(Verdict.State.UNKNOWN, verdicts.getLast().state());
  }

  @Test
  void theBandsAreThoseOfTheReference() {
    assertEquals(92, FrameScores.of(120, 21, 201, 201).base());
    assertEquals(90, FrameScores.of(120, 21, 201, -1).base());
    assertEquals(85, FrameScores.of(120, 11, 51, 51).base());
    assertEquals(82, FrameScores.of(120, 11, 51, -1).base());
    assertEquals(65, FrameScores.of(120, 11, 50, 50).base());
    assertEquals(40, FrameScores.of(120, 30, 29, 100).base());
    assertEquals(60, FrameScores.of(120, 30, 50, 100).base());
    assertEquals(20, FrameScores.of(120, 2.9, 500, 500).base());
    assertEquals(10, FrameScores.of(19, 50, 500, 500).base());
    assertEquals(15, FrameScores.of(236, 50, 500, 500).base());
    assertEquals(90, FrameScores.environment(40, 5));
    assertEquals(65, FrameScores.environment(30, 5));
    assertEquals(20, FrameScores.environment(19, 5));
    assertEquals(80, FrameScores.behavioral(true, 14, false));
    assertEquals(65, FrameScores.behavioral(true, 40, false));
    assertEquals(45, FrameScores.behavioral(true, 41, false));
  }

  @Test
  void theEdgesOfAStepAreThoseOfSobel() {
    // A vertical step of 10: |gradient| is 40 beside it and 0 elsewhere.
    var grid = new float[36];
    for (int i = 0; i < 36; i++) grid[i] = i % 6 < 3 ? 0 : 10;
    assertEquals(400, EdgeVariance.of(grid, 6, 6), 1e-9);
    assertEquals(0, EdgeVariance.of(new float[4], 2, 2), 1e-9);
  }
}
