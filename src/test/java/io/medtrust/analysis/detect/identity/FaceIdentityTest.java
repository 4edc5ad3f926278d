package io.medtrust.analysis.detect.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Knowledge.Template;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.face.FaceTracker;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Mask;
import io.medtrust.analysis.lab.Pictures;
import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.model.ModelSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two people of one picture, each alone, through tracker and network. */
class FaceIdentityTest {
  private static final Map<String, String> NONE = Map.of();
  private final FaceTracker tracker = FaceTrackers.factory().open(NONE);
  private FaceIdentity detector = open();
  private final Picture one = cut(1380, 180, 480, 420);
  private final Picture other = cut(510, 250, 480, 420);
  private final List<Verdict> verdicts = new ArrayList<>();
  private Template template;
  private Template beginning;
  private long micros = 1_000_000;

  private static FaceIdentity open() {
    return new FaceIdentity(new FaceNetwork(ModelSlot.FACE_EMBEDDING.require(NONE)), NONE);
  }

  private static Picture cut(int x, int y, int width, int height) {
    var part = Pictures.face(6).getSubimage(x, y, width, height);
    return Pictures.of(Pictures.fit(part, 640, 480));
  }

  @AfterEach
  void close() {
    tracker.close();
    detector.close();
  }

  private Verdict watch(Picture picture, double seconds) {
    for (int i = 0; i < seconds * 15; i++) {
      for (var output : detector.observe(tracker.track(Pictures.at(picture, micros)))) {
        switch (output) {
          case Verdict v -> verdicts.add(v);
          case Output.TemplateSample t -> template = t.template();
          case Output.Beginning b -> beginning = b.template();
          default -> throw new AssertionError(output);
        }
      }
      micros += 66_667;
    }
    return verdicts.getLast();
  }

  private long said(String code) {
    return verdicts.stream().filter(v -> v.code().equals(code)).count();
  }

  @Test
  void theEnrolledPersonMatchesAndAnotherFailsWithinTenSeconds() {
    watch(one, 10);
    assertNotNull(template);
    assertEquals("face", template.kind());
    assertEquals(192, template.values().length);
    detector.know(new Knowledge.Enrolled(List.of(template)));
    var same = watch(one, 3);
    assertEquals("ok", same.code());
    assertTrue(same.score() > 90);
    verdicts.clear();
    var another = watch(other, 10);
    assertEquals("not_enrolled_person", another.code());
    assertEquals(Verdict.State.FAILED, another.state());
    assertTrue(another.score() < 35);
    assertEquals(true, another.evidence().get("identity_shift"));
    verdicts.clear();
    assertEquals("ok", watch(one, 8).code(), "the person is back");
  }

  @Test
  void withoutATemplateItIsUnknownAndAChangeFails() {
    var before = watch(one, 8);
    assertEquals("no_template", before.code());
    assertEquals(Verdict.State.UNKNOWN, before.state());
    assertEquals("unknown", before.evidence().get("model_provenance"));
    var after = watch(other, 10);
    assertEquals("face_changed", after.code());
    assertEquals(Verdict.State.FAILED, after.state());
    assertEquals(true, after.evidence().get("identity_shift"));
    assertEquals("no_template", watch(one, 6).code());
  }

  @Test
  void aDetectorThatBeginsAnewRemembersTheFaceThatTheCallBeganWith() {
    watch(one, 8);
    assertNotNull(beginning);
    detector.close();
    detector = open();
    detector.know(new Knowledge.Began(List.of(beginning)));
    assertEquals("face_changed", watch(other, 8).code());
    assertEquals("no_template", watch(one, 8).code());
  }

  @Test
  void theSamePersonTurnedShiftedAndZoomedIsNoChange() {
    watch(one, 6);
    var part = Pictures.face(6).getSubimage(1380, 180, 480, 420);
    double[][] places = {{40, 0, 1, 0.2}, {-50, 20, 0.9, -0.2}, {0, -20, 1.3, 0}, {0, 0, 0.6, 0.1}};
    for (var p : places) {
      watch(Pictures.of(Pictures.warp(part, 640, 480, p[0], p[1], p[2], p[3])), 5);
    }
    assertEquals(0, said("face_changed"));
    assertEquals("no_template", verdicts.getLast().code());
  }

  @Test
  void aTemplateOfAnotherModelOrOfAnotherLengthIsNoTemplate() {
    watch(one, 10);
    var t = template;
    detector.know(new Knowledge.Enrolled(List.of(new Template("face", "old@1", t.values(), 1))));
    var verdict = watch(one, 2);
    assertEquals("no_template", verdict.code());
    assertTrue(verdict.reason().contains("another model"));
    detector.know(
        new Knowledge.Enrolled(List.of(new Template("face", t.model(), new float[] {1, 2}, 1))));
    assertEquals("no_template", watch(one, 2).code());
    detector.know(
        new Knowledge.Enrolled(List.of(new Template("face", t.model(), new float[192], 1))));
    assertEquals("no_template", watch(one, 2).code());
    detector.know(new Knowledge.Enrolled(List.of(new Template("voice", t.model(), t.values(), 1))));
    assertEquals("no_template", watch(one, 2).code());
  }

  @Test
  void aDarkPictureIsUnknownAndNoOtherPerson() {
    watch(one, 10);
    detector.know(new Knowledge.Enrolled(List.of(template)));
    assertEquals("ok", watch(one, 2).code());
    verdicts.clear();
    var y = one.y().clone();
    for (int i = 0; i < y.length; i++) y[i] = (byte) (16 + ((y[i] & 255) - 16) / 14);
    var dark =
        new Picture(
            y, one.u(), one.v(), 640, 480, one.yStride(), one.chromaStride(), 0, 0, true, false);
    var verdict = watch(dark, 12);
    assertEquals(Verdict.State.UNKNOWN, verdict.state());
    assertTrue(verdicts.stream().noneMatch(v -> v.state() == Verdict.State.FAILED));
  }

  @Test
  void aMaskIsUnknownAndNoOtherPerson() {
    watch(one, 10);
    detector.know(new Knowledge.Enrolled(List.of(template)));
    assertEquals("ok", watch(one, 2).code());
    var mesh = tracker.track(Pictures.at(one, micros += 66_667)).landmarks();
    verdicts.clear();
    var verdict = watch(Mask.on(one, mesh, Mask.Kind.MASK, 170, 140, 112), 12);
    assertTrue(List.of("masked", "ok").contains(verdict.code()), verdict.code());
    assertTrue(said("masked") > 0 || said("ok") == verdicts.size());
    assertTrue(verdicts.stream().noneMatch(v -> v.state() == Verdict.State.FAILED));
    assertEquals("ok", watch(one, 8).code(), "the mask is off");
  }

  @Test
  void nobodyIsUnknown() {
    watch(one, 5);
    assertEquals("no_face", watch(Pictures.flat(640, 480, 60, 128, 128), 3).code());
    assertFalse(verdicts.stream().anyMatch(v -> v.state() == Verdict.State.FAILED));
  }
}
