package io.medtrust.trust.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.trust.calibration.CalibrationFit.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationFitTest {
  private static LabelledScore score(String subject, boolean genuine, double score) {
    return new LabelledScore("voice", "signal", "1", subject, genuine, Math.clamp(score, 0, 100));
  }

  /** Normal scores of both classes with the same spread: the true curve is a line. */
  private static List<LabelledScore> normal(int subjects, int each, double distance, long seed) {
    var random = new Random(seed);
    var scores = new ArrayList<LabelledScore>();
    for (int s = 0; s < subjects; s++) {
      for (int i = 0; i < each; i++) {
        scores.add(score("g" + s, true, 50 + distance / 2 + 8 * random.nextGaussian()));
        scores.add(score("i" + s, false, 50 - distance / 2 + 8 * random.nextGaussian()));
      }
    }
    return scores;
  }

  @Test
  void a_logistic_curve_finds_the_true_log_likelihood_ratio_of_normal_scores() {
    // ln N(x; 58, 8) / N(x; 42, 8) = 16 (x - 50) / 64
    for (var form : List.of(Form.LOGISTIC, Form.AUTO)) {
      var curve = CalibrationFit.fit(normal(500, 1, 16, 1), form);
      for (double x = 40; x <= 60; x += 5) {
        assertEquals(16 * (x - 50) / 64, curve.llr(x), 0.35, "at " + x);
      }
      assertTrue(curve.informative());
    }
  }

  @Test
  void an_isotonic_curve_follows_the_truth_too_and_rises() {
    var curve = CalibrationFit.fit(normal(500, 1, 16, 2), Form.ISOTONIC);
    assertInstanceOf(Curve.Isotonic.class, curve.curve());
    for (double x = 42; x <= 58; x += 4) {
      assertEquals(16 * (x - 50) / 64, curve.llr(x), 0.8, "at " + x);
    }
    double before = Double.NEGATIVE_INFINITY;
    for (double x = 0; x <= 100; x += 0.25) {
      assertTrue(curve.llr(x) >= before);
      before = curve.llr(x);
    }
  }

  @Test
  void no_curve_claims_more_than_the_number_of_subjects_allows() {
    for (var form : Form.values()) {
      for (int subjects : new int[] {2, 5, 12, 40}) {
        var scores = new ArrayList<LabelledScore>();
        for (int s = 0; s < subjects; s++) {
          for (int i = 0; i < 50; i++) {
            scores.add(score("g" + s, true, 90 + s / 10.0));
            scores.add(score("i" + s, false, 10 + s / 10.0));
          }
        }
        var curve = CalibrationFit.fit(scores, form);
        assertEquals(subjects, curve.subjects());
        for (double x = 0; x <= 100; x++) {
          assertTrue(Math.abs(curve.llr(x)) <= Math.log(subjects) + 1e-12);
        }
        if (subjects > 5) assertTrue(curve.llr(95) > 1 && curve.llr(5) < -1);
      }
    }
  }

  @Test
  void the_bound_counts_the_smaller_class_and_people_not_clips() {
    var scores = new ArrayList<LabelledScore>();
    for (int i = 0; i < 1_000; i++) scores.add(score("g" + i, true, 90));
    for (int i = 0; i < 1_000; i++) scores.add(score("i" + i % 4, false, 10));
    var curve = CalibrationFit.fit(scores, Form.LOGISTIC);
    assertEquals(Math.log(4), curve.bound(), 1e-12);
    assertEquals(1_000, curve.genuineSubjects());
    assertEquals(1_000, curve.impostorScores());
  }

  @Test
  void one_subject_is_no_evidence_at_all() {
    var scores = List.of(score("a", true, 99), score("b", false, 1), score("c", false, 2));
    var curve = CalibrationFit.fit(scores, Form.AUTO);
    assertFalse(curve.informative());
    assertEquals(0, curve.llr(99));
    assertEquals(0, curve.llr(1));
  }

  @Test
  void a_detector_at_chance_tells_nothing() {
    var curve = CalibrationFit.fit(normal(20, 5, 0, 3), Form.LOGISTIC);
    assertTrue(curve.quality().cllrAfter() >= 0.97);
    for (double x = 0; x <= 100; x += 10) assertEquals(0, curve.llr(x), 0.8);
  }

  @Test
  void scores_that_fall_with_genuineness_are_not_turned_round() {
    var scores = new ArrayList<LabelledScore>();
    for (int s = 0; s < 40; s++) {
      scores.add(score("g" + s, true, 20 + s / 10.0));
      scores.add(score("i" + s, false, 80 + s / 10.0));
    }
    for (var form : Form.values()) {
      var curve = CalibrationFit.fit(scores, form);
      assertFalse(curve.informative());
      assertEquals(0, curve.llr(0));
      assertEquals(0, curve.llr(100));
    }
  }

  @Test
  void knowing_the_subject_does_not_count_as_knowing_the_class() {
    // Each subject has a score of its own that says nothing of its class.
    var random = new Random(5);
    var subjects = new ArrayList<LabelledScore>();
    var clips = new ArrayList<LabelledScore>();
    for (int s = 0; s < 12; s++) {
      double own = 100 * random.nextDouble();
      for (int i = 0; i < 20; i++) {
        subjects.add(score("s" + s, s % 2 == 0, own));
        clips.add(score("s" + s + "clip" + i, s % 2 == 0, own));
      }
    }
    var split = CalibrationFit.fit(subjects, Form.ISOTONIC);
    var leaked = CalibrationFit.fit(clips, Form.ISOTONIC);
    assertFalse(split.informative(), "held out by person: " + split.quality());
    assertTrue(leaked.informative(), "split by clip it would look good: " + leaked.quality());
  }

  @Test
  void calibration_mends_scores_that_claim_too_much() {
    var quality = CalibrationFit.fit(normal(60, 10, 8, 6), Form.LOGISTIC).quality();
    var claiming =
        normal(60, 10, 8, 6).stream()
            .map(s -> score(s.subject(), s.genuine(), 50 + 4 * (s.score() - 40)))
            .toList();
    var mended = CalibrationFit.fit(claiming, Form.LOGISTIC).quality();
    assertTrue(mended.cllrBefore() > mended.cllrAfter());
    assertTrue(mended.minCllrBefore() <= mended.cllrAfter());
    assertTrue(quality.cllrAfter() < 1);
  }

  @Test
  void the_cost_of_a_ratio_is_that_of_the_paper() {
    var scores = List.of(score("a", true, 0), score("b", false, 0));
    assertEquals(1, Cllr.of(Trials.of(scores, new double[] {0, 0})), 1e-12);
    // ln 3 for the genuine, -ln 3 for the impostor: log2(4/3) each
    double ln3 = Math.log(3);
    assertEquals(
        Math.log(4 / 3.0) / Math.log(2),
        Cllr.of(Trials.of(scores, new double[] {ln3, -ln3})),
        1e-12);
    assertEquals(2, Cllr.of(Trials.of(scores, new double[] {-ln3, ln3})), 1e-12);
    assertEquals(0, Cllr.min(Trials.of(scores, new double[] {1, -1})), 1e-12);
    assertEquals(1, Cllr.min(Trials.of(scores, new double[] {-1, 1})), 1e-12);
  }

  @Test
  void pooling_is_that_of_the_textbook() {
    // Labels 0 1 0 1 1 in rising order, one subject each: the middle two are pooled.
    var scores = new ArrayList<LabelledScore>();
    var labels = new boolean[] {false, true, false, true, true};
    for (int i = 0; i < 5; i++) scores.add(score("s" + i, labels[i], 10 * i));
    var blocks = Pav.fit(Trials.of(scores), 1, 0);
    assertEquals(3, blocks.size());
    assertEquals(0, blocks.get(0).value(), 1e-12);
    // weights 1/3 genuine, 1/2 impostor
    assertEquals((1 / 3.0) / (1 / 3.0 + 1 / 2.0), blocks.get(1).value(), 1e-12);
    assertEquals(1, blocks.get(2).value(), 1e-12);
  }

  @Test
  void scores_of_one_class_are_refused() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> CalibrationFit.fit(List.of(score("a", true, 5)), Form.AUTO, "1", "0".repeat(64)));
    assertEquals("voice has scores of one class only: both are needed", refused.getMessage());
  }
}
