package io.medtrust.gateway.anomaly.forest;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * One random cut tree over at most {@code capacity} points of {@code dims} numbers, in arrays that
 * never grow. Every inner node cuts its bounding box in a dimension drawn in proportion to the
 * box's sides, at a place drawn evenly in that side. Inserting and deleting keep exactly the
 * distribution of a tree that was built at once from the points that are there (Guha et al. 2016,
 * theorems 3 and 4). Equal points share a leaf.
 *
 * <p>Nodes: {@code 0 .. capacity-1} are leaves, whose box is their point; the others are inner. Not
 * thread-safe.
 */
final class CutTree {
  private static final int NONE = -1;

  /** Below this chance of getting so deep, the rest of a path adds nothing that is seen. */
  private static final double NEGLIGIBLE = 1e-4;

  private final int capacity;
  private final int dims;
  private final Dice dice;

  private final int[] parent;
  private final int[] left;
  private final int[] right;
  private final int[] cutDim;
  private final float[] cutAt;
  private final int[] mass;

  /** Of each node the lower ends of its box, then the upper ones: side by side, for the cache. */
  private final float[] box;

  private final double[] sides;
  private int root = NONE;

  /** Free nodes form two lists, linked by {@code parent}. */
  private int freeLeaf;

  private int freeInner;

  CutTree(int capacity, int dims, Dice dice) {
    if (capacity < 2 || dims < 1) throw new IllegalArgumentException(capacity + " x " + dims);
    this.capacity = capacity;
    this.dims = dims;
    this.dice = dice;
    int nodes = 2 * capacity - 1;
    parent = new int[nodes];
    left = new int[nodes];
    right = new int[nodes];
    cutDim = new int[nodes];
    cutAt = new float[nodes];
    mass = new int[nodes];
    box = new float[nodes * 2 * dims];
    sides = new double[nodes];
    for (int i = 0; i < nodes; i++) parent[i] = i + 1;
    parent[capacity - 1] = NONE;
    parent[nodes - 1] = NONE;
    freeInner = capacity;
  }

  int mass() {
    return root == NONE ? 0 : mass[root];
  }

  /**
   * Adds a point.
   *
   * @return its leaf, for {@link #delete}
   */
  int insert(float[] x) {
    if (root == NONE) {
      root = newLeaf(x);
      return root;
    }
    int u = root;
    while (true) {
      double outside = outside(u, x);
      if (u < capacity && outside == 0) {
        mass[u]++;
        return u;
      }
      double drawn = dice.unit() * (outside + sides[u]);
      if (drawn < outside || u < capacity) return split(u, x, Math.min(drawn, outside));
      mass[u]++;
      if (outside > 0) extend(u, x);
      u = x[cutDim[u]] <= cutAt[u] ? left[u] : right[u];
    }
  }

  /** Cuts {@code x} off from all that is below {@code u}. */
  private int split(int u, float[] x, double drawn) {
    int at = u * 2 * dims;
    int dim = NONE;
    float cut = 0;
    boolean below = false;
    double rest = drawn;
    for (int d = 0; d < dims; d++) {
      float under = box[at + d] - x[d];
      float over = x[d] - box[at + dims + d];
      float out = Math.max(under, over);
      if (out <= 0) continue;
      dim = d;
      below = under > 0;
      float from = below ? x[d] : box[at + dims + d];
      float to = below ? box[at + d] : x[d];
      // the end itself is on the other side, whatever rounding says
      cut = Math.max(from, Math.min((float) (from + Math.min(rest, out)), Math.nextDown(to)));
      rest -= out;
      if (rest < 0) break;
    }
    int above = u == root ? NONE : parent[u];
    int leaf = newLeaf(x);
    int inner = freeInner;
    freeInner = parent[inner];
    parent[inner] = above;
    if (above == NONE) root = inner;
    else if (left[above] == u) left[above] = inner;
    else right[above] = inner;
    left[inner] = below ? leaf : u;
    right[inner] = below ? u : leaf;
    parent[u] = inner;
    parent[leaf] = inner;
    cutDim[inner] = dim;
    cutAt[inner] = cut;
    mass[inner] = mass[u] + 1;
    System.arraycopy(box, at, box, inner * 2 * dims, 2 * dims);
    extend(inner, x);
    return leaf;
  }

  private int newLeaf(float[] x) {
    int leaf = freeLeaf;
    freeLeaf = parent[leaf];
    parent[leaf] = NONE;
    left[leaf] = NONE;
    right[leaf] = NONE;
    mass[leaf] = 1;
    sides[leaf] = 0;
    System.arraycopy(x, 0, box, leaf * 2 * dims, dims);
    System.arraycopy(x, 0, box, (leaf * 2 + 1) * dims, dims);
    return leaf;
  }

  /** Takes one point of a leaf out. */
  void delete(int leaf) {
    if (leaf < 0 || leaf >= capacity || mass[leaf] < 1) {
      throw new IllegalArgumentException("no leaf " + leaf);
    }
    for (int u = leaf == root ? NONE : parent[leaf]; u != NONE; u = parent[u]) mass[u]--;
    if (--mass[leaf] > 0) return;
    if (leaf == root) {
      root = NONE;
    } else {
      int gone = parent[leaf];
      int sibling = left[gone] == leaf ? right[gone] : left[gone];
      int above = parent[gone];
      parent[sibling] = above;
      if (above == NONE) root = sibling;
      else if (left[above] == gone) left[above] = sibling;
      else right[above] = sibling;
      parent[gone] = freeInner;
      freeInner = gone;
      mass[gone] = 0;
      for (int u = above; u != NONE && shrink(u); u = parent[u]) {}
    }
    parent[leaf] = freeLeaf;
    freeLeaf = leaf;
  }

  /** Sum of the distances by which {@code x} is outside of a node's box; 0 within. */
  private double outside(int u, float[] x) {
    int at = u * 2 * dims;
    int top = at + dims;
    // Nearly all of the cost is here. Most values are inside, which branches foresee; Math.max,
    // which
    // must tell zeros and NaN apart, takes three times as long.
    float sum = 0;
    for (int d = 0; d < dims; d++) {
      float v = x[d];
      if (v < box[at + d]) sum += box[at + d] - v;
      else if (v > box[top + d]) sum += v - box[top + d];
    }
    return sum;
  }

  private void extend(int u, float[] x) {
    int at = u * 2 * dims;
    double sum = 0;
    for (int d = 0; d < dims; d++) {
      box[at + d] = Math.min(box[at + d], x[d]);
      box[at + dims + d] = Math.max(box[at + dims + d], x[d]);
      sum += box[at + dims + d] - box[at + d];
    }
    sides[u] = sum;
  }

  /** The box of a node from those of its children; false when it is what it was. */
  private boolean shrink(int u) {
    int at = u * 2 * dims;
    int l = left[u] * 2 * dims;
    int r = right[u] * 2 * dims;
    boolean changed = false;
    double sum = 0;
    for (int d = 0; d < dims; d++) {
      float lo = Math.min(box[l + d], box[r + d]);
      float hi = Math.max(box[l + dims + d], box[r + dims + d]);
      changed |= lo != box[at + d] || hi != box[at + dims + d];
      box[at + d] = lo;
      box[at + dims + d] = hi;
      sum += hi - lo;
    }
    sides[u] = sum;
    return changed;
  }

  /**
   * The collusive displacement (Guha et al. 2016, definition 4) that {@code x} would have once
   * inserted, as the mean over the draws of that insertion: nothing is inserted. Of the nodes from
   * the new leaf to the root, the largest number of points beside it per point within it.
   *
   * @param share null, or of {@code dims} numbers to which each dimension's part is added
   * @return 0 for an empty tree, else up to the number of points
   */
  double displacement(float[] x, double[] share) {
    if (root == NONE) return 0;
    double sum = 0;
    double reached = 1;
    double best = 0;
    int bestDim = NONE;
    int u = root;
    while (true) {
      double outside = outside(u, x);
      boolean leaf = u < capacity;
      double cut = outside == 0 ? 0 : leaf ? 1 : outside / (outside + sides[u]);
      if (cut > 0) {
        double value = reached * cut * Math.max(mass[u], best);
        sum += value;
        if (share != null) {
          if (mass[u] >= best) spread(u, x, value / outside, share);
          else share[bestDim] += value;
        }
      }
      reached *= 1 - cut;
      if (leaf || reached < NEGLIGIBLE) {
        sum += reached * best;
        if (share != null && bestDim != NONE) share[bestDim] += reached * best;
        return sum;
      }
      boolean goesLeft = x[cutDim[u]] <= cutAt[u];
      int next = goesLeft ? left[u] : right[u];
      double ratio = mass[goesLeft ? right[u] : left[u]] / (mass[next] + 1.0);
      if (ratio > best) {
        best = ratio;
        bestDim = cutDim[u];
      }
      u = next;
    }
  }

  private void spread(int u, float[] x, double factor, double[] share) {
    int at = u * 2 * dims;
    for (int d = 0; d < dims; d++) {
      float out = Math.max(box[at + d] - x[d], x[d] - box[at + dims + d]);
      if (out > 0) share[d] += out * factor;
    }
  }

  /**
   * How far {@code x} is outside of the box of all points, in mean sides of that box.
   *
   * @param share null, or of {@code dims} numbers to which each dimension's part is added
   */
  double beyond(float[] x, double[] share) {
    if (root == NONE) return 0;
    double side = sides[root] / dims;
    double outside = outside(root, x);
    if (outside == 0 || side == 0) return 0;
    if (share != null) spread(root, x, 1 / side, share);
    return outside / side;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(root);
    out.writeInt(freeLeaf);
    out.writeInt(freeInner);
    for (int u = 0; u < parent.length; u++) {
      out.writeInt(parent[u]);
      out.writeInt(left[u]);
      out.writeInt(right[u]);
      out.writeInt(cutDim[u]);
      out.writeFloat(cutAt[u]);
      out.writeInt(mass[u]);
      out.writeDouble(sides[u]);
    }
    for (float side : box) out.writeFloat(side);
  }

  /** What {@link #write} wrote; the caller has checked that nobody changed it. */
  void read(DataInput in) throws IOException {
    root = in.readInt();
    freeLeaf = in.readInt();
    freeInner = in.readInt();
    for (int u = 0; u < parent.length; u++) {
      parent[u] = in.readInt();
      left[u] = in.readInt();
      right[u] = in.readInt();
      cutDim[u] = in.readInt();
      cutAt[u] = in.readFloat();
      mass[u] = in.readInt();
      sides[u] = in.readDouble();
    }
    for (int i = 0; i < box.length; i++) box[i] = in.readFloat();
  }

  /** For tests: the collusive displacement of a point that is in the tree, by definition 4. */
  double codisplacementOf(float[] x) {
    int u = root;
    while (u >= capacity) u = x[cutDim[u]] <= cutAt[u] ? left[u] : right[u];
    double most = 0;
    for (; u != root; u = parent[u]) {
      int above = parent[u];
      most = Math.max(most, (double) mass[left[above] == u ? right[above] : left[above]] / mass[u]);
    }
    return most;
  }

  /** For tests: throws when the tree is not what it must be. Walks everything. */
  void check() {
    int[] seen = new int[2];
    if (root != NONE) {
      require(parent[root] == NONE, "the root has a parent");
      check(root, seen);
    }
    require(root == NONE || seen[1] == seen[0] - 1, "leaves and inner nodes do not fit");
    require(length(freeLeaf) == capacity - seen[0], "leaves were lost");
    require(length(freeInner) == capacity - 1 - seen[1], "inner nodes were lost");
  }

  private int length(int list) {
    int n = 0;
    for (int u = list; u != NONE; u = parent[u]) n++;
    return n;
  }

  private void check(int u, int[] seen) {
    if (u < capacity) {
      seen[0]++;
      require(mass[u] > 0, "an empty leaf");
      return;
    }
    seen[1]++;
    require(parent[left[u]] == u && parent[right[u]] == u, "a child of another parent");
    require(mass[u] == mass[left[u]] + mass[right[u]], "masses do not add up");
    int d = cutDim[u];
    require(box[(left[u] * 2 + 1) * dims + d] <= cutAt[u], "a left child beyond the cut");
    require(box[right[u] * 2 * dims + d] > cutAt[u], "a right child before the cut");
    var before = Arrays.copyOfRange(box, u * 2 * dims, (u + 1) * 2 * dims);
    require(!shrink(u), "a loose box");
    require(
        Arrays.equals(before, 0, 2 * dims, box, u * 2 * dims, (u + 1) * 2 * dims), "a loose box");
    check(left[u], seen);
    check(right[u], seen);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) throw new IllegalStateException(otherwise);
  }
}
