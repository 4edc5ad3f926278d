package io.medtrust.analysis.detect.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.face.FaceObservation.Crop;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.lab.Observations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaceDetectorsTest {
  private static List<Output> presence(double seconds, FaceState state, boolean damaged) {
    var detector = new FacePresence();
    var out = new ArrayList<Output>();
    for (int i = 0; i < seconds * 30; i++) {
      var o = new Observations().at(i / 30.0);
      o.state = state;
      o.damaged = damaged;
      out.addAll(detector.observe(o.build()));
    }
    return out;
  }

  private static Verdict last(List<Output> out) {
    return out.stream()
        .filter(Verdict.class::isInstance)
        .map(Verdict.class::cast)
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  @Test
  void oneFaceIsWellAndItsPlaceIsShownTenTimesASecond() {
    var out = presence(3, FaceState.FACE, false);
    assertEquals(Verdict.State.OK, last(out).state());
    long displays = out.stream().filter(Output.FaceDisplay.class::isInstance).count();
    assertEquals(30, displays, 1);
    var display =
        (Output.FaceDisplay)
            out.stream().filter(Output.FaceDisplay.class::isInstance).findFirst().orElseThrow();
    assertEquals(220f / 640, display.x(), 1e-6);
    assertEquals(200f / 640, display.width(), 1e-6);
    assertEquals("face", display.state());
  }

  @Test
  void noFaceAndSeveralFacesFailOnceTheyHaveHeldForASecond() {
    for (var state : List.of(FaceState.NO_FACE, FaceState.SEVERAL)) {
      var code = state == FaceState.NO_FACE ? "no_face" : "several_faces";
      assertEquals(Verdict.State.UNKNOWN, last(presence(0.9, state, false)).state());
      var verdict = last(presence(2, state, false));
      assertEquals(Verdict.State.FAILED, verdict.state());
      assertEquals(code, verdict.code());
      assertEquals(0.0, verdict.score());
    }
  }

  @Test
  void aSmallOrTurnedFaceAndDamagedVideoAreUnknown() {
    assertEquals("face_too_small", last(presence(3, FaceState.TOO_SMALL, false)).code());
    assertEquals("face_turned", last(presence(3, FaceState.PROFILE, false)).code());
    assertEquals("damaged", last(presence(3, FaceState.FACE, true)).code());
  }

  private static byte[] luma(Random random, int levels) {
    var luma = new byte[Crop.SIDE * Crop.SIDE];
    for (int i = 0; i < luma.length; i++) {
      luma[i] = (byte) (16 * random.nextInt(levels) + 100 / levels);
    }
    return luma;
  }

  @Test
  void theBandsAreThoseOfTheReference() {
    assertEquals(95, ArtifactScores.ganScore(0.80, 8));
    assertEquals(85, ArtifactScores.ganScore(0.70, 8));
    assertEquals(70, ArtifactScores.ganScore(0.60, 8));
    assertEquals(50, ArtifactScores.ganScore(0.50, 8));
    assertEquals(25, ArtifactScores.ganScore(0.49, 8));
    assertEquals(30, ArtifactScores.ganScore(0.80, 3));
    assertEquals(75, ArtifactScores.microScore(Double.NaN, Double.NaN));
    assertEquals(10, ArtifactScores.microScore(0, 1.9));
    assertEquals(30, ArtifactScores.microScore(0, 40));
    assertEquals(95, ArtifactScores.microScore(0.05, 40), "the reference rounded this to nothing");
    assertEquals(80, ArtifactScores.microScore(5, 40));
    assertEquals(55, ArtifactScores.microScore(14, 40));
    assertEquals(20, ArtifactScores.microScore(15, 40));
    assertEquals(20, ArtifactScores.poseScore(0.9));
    assertEquals(45, ArtifactScores.poseScore(3));
    assertEquals(80, ArtifactScores.poseScore(9));
    assertEquals(90, ArtifactScores.poseScore(24));
    assertEquals(60, ArtifactScores.poseScore(25));
    assertEquals(90, ArtifactScores.eyeBoundaryScore(301, 201));
    assertEquals(75, ArtifactScores.eyeBoundaryScore(101, 61));
    assertEquals(55, ArtifactScores.eyeBoundaryScore(31, 16));
    assertEquals(27, ArtifactScores.eyeBoundaryScore(0, 0));
  }

  @Test
  void aWorkedExampleGivesItsScores() {
    // Sixteen equal levels: 4 bits. The upper half of the grid is 100, the lower 120: eyes and
    // mouth are even, the quadrants differ by 0 across and 20 along.
    var grid = new float[32 * 32];
    for (int i = 0; i < grid.length; i++) grid[i] = i < 512 ? 100 : 120;
    var scores = ArtifactScores.of(luma(new Random(1), 16), grid, 32, 70);
    assertEquals(1, scores.entropy(), 0.001);
    assertEquals(16, scores.occupiedBins());
    assertEquals(95, scores.gan());
    assertEquals(10, scores.asymmetry(), 1e-9);
    assertEquals(90, scores.pose());
    assertEquals(27, scores.eyeBoundary());
    assertEquals(
        Math.round(0.35 * 95 + 0.30 * scores.micro() + 0.20 * 90 + 0.15 * 27), scores.total());
  }

  @Test
  void aFaceOfTwoGreyLevelsThatNeverChangesFails() {
    var detector = new FaceArtifact();
    var luma = luma(new Random(1), 2);
    Verdict verdict = null;
    for (int i = 0; i < 3; i++) {
      var o = new Observations().at(i);
      o.crop = new Crop(luma, new byte[0]);
      o.faceGrid = new float[32 * 32];
      var out = detector.observe(o.build());
      assertEquals(1, out.size());
      verdict = (Verdict) out.getFirst();
    }
    assertEquals(Verdict.State.FAILED, verdict.state());
    assertEquals("artifacts", verdict.code());
    assertEquals("HIGH", verdict.evidence().get("confidence"));
  }

  @Test
  void withoutAGoodFaceNothingIsSaidOfArtifacts() {
    var detector = new FaceArtifact();
    var o = new Observations().at(1);
    o.state = FaceState.SEVERAL;
    var out = detector.observe(o.build());
    assertEquals("several_faces", ((Verdict) out.getFirst()).code());
    assertFalse(((Verdict) out.getFirst()).state() == Verdict.State.FAILED);
    assertTrue(detector.observe(o.at(1.1).build()).isEmpty());
  }
}
