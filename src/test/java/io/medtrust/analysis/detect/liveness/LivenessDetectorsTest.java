package io.medtrust.analysis.detect.liveness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.lab.Observations;
import io.medtrust.analysis.lab.Pictures;
import io.medtrust.analysis.lab.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class LivenessDetectorsTest {

  /** A face of 468 points; open eyes of ratio 0.3. */
  static float[] face(double opening) {
    var random = new Random(7);
    var m = new float[468 * 3];
    for (int i = 0; i < m.length; i++) m[i] = 200 + 200 * random.nextFloat();
    eye(m, 33, 133, 160, 144, 158, 153, 240, opening);
    eye(m, 362, 263, 385, 380, 387, 373, 320, opening);
    return m;
  }

  private static void eye(
      float[] m, int a, int b, int t1, int b1, int t2, int b2, float x, double opening) {
    put(m, a, x, 250);
    put(m, b, x + 40, 250);
    put(m, t1, x + 13, 250 - 20 * opening);
    put(m, b1, x + 13, 250 + 20 * opening);
    put(m, t2, x + 27, 250 - 20 * opening);
    put(m, b2, x + 27, 250 + 20 * opening);
  }

  private static void put(float[] m, int i, double x, double y) {
    m[3 * i] = (float) x;
    m[3 * i + 1] = (float) y;
  }

  /** Shifted, turned and stretched as a whole. */
  static float[] moved(float[] m, double t) {
    var out = m.clone();
    double a = 1 + 0.1 * Math.sin(t);
    double b = 0.1 * Math.sin(1.3 * t);
    for (int i = 0; i < 468; i++) {
      out[3 * i] = (float) (a * m[3 * i] + b * m[3 * i + 1] + 20 * Math.sin(t));
      out[3 * i + 1] = (float) (-b * m[3 * i] + m[3 * i + 1] + 9 * Math.cos(t));
    }
    return out;
  }

  private static List<Verdict> watch(
      VideoDetector detector, double seconds, BiConsumer<Double, Observations> picture) {
    var verdicts = new ArrayList<Verdict>();
    for (int i = 0; i < seconds * 15; i++) {
      double t = i / 15.0;
      var o = new Observations().at(3 + t);
      o.fresh = true;
      o.landmarks = face(0.3);
      o.faceGrid = grid(1);
      picture.accept(t, o);
      for (var output : detector.observe(o.build())) verdicts.add((Verdict) output);
    }
    return verdicts;
  }

  private static float[] grid(long seed) {
    var random = new Random(seed);
    var grid = new float[32 * 32];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = (float) (80 + 60 * Math.sin(seed + i % 32 / 5.0) + 40 * random.nextFloat());
    }
    return grid;
  }

  private static boolean blinking(double t) {
    return t % 4 > 3.8;
  }

  private static ShapeMotion.Motion motion(float[] then, float[] now) {
    var shape = new ShapeMotion(15);
    for (int i = 0; i < 4; i++) shape.add(i * 400_000, then);
    shape.add(1_600_000, now);
    return shape.measure();
  }

  @Test
  void movingAFaceAsAWholeLeavesItsShape() {
    var whole = motion(face(0.3), moved(face(0.3), 2.2));
    assertEquals(0, whole.face(), 1e-4);
    assertEquals(0, whole.features(), 1e-4);
    assertTrue(whole.moved() > 0.1);
    assertTrue(motion(face(0.3), face(0.02)).features() > 0.01);
  }

  @Test
  void aTiltedPlaneInPerspectiveIsStillFlat() {
    var m = face(0.3);
    var tilted = m.clone();
    for (int i = 0; i < 468; i++) {
      double x = m[3 * i] - 300;
      double y = m[3 * i + 1] - 300;
      double w = 1 + 0.0006 * x + 0.0003 * y;
      tilted[3 * i] = (float) (310 + 0.9 * x / w);
      tilted[3 * i + 1] = (float) (290 + y / w);
    }
    assertEquals(0, motion(m, tilted).face(), 1e-3);
  }

  @Test
  void aStillPictureIsNotLivingAfterFifteenSecondsAndUnknownBefore() {
    var verdicts = watch(new Liveness(Map.of()), 20, (t, o) -> {});
    for (var v : verdicts.subList(0, 14)) assertEquals("warming_up", v.code());
    var last = verdicts.getLast();
    assertEquals("not_living", last.code());
    assertEquals(Verdict.State.FAILED, last.state());
    assertTrue(last.score() < 35);
  }

  @Test
  void aPhotoThatIsWavedIsNotLiving() {
    var verdicts =
        watch(
            new Liveness(Map.of()),
            20,
            (t, o) -> {
              o.landmarks = moved(o.landmarks, t);
              for (int i = 0; i < o.faceGrid.length; i++) {
                o.faceGrid[i] += (float) (8 * Math.sin(t + i));
              }
            });
    assertEquals("not_living", verdicts.getLast().code());
    assertEquals(Verdict.State.FAILED, verdicts.getLast().state());
  }

  @Test
  void aFaceThatBlinksAndMovesLives() {
    var verdicts =
        watch(
            new Liveness(Map.of()),
            20,
            (t, o) -> {
              o.landmarks = moved(face(blinking(t) ? 0.05 : 0.3), t);
              for (int i = 0; i < o.faceGrid.length; i++) {
                o.faceGrid[i] += (float) (2 * Math.sin(t) + 8 * Math.sin(3 * t + i));
              }
            });
    var last = verdicts.getLast();
    assertEquals("ok", last.code());
    assertEquals(93, ((Number) last.evidence().get("motion_score")).intValue());
    assertTrue(last.score() > 80, last.toString());
  }

  @Test
  void aPersonWhoOnlyKeepsStillIsUnknownAndNotFailed() {
    var random = new Random(8);
    var verdicts =
        watch(
            new Liveness(Map.of()),
            40,
            (t, o) -> {
              // What a tracker wavers on a person told to sit still, and the breath.
              for (int i = 0; i < o.landmarks.length; i++) {
                o.landmarks[i] += (float) (0.15 * random.nextGaussian() + 1.5 * Math.sin(1.6 * t));
              }
            });
    for (var v : verdicts) assertEquals(Verdict.State.UNKNOWN, v.state(), v.toString());
    assertEquals("still", verdicts.getLast().code());
  }

  @Test
  void aFaceThatSpeaksButDoesNotBlinkLives() {
    var verdicts =
        watch(
            new Liveness(Map.of()),
            20,
            (t, o) -> {
              for (int k : new int[] {13, 14, 17, 0, 84, 314, 61, 291}) {
                o.landmarks[3 * k + 1] += (float) (12 * Math.sin(5 * t));
              }
            });
    assertEquals("no_blink", verdicts.getLast().code());
    assertEquals(Verdict.State.OK, verdicts.getLast().state());
  }

  @Test
  void tooFewMeshesCannotShowABlink() {
    var detector = new Liveness(Map.of());
    Verdict last = null;
    for (int i = 0; i < 100; i++) {
      var o = new Observations().at(i / 5.0);
      o.fresh = true;
      o.landmarks = face(0.3);
      o.faceGrid = grid(1);
      for (var output : detector.observe(o.build())) last = (Verdict) output;
    }
    assertEquals("frame_rate", last.code());
  }

  @Test
  void lightAndMotionHaveTheirBands() {
    assertEquals(70, LivenessScores.lighting(new double[] {1, 2}));
    assertEquals(15, LivenessScores.lighting(new double[] {90, 90, 90, 90, 90, 90}));
    assertEquals(92, LivenessScores.lighting(new double[] {90, 93, 88, 95, 91, 89}));
    assertEquals(70, LivenessScores.lighting(new double[] {50, 120, 60, 110, 40, 100}));
    assertEquals(70, LivenessScores.motion(new double[] {1, 2, 3}, 0, false));
    assertEquals(15, LivenessScores.motion(new double[] {900, 900, 900, 900, 900}, 0, false));
    assertEquals(85, LivenessScores.motion(new double[] {900, 950, 880, 930}, 0, false));
    assertEquals(93, LivenessScores.motion(new double[] {900, 950, 880, 930}, 2, true));
    assertEquals(65, LivenessScores.motion(new double[] {900, 950, 880, 930}, 0, true));
  }

  @Test
  void theSameFaceIsConsistentAndAnotherFaceIsAShift() {
    var verdicts =
        watch(
            new TemporalConsistency(Map.of()),
            40,
            (t, o) -> {
              // The picture moves, so that it is not frozen.
              for (int k = 0; k < o.grid.length; k++)
                o.grid[k] += (float) (10 * Math.sin(t * 3 + k));
              o.faceGrid = grid(t < 16 ? 1 : 4);
              for (int i = 0; i < o.faceGrid.length; i++) {
                o.faceGrid[i] = Math.clamp(o.faceGrid[i] + (t < 16 ? 0 : 60), 0f, 255f);
              }
            });
    assertEquals("warming_up", verdicts.getFirst().code());
    assertEquals("ok", verdicts.get(14).code());
    assertEquals(95.0, verdicts.get(14).score());
    assertTrue(verdicts.get(14).evidence().get("fingerprint").toString().matches("[0-9a-f]{64}"));
    var shift = verdicts.get(20);
    assertEquals("identity_shift", shift.code());
    assertEquals(Verdict.State.FAILED, shift.state());
    assertEquals(10.0, shift.score());
    assertEquals(Verdict.State.OK, verdicts.getLast().state(), "who stays becomes the norm");
  }

  @Test
  void aFrozenPictureFailsAndNoFaceIsUnknown() {
    var frozen = watch(new TemporalConsistency(Map.of()), 12, (t, o) -> {});
    assertEquals("frozen", frozen.getLast().code());
    assertEquals(Verdict.State.FAILED, frozen.getLast().state());
    var nobody =
        watch(new TemporalConsistency(Map.of()), 12, (t, o) -> o.state = FaceState.NO_FACE);
    assertEquals("no_face", nobody.getLast().code());
  }

  @Test
  void aLoopIsHintedAt() {
    var series = new ArrayList<double[]>();
    var random = new Random(2);
    var clip = new double[35];
    for (int i = 0; i < clip.length; i++) clip[i] = random.nextGaussian();
    for (int i = 0; i < 150; i++) {
      double v = clip[i % 35];
      series.add(new double[] {100 + v, 900 + 50 * v * v});
    }
    var loop = LoopHint.of(series);
    assertEquals(7, loop.seconds(), 1e-9);
    assertTrue(loop.correlation() > 0.95);
    for (var s : series) s[0] = s[1] = random.nextGaussian();
    assertTrue(LoopHint.of(series).correlation() < 0.6);
  }

  @Test
  void aClipMadeOfOnePictureOfARealFaceIsAFaceThatDoesNotLive() {
    var picture =
        Pictures.of(Pictures.fit(Pictures.face(6).getSubimage(1380, 180, 480, 420), 480, 360));
    try (var pipeline = new Pipeline()) {
      for (int i = 0; i < 17 * 15; i++) pipeline.see(Pictures.at(picture, i * 66_667L));
      assertEquals(1, pipeline.share(FaceState.FACE));
      assertEquals("ok", pipeline.verdict("face_presence").code());
      assertEquals("not_living", pipeline.verdict("liveness").code());
      assertEquals(Verdict.State.FAILED, pipeline.verdict("liveness").state());
      assertEquals("frozen", pipeline.verdict("temporal_consistency").code());
      assertEquals("frame_rate", pipeline.verdict("pulse").code());
    }
  }
}
