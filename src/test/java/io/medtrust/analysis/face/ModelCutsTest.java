package io.medtrust.analysis.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.face.FaceObservation.Box;
import io.medtrust.analysis.face.FaceObservation.ModelCrops;
import io.medtrust.analysis.lab.Pictures;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelCutsTest {
  private static List<FaceObservation> track(BufferedImage image, double seconds) {
    var all = new ArrayList<FaceObservation>();
    var picture = Pictures.of(image);
    try (var tracker = FaceTrackers.factory().open(Map.of())) {
      for (int i = 0; i < 30 * seconds; i++) {
        all.add(tracker.track(Pictures.at(picture, 1_000_000L + i * 33_333L)));
      }
    }
    return all;
  }

  private static byte[] identity(BufferedImage image) {
    for (var o : track(image, 0.5)) {
      if (o.models() != null && o.models().identity() != null) return o.models().identity();
    }
    throw new AssertionError("no cut");
  }

  @Test
  void theLandmarksLieOnTheTemplate() {
    for (double turn : new double[] {0, 0.25, -0.25}) {
      var image = Pictures.warp(MeshFaceTrackerTest.alone(), 640, 480, 40 * turn, 0, 1, turn);
      var seen = track(image, 0.3).getLast();
      var patch = ModelCuts.aligned(seen.landmarks());
      var five = FaceGeometry.fiveOfTemplate(seen.landmarks());
      double sum = 0;
      for (int i = 0; i < 5; i++) {
        double dx = patch.x(ModelCuts.TEMPLATE[i][0], ModelCuts.TEMPLATE[i][1]) - five[i][0];
        double dy = patch.y(ModelCuts.TEMPLATE[i][0], ModelCuts.TEMPLATE[i][1]) - five[i][1];
        sum += (dx * dx + dy * dy) / (patch.scale() * patch.scale());
      }
      assertTrue(Math.sqrt(sum / 5) < 5, "template pixels off: " + Math.sqrt(sum / 5));
    }
  }

  @Test
  void aFaceFoundAnewInTheCutHasItsEyesAndMouthWhereNetworksExpectThem() {
    var cut = identity(Pictures.warp(MeshFaceTrackerTest.alone(), 640, 480, 20, 10, 1, 0.2));
    int side = ModelCrops.IDENTITY_SIDE;
    var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      int r = cut[3 * i] & 255;
      int g = cut[3 * i + 1] & 255;
      int b = cut[3 * i + 2] & 255;
      image.setRGB(i % side, i / side, r << 16 | g << 8 | b);
    }
    var large = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    large.createGraphics().drawImage(image, 152, 72, 336, 336, null);
    var five = FaceGeometry.fiveOfTemplate(track(large, 0.5).getLast().landmarks());
    double[] limits = {4, 4, 9, 5, 5};
    for (int i = 0; i < 5; i++) {
      double x = (five[i][0] - 152) / 3;
      double y = (five[i][1] - 72) / 3;
      double off = Math.hypot(x - ModelCuts.TEMPLATE[i][0], y - ModelCuts.TEMPLATE[i][1]);
      assertTrue(off < limits[i], "point " + i + " is off by " + off);
    }
  }

  @Test
  void theSquaresAreBlueFirstAndTheIdentityCutRedFirst() {
    var seen = track(MeshFaceTrackerTest.alone(), 0.5);
    double red = 0;
    double blue = 0;
    for (var o : seen) {
      if (o.models() == null || o.models().near() == null) continue;
      int at = (64 * ModelCrops.SQUARE_SIDE + 64) * 3;
      blue = o.models().near()[at] & 255;
      red = o.models().near()[at + 2] & 255;
    }
    assertTrue(red > blue + 10, "skin is red: " + red + " " + blue);
    var cut = identity(MeshFaceTrackerTest.alone());
    int at = (60 * ModelCrops.IDENTITY_SIDE + 45) * 3;
    assertTrue((cut[at] & 255) > (cut[at + 2] & 255) + 10);
  }

  @Test
  void eachKindComesAtItsRateAndNeverBothOfOnePicture() {
    int cuts = 0;
    int squares = 0;
    for (var o : track(MeshFaceTrackerTest.alone(), 6)) {
      var m = o.models();
      if (m == null) continue;
      assertNull(o.crop(), "no picture costs all");
      assertTrue((m.identity() == null) != (m.near() == null));
      assertEquals(m.near() == null, m.far() == null);
      if (m.identity() != null) cuts++;
      else squares++;
    }
    assertEquals(6, cuts);
    assertEquals(3, squares);
  }

  @Test
  void nothingIsCutOfSeveralFaces() {
    var seen = track(Pictures.fit(Pictures.face(6), 1280, 720), 3);
    assertEquals(FaceState.SEVERAL, seen.getLast().state());
    for (var o : seen) if (o.state() != FaceState.FACE) assertNull(o.models());
  }

  @Test
  void aSquareNeverReachesOverThePicture() {
    for (var box : new Box[] {new Box(-50, 20, 300, 380), new Box(500, 300, 200, 240)}) {
      for (double scale : new double[] {1.5, 2.7}) {
        var patch = ModelCuts.around(box, scale, 640, 480);
        int last = ModelCrops.SQUARE_SIDE - 1;
        assertTrue(patch.x(0, 0) >= -0.5 && patch.y(0, 0) >= -0.5);
        assertTrue(patch.x(last, last) <= 639.5 && patch.y(last, last) <= 479.5);
      }
    }
    assertNotNull(ModelCuts.around(new Box(0, 0, 10, 10), 1.5, 64, 64));
  }
}
