package io.medtrust.gateway.anomaly.forest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutForestTest {
  private static float[] normal(Random random, int dims) {
    var x = new float[dims];
    for (int d = 0; d < dims; d++) x[d] = (float) random.nextGaussian();
    return x;
  }

  private static CutForest trained(long seed, int points) {
    var forest = new CutForest(new CutForest.Shape(40, 128, 5, 10_000), seed);
    var random = new Random(11);
    for (int i = 0; i < points; i++) forest.offer(normal(random, 5));
    return forest;
  }

  @Test
  void a_tree_stays_consistent_under_any_order_of_insertions_and_deletions() {
    for (int seed = 0; seed < 30; seed++) {
      var random = new Random(seed);
      int capacity = 2 + random.nextInt(40);
      int dims = 1 + random.nextInt(6);
      var tree = new CutTree(capacity, dims, new Dice(seed));
      var leaves = new ArrayList<Integer>();
      for (int step = 0; step < 600; step++) {
        boolean add = leaves.size() < capacity && (leaves.isEmpty() || random.nextInt(5) < 3);
        if (add) {
          var x = new float[dims];
          // few values, so that equal points and equal coordinates are common
          for (int d = 0; d < dims; d++)
            x[d] = random.nextInt(4) + (random.nextInt(9) == 0 ? 1e-7f : 0);
          leaves.add(tree.insert(x));
        } else {
          tree.delete(leaves.remove(random.nextInt(leaves.size())));
        }
        tree.check();
        assertEquals(leaves.size(), tree.mass());
      }
      while (!leaves.isEmpty()) tree.delete(leaves.removeLast());
      tree.check();
      assertEquals(0, tree.mass());
    }
  }

  @Test
  void neighbouring_floats_and_huge_values_do_not_break_the_cuts() {
    var tree = new CutTree(64, 2, new Dice(5));
    float at = 1;
    for (int i = 0; i < 30; i++) {
      tree.insert(new float[] {at, i % 2 == 0 ? -Float.MAX_VALUE / 4 : Float.MAX_VALUE / 4});
      at = Math.nextUp(at);
    }
    tree.check();
    assertEquals(30, tree.mass());
  }

  @Test
  void the_first_cut_is_drawn_in_proportion_to_the_sides() {
    // The box of two points: 3 wide, 1 high; the cut is across the width in 3 of 4 trees. A point
    // far
    // out in x is then explained by x.
    int across = 0;
    for (int seed = 0; seed < 4000; seed++) {
      var tree = new CutTree(2, 2, new Dice(seed * 7919L));
      tree.insert(new float[] {0, 0});
      tree.insert(new float[] {3, 1});
      var share = new double[2];
      tree.displacement(new float[] {0, 0}, share);
      if (share[0] > share[1]) across++;
    }
    assertEquals(0.75, across / 4000.0, 0.025);
  }

  @Test
  void the_computed_displacement_is_the_mean_of_real_insertions() {
    var random = new Random(3);
    var base = new ArrayList<float[]>();
    for (int i = 0; i < 20; i++) base.add(normal(random, 3));
    var x = new float[] {3, 0, -1};
    double computed = 0;
    double real = 0;
    int runs = 4000;
    for (int seed = 0; seed < runs; seed++) {
      var tree = new CutTree(32, 3, new Dice(seed * 31L + 1));
      for (var p : base) tree.insert(p);
      computed += tree.displacement(x, null) / runs;
      tree.insert(x);
      // inserted, it is a duplicate of itself: what is beside its leaf and above, seen without it
      real += tree.codisplacementOf(x) / runs;
    }
    assertEquals(real, computed, 0.02 * real);
  }

  @Test
  void a_planted_outlier_scores_far_above_and_is_explained_by_its_dimension() {
    var forest = trained(1, 5000);
    forest.checkTrees();
    var random = new Random(12);
    double usual = 0;
    double most = 0;
    for (int i = 0; i < 500; i++) {
      double s = forest.score(normal(random, 5));
      usual += s / 500;
      most = Math.max(most, s);
    }
    var planted = new float[] {0, 0, 9, 0, 0};
    assertTrue(forest.score(planted) > most, "above every usual point");
    assertTrue(forest.score(planted) > 5 * usual);
    var why = forest.explain(planted);
    double sum = 0;
    for (double part : why) sum += part;
    assertEquals(forest.score(planted), sum, 1e-9 * sum);
    assertTrue(why[2] > 0.7 * sum, "the third dimension is the reason");
  }

  @Test
  void colluding_outliers_are_still_displaced_together() {
    var forest = trained(2, 3000);
    for (int i = 0; i < 20; i++) forest.offer(new float[] {0, 8 + i * 0.001f, 0, 0, 0});
    var random = new Random(5);
    double usual = 0;
    for (int i = 0; i < 200; i++) usual += forest.score(normal(random, 5)) / 200;
    assertTrue(forest.score(new float[] {0, 8.01f, 0, 0, 0}) > 2 * usual);
  }

  @Test
  void what_is_new_is_learned_and_what_is_old_fades() {
    var forest = new CutForest(new CutForest.Shape(30, 64, 2, 500), 4);
    var random = new Random(8);
    for (int i = 0; i < 2000; i++) forest.offer(normal(random, 2));
    var moved = new float[] {20, 20};
    double before = forest.score(moved);
    for (int i = 0; i < 3000; i++) {
      var x = normal(random, 2);
      x[0] += 20;
      x[1] += 20;
      forest.offer(x);
    }
    forest.checkTrees();
    assertTrue(forest.score(moved) < before / 5);
    assertTrue(forest.score(new float[] {0, 0}) > 5 * forest.score(moved));
  }

  @Test
  void the_same_seed_gives_the_same_scores_and_a_saved_forest_goes_on_as_it_would_have()
      throws IOException {
    var one = trained(9, 700);
    var two = trained(9, 700);
    var bytes = new ByteArrayOutputStream();
    one.write(new DataOutputStream(bytes));
    var loaded = CutForest.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    var random = new Random(77);
    for (int i = 0; i < 300; i++) {
      var x = normal(random, 5);
      assertEquals(one.score(x), two.score(x));
      assertEquals(one.score(x), loaded.score(x));
      assertArrayEquals(one.explain(x), loaded.explain(x));
      one.offer(x);
      two.offer(x);
      loaded.offer(x);
    }
    loaded.checkTrees();
  }

  @Test
  void half_of_the_trees_is_enough_only_for_what_they_find_low() {
    var forest = trained(3, 2000);
    var random = new Random(21);
    int halved = 0;
    for (int i = 0; i < 300; i++) {
      var x = normal(random, 5);
      double all = forest.score(x);
      double quick = forest.score(x, 6);
      if (quick != all) {
        halved++;
        assertTrue(quick < 6 && all < 12, quick + " and " + all);
      }
    }
    assertTrue(halved > 0);
    var planted = new float[] {0, 0, 9, 0, 0};
    assertEquals(forest.score(planted), forest.score(planted, 6));
  }

  @Test
  void points_that_are_no_points_are_refused() {
    var forest = trained(1, 10);
    assertThrows(IllegalArgumentException.class, () -> forest.offer(new float[4]));
    assertThrows(
        IllegalArgumentException.class, () -> forest.score(new float[] {0, 0, Float.NaN, 0, 0}));
  }
}
