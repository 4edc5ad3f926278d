package io.medtrust.analysis.detect.presentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Observations;
import io.medtrust.analysis.lab.Pictures;
import io.medtrust.analysis.lab.ScreenReplay;
import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.model.ModelSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresentationTest {
  private static List<Verdict> watch(Picture picture, double seconds) {
    var all = new ArrayList<Verdict>();
    var settings = Map.<String, String>of();
    try (var tracker = FaceTrackers.factory().open(settings);
        var detector =
            new Presentation(
                new PresentationNetwork(ModelSlot.PRESENTATION.require(settings)), settings)) {
      for (int i = 0; i < 10 * seconds; i++) {
        var o = tracker.track(Pictures.at(picture, 1_000_000 + i * 100_000L));
        for (var output : detector.observe(o)) all.add((Verdict) output);
      }
    }
    return all;
  }

  private static Picture face() {
    var part = Pictures.face(6).getSubimage(1380, 180, 480, 420);
    return Pictures.of(Pictures.fit(part, 640, 480));
  }

  @Test
  void nothingIsSaidBeforeThreePairsAndNothingFailsBeforeTen() {
    for (var picture : List.of(face(), ScreenReplay.of(face(), 0.6, 0.15))) {
      var said = watch(picture, 18);
      assertEquals("warming_up", said.getFirst().code());
      assertTrue(said.stream().noneMatch(v -> v.state() == Verdict.State.FAILED));
      var last = said.getLast();
      assertTrue(last.evidence().containsKey("near") && last.evidence().containsKey("far"));
      assertEquals("unknown", last.evidence().get("model_provenance"));
    }
  }

  @Test
  void theNetworkPrefersAFaceToADrawnScreen() {
    var bare = watch(face(), 8).getLast().evidence();
    var screen = watch(ScreenReplay.of(face(), 0.6, 0.15), 8).getLast().evidence();
    assertTrue((double) screen.get("far") < (double) bare.get("far"), bare + " " + screen);
  }

  @Test
  void withoutAFaceItIsUnknown() {
    var settings = Map.<String, String>of();
    try (var detector =
        new Presentation(
            new PresentationNetwork(ModelSlot.PRESENTATION.require(settings)), settings)) {
      var made = new Observations().at(1);
      made.state = FaceState.NO_FACE;
      assertEquals("no_face", ((Verdict) detector.observe(made.build()).getFirst()).code());
      made = new Observations().at(3);
      made.damaged = true;
      assertEquals("damaged", ((Verdict) detector.observe(made.build()).getFirst()).code());
    }
  }

  @Test
  void theWindowHoldsTheNewestAndForgetsTheOld() {
    var window = new LiveWindow();
    for (int i = 0; i < 30; i++) window.add(i * 2_000_000L, i < 20 ? 1 : 0, 0.5);
    assertEquals(LiveWindow.NEWEST, window.size());
    assertEquals(0, window.near(), 1e-9);
    assertEquals(0.5, window.far(), 1e-9);
    assertTrue(window.lasting(58_000_000));
    assertFalse(window.lasting(100_000_000), "the face was away");
    window.add(1_000_000, 1, 1);
    assertEquals(1, window.size(), "time jumped back");
  }
}
