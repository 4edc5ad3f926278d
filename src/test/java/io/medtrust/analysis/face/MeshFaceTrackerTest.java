package io.medtrust.analysis.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.lab.Pictures;
import io.medtrust.analysis.media.Picture;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeshFaceTrackerTest {
  private static FaceTracker tracker() {
    return FaceTrackers.factory().open(Map.of());
  }

  private static FaceObservation last(FaceTracker tracker, Picture picture, int frames) {
    FaceObservation seen = null;
    for (int i = 0; i < frames; i++) {
      seen = tracker.track(Pictures.at(picture, 1_000_000L + i * 33_333L));
    }
    return seen;
  }

  @Test
  void theModelsOfTheBuildAreThePinnedOnes() {
    assertTrue(FaceTrackers.factory().available());
  }

  /** One of the four people of sample6, alone. */
  static BufferedImage alone() {
    return Pictures.fit(Pictures.face(6).getSubimage(1380, 180, 480, 420), 640, 480);
  }

  @Test
  void aRealFaceIsFoundWithPlausibleLandmarks() {
    try (var tracker = tracker()) {
      var seen = last(tracker, Pictures.of(alone()), 40);
      assertEquals(FaceState.FACE, seen.state());
      assertEquals(1, seen.faces());
      var m = seen.landmarks();
      assertEquals(FaceGeometry.POINTS * 3, m.length);
      double ear = FaceGeometry.eyeAspectRatio(m);
      assertTrue(ear > 0.24 && ear < 0.45, "eyes are open: " + ear);
      assertTrue(FaceGeometry.mouthRatio(m) < 0.2, "the lips are nearly closed");
      assertTrue(Math.abs(FaceGeometry.yawDegrees(m)) < 20);
      var right = FaceGeometry.eye(m, true);
      var left = FaceGeometry.eye(m, false);
      assertTrue(right[0] < left[0], "the person's right eye is on the left of the picture");
      assertTrue(m[3 * 152 + 1] > m[3 * 1 + 1] && m[3 * 1 + 1] > right[1], "chin, nose, eyes");
      assertEquals(4, seen.regions().size());
      for (var region : seen.regions()) {
        var c = region.colour();
        assertTrue(c.v() > 130 && c.u() < 126, "skin is reddish and not blue: " + region);
        assertTrue(c.pixels() > 500);
      }
      assertNotNull(seen.background());
    }
  }

  @Test
  void theFaceKeepsItsPlaceInTheCropWhereverItIsInThePicture() {
    var image = alone();
    float[] first = null;
    for (var turn : new double[] {0, 0.2, -0.3}) {
      try (var tracker = tracker()) {
        var picture = Pictures.of(Pictures.warp(image, 640, 480, 60 * turn, -30 * turn, 1, turn));
        var seen = tracker.track(Pictures.at(picture, 0));
        assertEquals(32 * 32, seen.faceGrid().length);
        assertEquals(256 * 256, seen.crop().luma().length);
        assertEquals(256 * 256 * 3, seen.crop().rgb().length);
        if (first == null) first = seen.faceGrid();
        double same =
            io.medtrust.analysis.detect.dsp.Statistics.correlation(first, seen.faceGrid());
        assertTrue(same > 0.9, "turned by " + turn + ": " + same);
      }
    }
  }

  @Test
  void severalFacesAreAStateOnceTwoCountsAgree() {
    try (var tracker = tracker()) {
      var seen = last(tracker, Pictures.of(Pictures.face(6)), 60);
      assertEquals(FaceState.SEVERAL, seen.state());
      assertTrue(seen.faces() >= 2 && seen.faces() <= 4, "faces: " + seen.faces());
    }
  }

  @Test
  void aFaceOfFewPixelsIsTooSmall() {
    try (var tracker = tracker()) {
      var small = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
      small.createGraphics().drawImage(alone(), 300, 200, 110, 82, null);
      var seen = last(tracker, Pictures.of(small), 60);
      assertEquals(FaceState.TOO_SMALL, seen.state());
    }
  }

  @Test
  void aDrawnTestPatternBlackWhiteAndNoiseHoldNoFace() {
    var pattern = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    var g = pattern.createGraphics();
    g.setColor(new Color(40, 160, 60));
    g.fillRect(0, 0, 640, 480);
    g.setColor(Color.WHITE);
    g.fillArc(250, 150, 180, 180, 30, 300);
    for (int i = 0; i < 8; i++) {
      g.setColor(Color.getHSBColor(i / 8f, 1, 1));
      g.fillRect(i * 80, 400, 80, 80);
    }
    g.dispose();
    var noise = new byte[640 * 480];
    new Random(1).nextBytes(noise);
    var flat = Pictures.flat(640, 480, 128, 128, 128);
    var noisy = new Picture(noise, flat.u(), flat.v(), 640, 480, 640, 320, 0, 0, true, false);
    for (var picture :
        new Picture[] {
          Pictures.of(pattern),
          Pictures.flat(640, 480, 16, 128, 128),
          Pictures.flat(640, 480, 235, 128, 128),
          noisy,
          Pictures.flat(16, 16, 100, 128, 128),
          Pictures.flat(2, 700, 100, 128, 128)
        }) {
      try (var tracker = tracker()) {
        var seen = last(tracker, picture, 60);
        assertEquals(FaceState.NO_FACE, seen.state());
        assertEquals(0, seen.faces());
        assertNull(seen.landmarks());
        assertTrue(seen.regions().isEmpty());
      }
    }
  }

  @Test
  void skinMeansAreTakenOfEveryPictureAndTheMeshOfEverySecond() {
    try (var tracker = tracker()) {
      var picture = Pictures.of(alone());
      int means = 0;
      int meshes = 0;
      int crops = 0;
      for (int i = 0; i < 90; i++) {
        var seen = tracker.track(Pictures.at(picture, i * 33_333L));
        if (!seen.regions().isEmpty()) means++;
        if (seen.landmarksFresh()) meshes++;
        if (seen.crop() != null) crops++;
      }
      assertEquals(90, means);
      assertEquals(45, meshes, 2);
      assertEquals(3, crops);
    }
  }

  @Test
  void aDamagedPictureIsNeitherJudgedNorRemembered() {
    try (var tracker = tracker()) {
      var picture = Pictures.of(alone());
      last(tracker, picture, 10);
      var grey = Pictures.at(Pictures.flat(640, 480, 90, 128, 128), 2_000_000);
      var seen = tracker.track(Pictures.damaged(grey));
      assertTrue(seen.damaged());
      assertNull(seen.landmarks());
      assertNull(seen.crop());
      assertTrue(seen.regions().isEmpty());
      var after = tracker.track(Pictures.at(picture, 2_033_333));
      assertEquals(FaceState.FACE, after.state());
      assertEquals(0, after.frame().difference(), 1e-6, "the damaged picture is not compared");
    }
  }

  @Test
  void theFaceIsGivenUpWhenItGoesAndFoundWhenItComesBackInAnotherSize() {
    try (var tracker = tracker()) {
      var picture = Pictures.of(alone());
      last(tracker, picture, 10);
      var seen = tracker.track(Pictures.at(Pictures.flat(640, 480, 90, 128, 128), 1_500_000));
      assertTrue(seen.state() == FaceState.NO_FACE || !seen.landmarksFresh());
      seen = tracker.track(Pictures.at(Pictures.flat(640, 480, 90, 128, 128), 1_600_000));
      assertEquals(FaceState.NO_FACE, seen.state());
      var half = Pictures.of(Pictures.fit(alone(), 320, 240));
      for (int i = 0; i < 10; i++) seen = tracker.track(Pictures.at(half, 1_700_000 + i * 50_000));
      assertEquals(FaceState.FACE, seen.state());
      assertFalse(seen.box().x() > 320);
    }
  }

  @Test
  void blackIsZeroAndWhiteIs255InTheStatistics() {
    var statistics = new PictureStatistics();
    assertEquals(0, statistics.of(Pictures.flat(64, 48, 16, 128, 128)).mean(), 1e-3);
    var white = statistics.of(Pictures.flat(64, 48, 235, 128, 128));
    assertEquals(255, white.mean(), 1e-3);
    assertEquals(255, white.difference(), 1e-3);
    assertEquals(1, white.histogram()[15], 1e-6);
    assertEquals(0, white.deviation(), 1e-3);
    assertEquals(32 * 24, white.grid().length);
    assertTrue(Float.isNaN(statistics.of(Pictures.flat(66, 48, 16, 128, 128)).difference()));
  }

  @Test
  void aPolygonIsFilledByPixelCentres() {
    var spans = SkinRegions.fill(new double[] {1, 4, 4, 1}, new double[] {1, 1, 3, 3}, 100, 100);
    org.junit.jupiter.api.Assertions.assertArrayEquals(new int[] {1, 1, 3, 2, 1, 3}, spans);
  }

  @Test
  void anExactSimilarityIsRecoveredByTheFit() {
    var patch = new Patch(10, 20, 0.8, -0.3);
    double[][] from = {{0, 0}, {100, 3}, {40, 70}};
    var to = new double[3][];
    for (int i = 0; i < 3; i++) {
      to[i] = new double[] {patch.x(from[i][0], from[i][1]), patch.y(from[i][0], from[i][1])};
    }
    var fit = Patch.fit(from, to);
    assertEquals(10, fit.x0(), 1e-9);
    assertEquals(20, fit.y0(), 1e-9);
    assertEquals(0.8, fit.ax(), 1e-9);
    assertEquals(-0.3, fit.ay(), 1e-9);
  }
}
