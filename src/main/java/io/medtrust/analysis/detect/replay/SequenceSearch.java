package io.medtrust.analysis.detect.replay;

import java.util.Arrays;

/**
 * Finds where the newest stretch of a series of signatures was before: correlation of the last
 * seconds with every earlier stretch of the same length, forwards and backwards, kept up to date
 * with each signature ("tick") by one recursion instead of being computed anew.
 *
 * <p>With {@code d(t, s)} the scalar product of the signatures at ticks t and s, and a fading
 * memory of factor a: forwards {@code S(t, s) = a S(t - 1, s - 1) + d(t, s)}, backwards {@code R(t,
 * s) = a R(t - 1, s + 1) + d(t, s)}; divided by the square root of both energies it is a normalised
 * correlation, -1..1, over about {@code (1 + a) / (1 - a)} ticks. A reversed stretch of motion has
 * the opposite sign.
 *
 * <p>Every earlier tick is looked at: an index would save little at these sizes and could miss.
 * Memory of a full series: {@code size + 24} bytes a tick, 16 instead of 24 without the backward
 * search. Not thread-safe.
 */
final class SequenceSearch {
  /** Ticks back from which on a place can be the middle of a stretch that runs to and fro. */
  private static final int BACK = 60;

  /** Of what is further away than this many time constants, nothing is left. */
  private static final int GONE = 12;

  /** The first ticks of a series have no window behind them. */
  private static final int SETTLED = 20;

  private static final int GROWTH = 1024;
  private static final int SAMPLED = 256;

  /**
   * The best place.
   *
   * @param similarity normalised correlation, -1..1
   * @param distinctness how far it stands out: similarity by 1.48 × the median magnitude at all
   *     places. About 1 for one who rocks in rhythm, who is similar to himself everywhere
   * @param ticksBack from now to the place
   */
  record Match(double similarity, double distinctness, int ticksBack) {
    static final Match NONE = new Match(0, 0, 0);

    boolean atLeast(double similarity, double distinctness) {
      return this.similarity >= similarity && this.distinctness >= distinctness;
    }
  }

  private final int size;
  private final int capacity;
  private final int nearest;
  private final boolean backwards;
  private final float fade;
  // By component, then by place in the ring: sums over all places run along memory.
  private final byte[][] components;
  private final float[] sample = new float[SAMPLED];
  private final float[] fades;
  private float[] ending = new float[0];
  private float[] beginning = new float[0];
  private float[] forward = new float[0];
  private float[] backward = new float[0];
  private float[] spare = new float[0];
  private float[] dots = new float[0];
  private long count;
  private double energy;
  private double energySquares;
  // Energy of the newest signature alone.
  private float ended;
  private Match ahead = Match.NONE;
  private Match reversed = Match.NONE;

  /**
   * @param size components of a signature
   * @param capacity ticks that are remembered; older ones are overwritten
   * @param nearest ticks back from which on a place counts: what follows closely is alike anyway
   * @param memory of the correlation: its time constant, ticks
   * @param backwards whether stretches that run backwards are looked for too
   */
  SequenceSearch(int size, int capacity, int nearest, double memory, boolean backwards) {
    this.size = size;
    this.capacity = capacity;
    this.nearest = Math.max(1, nearest);
    this.backwards = backwards;
    this.fade = (float) Math.exp(-1 / memory);
    fades = new float[backwards ? (int) Math.ceil(GONE * memory) : 0];
    for (int i = 0; i < fades.length; i++) fades[i] = (float) Math.exp(-i / memory);
    components = new byte[size][0];
  }

  /** Looks for the newest signature's stretch, and remembers it. */
  void add(byte[] signature) {
    look(signature);
    remember(signature);
  }

  /** Looks for the newest signature's stretch without remembering it. */
  void look(byte[] signature) {
    float e = energy(signature);
    ended = e;
    energy = fade * energy + e;
    energySquares = fade * fade * energySquares + (double) e * e;
    int filled = filled();
    if (filled == 0) return;
    products(signature, filled);
    int newest = (int) ((count - 1) % capacity);
    advanceForward(filled, newest);
    ahead = best(forward, ending, 1, nearest, filled - SETTLED, newest);
    if (!backwards) return;
    advanceBackward(filled, newest);
    reversed = best(backward, beginning, -1, Math.max(nearest, BACK + 1), filled, newest);
  }

  private void products(byte[] signature, int filled) {
    // In pieces that stay in the first cache while all components are added up.
    for (int from = 0; from < filled; from += GROWTH) {
      int to = Math.min(filled, from + GROWTH);
      Arrays.fill(dots, from, to, 0);
      for (int k = 0; k < size; k++) {
        float x = signature[k];
        if (x != 0) multiply(components[k], x, from, to);
      }
    }
  }

  private void multiply(byte[] component, float x, int from, int to) {
    var sums = dots;
    for (int i = from; i < to; i++) sums[i] += x * component[i];
  }

  private void advanceForward(int filled, int newest) {
    var to = spare;
    var from = forward;
    to[0] = dots[0] + (filled == capacity ? fade * from[filled - 1] : 0);
    for (int i = 1; i < filled; i++) to[i] = fade * from[i - 1] + dots[i];
    int oldest = (newest + 1) % capacity;
    if (filled == capacity) to[oldest] = dots[oldest];
    spare = from;
    forward = to;
  }

  private void advanceBackward(int filled, int newest) {
    var to = spare;
    var from = backward;
    for (int i = 0; i < filled - 1; i++) to[i] = fade * from[i + 1] + dots[i];
    to[filled - 1] = dots[filled - 1] + (filled == capacity ? fade * from[0] : 0);
    to[newest] = dots[newest];
    // It has no future yet: in the ring's slot of the newest stood the oldest until now.
    int before = newest == 0 ? filled - 1 : newest - 1;
    to[before] = dots[before];
    spare = from;
    backward = to;
  }

  /** The best of the places that lie {@code near} to {@code far} ticks back. */
  private Match best(float[] sums, float[] energies, int sign, int near, int far, int newest) {
    if (far - near < SETTLED || energy <= 0) return Match.NONE;
    // Newest first; the ring's end may lie between.
    int first = newest + 1 - far;
    int last = newest + 1 - near;
    int found = -1;
    if (first < 0) {
      int wrapped = Math.min(last, -1);
      found = highest(sums, energies, sign, first + capacity, wrapped + capacity, found);
      first = 0;
    }
    if (last >= 0) found = highest(sums, energies, sign, first, last, found);
    if (found < 0) return Match.NONE;
    double similarity = correlation(sums, energies, sign, found);
    int step = Math.max(1, (far - near + 1) / SAMPLED);
    int n = 0;
    for (int back = near; back <= far && n < SAMPLED; back += step) {
      int at = newest + 1 - back;
      if (at < 0) at += capacity;
      sample[n++] = (float) Math.abs(correlation(sums, energies, sign, at));
    }
    Arrays.sort(sample, 0, n);
    double usual = Math.max(1e-3, 1.4826 * sample[n / 2]);
    int back = newest + 1 - found;
    return new Match(similarity, similarity / usual, back <= 0 ? back + capacity : back);
  }

  private int highest(float[] sums, float[] energies, int sign, int from, int to, int found) {
    float top = found < 0 ? 0 : ratio(sums[found] * sign, energies[found]);
    for (int i = from; i <= to; i++) {
      float s = sums[i] * sign;
      // The squared correlation with its sign, but for what is the same for all places.
      if (s > 0 && s * s > top * energies[i]) {
        top = s * s / energies[i];
        found = i;
      }
    }
    return found;
  }

  private static float ratio(float sum, float energy) {
    return energy > 0 ? sum * sum / energy : 0;
  }

  private double correlation(float[] sums, float[] energies, int sign, int at) {
    return energies[at] <= 0 ? 0 : sign * sums[at] / Math.sqrt(energy * energies[at]);
  }

  /** Appends a signature to the series. */
  void remember(byte[] signature) {
    int at = (int) (count % capacity);
    if (at == ending.length) grow();
    for (int k = 0; k < size; k++) components[k][at] = signature[k];
    float e = energy(signature);
    ending[at] = e + (count == 0 ? 0 : fade * ending[(int) ((count - 1) % capacity)]);
    // All that came after a place is in its energy, as it is in the products: else a place that
    // was still for a while would look more than similar.
    if (backwards) beginning[at] = 0;
    for (int k = 0; k < Math.min(fades.length, Math.min(count + 1, capacity)); k++) {
      beginning[(int) ((count - k) % capacity)] += fades[k] * e;
    }
    count++;
  }

  private void grow() {
    int length = Math.min(capacity, Math.max(GROWTH, ending.length * 2));
    for (int k = 0; k < size; k++) components[k] = Arrays.copyOf(components[k], length);
    ending = Arrays.copyOf(ending, length);
    forward = Arrays.copyOf(forward, length);
    if (backwards) {
      beginning = Arrays.copyOf(beginning, length);
      backward = Arrays.copyOf(backward, length);
    }
    spare = new float[length];
    dots = new float[length];
  }

  private int filled() {
    return (int) Math.min(count, capacity);
  }

  static float energy(byte[] signature) {
    int sum = 0;
    for (byte x : signature) sum += x * x;
    return sum;
  }

  /** The best place where the newest stretch runs as it did then. */
  Match ahead() {
    return ahead;
  }

  /** The best place where the newest stretch runs backwards. */
  Match reversed() {
    return reversed;
  }

  /**
   * How similar the newest stretch is to the one at a place, after {@link #add}.
   *
   * @param back ticks from now to the place, at least 1
   * @param turned whether it runs backwards
   * @return -1..1; 0 for a place that is not remembered
   */
  double similarityAt(int back, boolean turned) {
    return similarityOf(count - 1 - back, turned);
  }

  /** The same after {@link #look}, when the newest signature was not remembered. */
  double similarityAtSeen(int back) {
    return similarityOf(count - back, false);
  }

  /**
   * How alike the newest signature alone is to the one at a place, after {@link #add}.
   *
   * @return cosine, -1..1; 0 for a place that is not remembered, or where nothing was
   */
  double cosineAt(int back) {
    return cosineOf(count - 1 - back, ended);
  }

  /** The same after {@link #look}, when the newest signature was not remembered. */
  double cosineAtSeen(int back) {
    return cosineOf(count - back, ended);
  }

  private double cosineOf(long tick, float now) {
    if (tick < 0 || tick >= count || tick < count - capacity) return 0;
    int at = (int) (tick % capacity);
    int then = 0;
    for (int k = 0; k < size; k++) then += components[k][at] * components[k][at];
    return then == 0 || now <= 0 ? 0 : dots[at] / Math.sqrt(then * (double) now);
  }

  private double similarityOf(long tick, boolean turned) {
    if (tick < 0 || tick >= count || tick < count - capacity || turned && !backwards) return 0;
    int at = (int) (tick % capacity);
    return turned ? correlation(backward, beginning, -1, at) : correlation(forward, ending, 1, at);
  }

  /** Mean energy of the newest stretch, a tick. */
  double energyPerTick() {
    return energy * (1 - fade);
  }

  /**
   * Over how many ticks the newest stretch's energy is spread: {@code (Σe)² / Σe²}. Few for one
   * event in a still picture, such as a key frame.
   */
  double spread() {
    return energySquares > 0 ? energy * energy / energySquares : 0;
  }

  /** Ticks remembered. */
  int length() {
    return filled();
  }

  /** Forgets the whole series. */
  void forget() {
    count = 0;
    pause();
  }

  /** Forgets what leads up to now, so that no stretch reaches over a pause. */
  void pause() {
    energy = 0;
    energySquares = 0;
    Arrays.fill(forward, 0);
    Arrays.fill(backward, 0);
    ahead = Match.NONE;
    reversed = Match.NONE;
  }
}
