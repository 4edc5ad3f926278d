package io.medtrust.gateway.anomaly.forest;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Trees over random samples of the points offered. Each tree keeps a reservoir of its own: a
 * uniform sample of the first {@code horizon} points, and after that one in which a point's chance
 * to be there fades exponentially with the number of points since (Aggarwal, VLDB 2006), so that
 * the forest follows how traffic changes over weeks.
 *
 * <p>Memory is bounded by {@code trees × capacity × dims × 16} bytes. Not thread-safe. The same
 * seed and the same points give the same scores.
 */
public final class CutForest {
  /** How a forest is built; a change makes models of another kind. */
  public record Shape(int trees, int capacity, int dims, int horizon) {
    public Shape {
      if (trees < 1 || trees > 1000 || capacity < 2 || capacity > 4096 || dims < 1 || dims > 256) {
        throw new IllegalArgumentException(trees + " trees of " + capacity + " x " + dims);
      }
      if (horizon < capacity) throw new IllegalArgumentException("horizon " + horizon);
    }
  }

  private final Shape shape;
  private final Dice dice;
  private final CutTree[] trees;
  private final int[][] slots;
  private long offered;

  public CutForest(Shape shape, long seed) {
    this.shape = shape;
    this.dice = new Dice(seed);
    this.trees = new CutTree[shape.trees()];
    this.slots = new int[shape.trees()][shape.capacity()];
    for (int t = 0; t < trees.length; t++) {
      trees[t] = new CutTree(shape.capacity(), shape.dims(), dice);
    }
  }

  public Shape shape() {
    return shape;
  }

  /** How many points were offered so far. */
  public long offered() {
    return offered;
  }

  /**
   * Learns a point, which is copied.
   *
   * @throws IllegalArgumentException when it has another length, or a number that is not finite
   */
  public void offer(float[] point) {
    check(point);
    offered++;
    double chance = (double) shape.capacity() / Math.min(offered, shape.horizon());
    for (int t = 0; t < trees.length; t++) {
      var tree = trees[t];
      int filled = tree.mass();
      if (filled < shape.capacity()) {
        slots[t][filled] = tree.insert(point);
      } else if (dice.unit() < chance) {
        int slot = dice.below(shape.capacity());
        tree.delete(slots[t][slot]);
        slots[t][slot] = tree.insert(point);
      }
    }
  }

  /**
   * How unlike the points learned lately this one is; it is not learned by this. The mean collusive
   * displacement {@code c} over the trees, times {@code 1 + b}, where {@code b} is how far the
   * point is outside of the boxes of all points, in mean sides. The displacement alone cannot rank
   * what is rarer than one in {@code capacity}: there the distance goes on. Within the boxes it is
   * {@code c}.
   *
   * @return 0 for an empty forest, about 1 to 10 amid what is usual
   */
  public double score(float[] point) {
    return score(point, 0);
  }

  /**
   * The same, except that half of the trees will do when they say less than {@code enough}: then
   * their score is given.
   */
  public double score(float[] point, double enough) {
    check(point);
    double displaced = 0;
    double beyond = 0;
    int half = trees.length / 2;
    for (int t = 0; t < trees.length; t++) {
      if (t == half && t > 0 && displaced / t * (1 + beyond / t) < enough) {
        return displaced / t * (1 + beyond / t);
      }
      displaced += trees[t].displacement(point, null);
      beyond += trees[t].beyond(point, null);
    }
    return displaced / trees.length * (1 + beyond / trees.length);
  }

  /**
   * How much each dimension has part in the score; the parts add up to it.
   *
   * @return {@code dims} numbers ≥ 0
   */
  public double[] explain(float[] point) {
    check(point);
    var displaced = new double[shape.dims()];
    var outside = new double[shape.dims()];
    double c = 0;
    for (var tree : trees) {
      c += tree.displacement(point, displaced) / trees.length;
      tree.beyond(point, outside);
    }
    for (int d = 0; d < displaced.length; d++) {
      displaced[d] = displaced[d] / trees.length + c * outside[d] / trees.length;
    }
    return displaced;
  }

  private void check(float[] point) {
    if (point.length != shape.dims()) throw new IllegalArgumentException("length " + point.length);
    for (float v : point) if (!Float.isFinite(v)) throw new IllegalArgumentException("value " + v);
  }

  public void write(DataOutput out) throws IOException {
    out.writeInt(shape.trees());
    out.writeInt(shape.capacity());
    out.writeInt(shape.dims());
    out.writeInt(shape.horizon());
    out.writeLong(dice.state());
    out.writeLong(offered);
    for (int t = 0; t < trees.length; t++) {
      trees[t].write(out);
      for (int leaf : slots[t]) out.writeInt(leaf);
    }
  }

  /**
   * The forest that was written, which goes on exactly as that one would have.
   *
   * @throws IllegalArgumentException when its shape makes no sense
   */
  public static CutForest read(DataInput in) throws IOException {
    var shape = new Shape(in.readInt(), in.readInt(), in.readInt(), in.readInt());
    var forest = new CutForest(shape, in.readLong());
    forest.offered = in.readLong();
    for (int t = 0; t < forest.trees.length; t++) {
      forest.trees[t].read(in);
      for (int i = 0; i < shape.capacity(); i++) forest.slots[t][i] = in.readInt();
    }
    return forest;
  }

  /** For tests: throws when a tree is not consistent. */
  void checkTrees() {
    for (var tree : trees) tree.check();
  }
}
