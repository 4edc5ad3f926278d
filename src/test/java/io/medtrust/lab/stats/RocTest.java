package io.medtrust.lab.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RocTest {
  // The example of scikit-learn's roc_curve and roc_auc_score: labels 0 0 1 1.
  private static final double[] GENUINE = {0.35, 0.8};
  private static final double[] ATTACKS = {0.1, 0.4};

  @Test
  void the_area_is_that_of_the_published_example() {
    assertEquals(0.75, Roc.of(GENUINE, ATTACKS).auc(), 1e-12);
  }

  @Test
  void points_run_from_accepting_all_to_accepting_nothing() {
    var points = Roc.of(GENUINE, ATTACKS).points();
    assertArrayEquals(
        new double[] {0.1, 0.35, 0.4, 0.8, Double.POSITIVE_INFINITY},
        points.stream().mapToDouble(Roc.Point::threshold).toArray());
    assertArrayEquals(
        new double[] {0, 0, 0.5, 0.5, 1},
        points.stream().mapToDouble(Roc.Point::bpcer).toArray(),
        1e-12);
    assertArrayEquals(
        new double[] {1, 0.5, 0.5, 0, 0},
        points.stream().mapToDouble(Roc.Point::apcer).toArray(),
        1e-12);
  }

  @Test
  void the_equal_error_rate_lies_between_neighbouring_points() {
    assertEquals(0.5, Roc.of(GENUINE, ATTACKS).eer(), 1e-12);
    // One of five genuine trials is below one of four attacks: BPCER 0.2 meets APCER between.
    var roc = Roc.of(new double[] {1, 5, 6, 7, 8}, new double[] {0, 0.5, 0.7, 2});
    assertEquals(0.2, roc.eer(), 1e-12);
  }

  @Test
  void classes_apart_have_no_error_and_the_wrong_way_round_have_nothing_but() {
    assertEquals(0, Roc.of(new double[] {3, 4}, new double[] {1, 2}).eer());
    assertEquals(1, Roc.of(new double[] {3, 4}, new double[] {1, 2}).auc());
    assertEquals(1, Roc.of(new double[] {1, 2}, new double[] {3, 4}).eer());
    assertEquals(0, Roc.of(new double[] {1, 2}, new double[] {3, 4}).auc());
  }

  @Test
  void equal_scores_are_chance() {
    var roc = Roc.of(new double[] {5, 5, 5}, new double[] {5, 5});
    assertEquals(0.5, roc.auc());
    assertEquals(0.5, roc.eer());
  }

  @Test
  void scores_that_say_nothing_come_out_near_a_half() {
    var random = new Random(1);
    var roc = Roc.of(random.doubles(4000).toArray(), random.doubles(4000).toArray());
    assertEquals(0.5, roc.auc(), 0.02);
    assertEquals(0.5, roc.eer(), 0.02);
  }

  @Test
  void normal_scores_have_the_known_equal_error_rate() {
    // Two unit normals a distance d apart: EER = Φ(-d/2); d = 2 gives 0.1587.
    var random = new Random(2);
    var genuine = random.doubles(20_000).map(_ -> random.nextGaussian() + 2).toArray();
    var attacks = random.doubles(20_000).map(_ -> random.nextGaussian()).toArray();
    assertEquals(0.1587, Roc.of(genuine, attacks).eer(), 0.01);
    // AUC = Φ(d/√2) = 0.9214.
    assertEquals(0.9214, Roc.of(genuine, attacks).auc(), 0.01);
  }

  @Test
  void apcer_is_taken_where_genuine_trials_still_pass() {
    var genuine = new ArrayList<Trial>();
    for (int i = 1; i <= 100; i++) genuine.add(new Trial("g" + i, true, i));
    var attacks = new ArrayList<Trial>();
    for (int i = 0; i < 10; i++) attacks.add(new Trial("a" + i / 2, false, 1.5 + i));
    // BPCER 1 %: threshold 2 refuses the genuine 1 alone, and the attack at 1.5.
    var species = Species.of("mask", genuine, attacks);
    assertArrayEquals(new double[] {0.9, 0.5, 0}, species.apcer(), 1e-12);
    assertEquals(10, species.attacks());
    assertEquals(5, species.subjects());
  }

  @Test
  void without_both_classes_there_are_no_error_rates() {
    assertThrows(IllegalArgumentException.class, () -> Roc.of(new double[0], ATTACKS));
    assertThrows(IllegalArgumentException.class, () -> Roc.of(GENUINE, new double[0]));
    assertThrows(IllegalArgumentException.class, () -> new Trial("x", true, Double.NaN));
  }

  @Test
  void intervals_are_by_subject_so_copies_of_a_person_s_clips_do_not_narrow_them() {
    var random = new Random(3);
    var once = new ArrayList<Trial>();
    for (int i = 0; i < 12; i++) once.add(new Trial("g" + i, true, random.nextGaussian() + 1));
    for (int i = 0; i < 12; i++) once.add(new Trial("a" + i, false, random.nextGaussian()));
    var often = new ArrayList<Trial>();
    for (int k = 0; k < 20; k++) often.addAll(once);
    var narrow = Bootstrap.interval(once, t -> Roc.of(t).auc(), 500, 0.95, 7);
    var wide = Bootstrap.interval(often, t -> Roc.of(t).auc(), 500, 0.95, 7);
    assertEquals(narrow.low(), wide.low(), 1e-12);
    assertEquals(narrow.high(), wide.high(), 1e-12);
    assertTrue(narrow.high() - narrow.low() > 0.1);
    double auc = Roc.of(once).auc();
    assertTrue(narrow.low() <= auc && auc <= narrow.high());
  }

  @Test
  void two_persons_are_too_few_for_an_interval() {
    var trials =
        List.of(
            new Trial("a", true, 1),
            new Trial("b", true, 2),
            new Trial("c", false, 0),
            new Trial("d", false, 0),
            new Trial("e", false, 0));
    assertFalse(Bootstrap.interval(trials, t -> Roc.of(t).auc(), 100, 0.95, 1).known());
  }

  @Test
  void the_interval_covers_the_truth_about_as_often_as_it_says() {
    var random = new Random(5);
    int covered = 0;
    for (int run = 0; run < 200; run++) {
      var trials = new ArrayList<Trial>();
      for (int i = 0; i < 40; i++) trials.add(new Trial("g" + i, true, random.nextGaussian() + 1));
      for (int i = 0; i < 40; i++) trials.add(new Trial("a" + i, false, random.nextGaussian()));
      var interval = Bootstrap.interval(trials, t -> Roc.of(t).auc(), 200, 0.95, run);
      // Φ(1/√2)
      if (interval.low() <= 0.7602 && 0.7602 <= interval.high()) covered++;
    }
    assertTrue(covered >= 176, "covered " + covered + " of 200");
  }

  @Test
  void refusals_at_a_share_of_accepted_attacks_are_read_off_the_steps() {
    var roc = Roc.of(new double[] {1, 3, 5, 7}, new double[] {0, 2, 4, 6});
    assertEquals(0, roc.bpcerAt(1));
    // Three of four attacks are below 5, and two of four genuine ones.
    assertEquals(0.5, roc.bpcerAt(0.25));
    assertEquals(0.5, roc.bpcerAt(0.4));
    assertEquals(0.75, roc.bpcerAt(0));
  }

  @Test
  void several_figures_of_the_same_draws_have_the_intervals_that_each_has_alone() {
    var random = new Random(9);
    var trials = new ArrayList<Trial>();
    for (int i = 0; i < 12; i++) {
      trials.add(new Trial("g" + i / 2, true, random.nextGaussian() + 1));
      trials.add(new Trial("a" + i / 3, false, random.nextGaussian()));
    }
    var both =
        Bootstrap.intervals(
            trials, t -> new double[] {Roc.of(t).auc(), Roc.of(t).bpcerAt(0.2)}, 2, 300, 0.95, 4);
    assertEquals(Bootstrap.interval(trials, t -> Roc.of(t).auc(), 300, 0.95, 4), both.getFirst());
    assertEquals(
        Bootstrap.interval(trials, t -> Roc.of(t).bpcerAt(0.2), 300, 0.95, 4), both.getLast());
    assertTrue(both.getLast().low() < both.getLast().high());
  }
}
