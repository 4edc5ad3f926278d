package io.medtrust.analysis.detect.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Lighting;
import io.medtrust.analysis.lab.Mask;
import io.medtrust.analysis.lab.Observations;
import io.medtrust.analysis.lab.Pictures;
import io.medtrust.analysis.media.Picture;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Drawn coverings and light on a real face. */
class CaptureQualityTest {
  private static final Picture FACE =
      Pictures.of(Pictures.fit(Pictures.face(6).getSubimage(1380, 180, 480, 420), 640, 480));

  private static FaceObservation bare() {
    try (var tracker = FaceTrackers.factory().open(Map.of())) {
      return tracker.track(Pictures.at(FACE, 0));
    }
  }

  private static Verdict judge(Picture picture, double fps, int bytes) {
    Verdict last = null;
    try (var tracker = FaceTrackers.factory().open(Map.of())) {
      var detector = new CaptureQuality(Map.of());
      for (int i = 0; i < 6 * fps; i++) {
        var p = Pictures.at(picture, 1_000_000 + Math.round(i * 1e6 / fps));
        for (var output : detector.observe(tracker.track(p.arrived(1, bytes)))) {
          last = (Verdict) output;
        }
      }
    }
    return last;
  }

  private static Verdict judge(Picture picture) {
    return judge(picture, 15, 4000);
  }

  private static Picture covered(Mask.Kind kind, int y, int u, int v) {
    return Mask.on(FACE, bare().landmarks(), kind, y, u, v);
  }

  @Test
  void aFaceInGoodLightIsOk() {
    var verdict = judge(FACE);
    assertEquals("ok", verdict.code());
    assertEquals(100, verdict.score());
    assertEquals("", verdict.evidence().get("conditions"));
  }

  @Test
  void masksOfAnyColourButSkinAreRecognised() {
    int[][] colours = {{170, 140, 112}, {215, 128, 128}, {40, 128, 128}, {120, 118, 116}};
    for (var c : colours) {
      var verdict = judge(covered(Mask.Kind.MASK, c[0], c[1], c[2]));
      assertEquals("masked", verdict.code(), "luma " + c[0]);
      assertEquals(Verdict.State.OK, verdict.state(), "it speaks against nobody");
    }
    assertEquals("masked", judge(covered(Mask.Kind.MASK_UNDER_NOSE, 180, 138, 114)).code());
  }

  @Test
  void darkGlassesAreEyewear() {
    var verdict = judge(covered(Mask.Kind.DARK_GLASSES, 28, 128, 128));
    assertEquals("eyewear", verdict.code());
  }

  @Test
  void badLightIsNamedWithWhatHelps() {
    var dark = judge(Lighting.gain(FACE, 0.15, 2));
    assertEquals("too_dark", dark.code());
    assertTrue(dark.reason().contains("light"));
    var box = bare().box();
    var window = Lighting.backlit(FACE, box.x(), box.y(), box.width(), box.height());
    assertEquals("backlit", judge(window).code());
    assertEquals("too_bright", judge(Lighting.gain(FACE, 2.6, 0)).code());
    assertEquals("blurred", judge(Lighting.blurred(FACE, 6)).code());
  }

  @Test
  void fewPicturesAndFewBitsAreNamed() {
    assertEquals("low_frame_rate", judge(FACE, 8, 4000).code());
    assertEquals("low_bitrate", judge(FACE, 15, 300).code());
    assertEquals("ok", judge(FACE, 15, 0).code(), "an unknown size says nothing");
  }

  @Test
  void aFaceAtTheEdgeIsPartlyOutside() {
    var part = Pictures.face(6).getSubimage(1380, 180, 480, 420);
    var verdict = judge(Pictures.of(Pictures.warp(part, 640, 480, 0, 110, 1, 0)));
    assertEquals("partly_outside", verdict.code());
  }

  @Test
  void nobodyIsUnknownAndDarknessIsNamed() {
    assertEquals("no_face", judge(Pictures.flat(640, 480, 120, 128, 128)).code());
    var dark = judge(Pictures.flat(640, 480, 18, 128, 128));
    assertEquals("too_dark", dark.code());
    assertEquals(Verdict.State.UNKNOWN, dark.state());
  }

  @Test
  void oneLookChangesNothingAndAnotherFaceForgetsIt() {
    var conditions = new FaceConditions();
    var seen = bare();
    var o = new Observations().at(1);
    o.landmarks = seen.landmarks();
    o.crop = dark(seen.crop());
    conditions.observe(o.build());
    assertTrue(conditions.now().isEmpty());
    o.at(2);
    conditions.observe(o.build());
    assertTrue(conditions.now().contains(Condition.TOO_DARK));
    assertFalse(conditions.lowerFaceCovered());
    var none = new Observations().at(3);
    none.state = FaceState.NO_FACE;
    conditions.observe(none.build());
    assertFalse(conditions.now().contains(Condition.TOO_DARK));
    assertEquals(0, conditions.looks(3_000_000));
  }

  private static FaceObservation.Crop dark(FaceObservation.Crop crop) {
    return new FaceObservation.Crop(new byte[crop.luma().length], new byte[crop.rgb().length]);
  }

  @Test
  void theTypologyAngleIsThatOfPublishedColours() {
    // sRGB 119 grey is L* 50, b* 0; (255, 255, 255) is L* 100: +90 degrees.
    assertEquals(90, SkinTone.ita(new double[] {255, 255, 255}), 1.5);
    // L* 65.7, a* 18.1, b* 17.8: "light skin" of the ColorChecker (194, 150, 130), 41.3 degrees.
    assertEquals(41.3, SkinTone.ita(new double[] {194, 150, 130}), 2);
    // L* 38, a* 13.6, b* 14.1: "dark skin" (115, 82, 68), -40.4 degrees.
    assertEquals(-40.4, SkinTone.ita(new double[] {115, 82, 68}), 2);
    assertEquals("light", SkinTone.group(41.3));
    assertEquals("dark", SkinTone.group(-40.4));
  }
}
