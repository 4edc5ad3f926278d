package io.medtrust.gateway.anomaly.model;

import io.medtrust.gateway.anomaly.forest.CutForest;
import io.medtrust.gateway.anomaly.model.Verdict.Level;
import io.medtrust.gateway.anomaly.model.Verdict.Reason;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is usual for one role: a forest over its vectors, each feature divided by its standard
 * deviation, and the quantiles of its blocks. A nurse's day is not an administrator's, and a common
 * threshold would be that of the rarest role.
 *
 * <p>Deviations are taken when there are 1,000, 4,000 and 16,000 vectors; the forest is then built
 * anew from a uniform sample of all so far, and the quantiles are collected anew, while the old
 * thresholds hold.
 */
final class RoleModel {
  private static final int SAMPLE = 2048;
  private static final int[] REBUILD_AT = {1_000, 4_000, 16_000};

  /** Of a feature's whole range: what hardly varies must not make the first trifle an outlier. */
  private static final double SMALLEST_DEVIATION = 0.03;

  /** Below {@link TailQuantile#BASE}. */
  private static final double BULK = 0.9;

  private static final int DIMS = Feature.COUNT;
  private static final int THRESHOLDS_EVERY = 50;
  private static final int MOST_REASONS = 3;

  private final Detector.Tuning tuning;
  private final double[] mean = new double[DIMS];
  private final double[] squares = new double[DIMS];
  private final float[] scale = new float[DIMS];
  private final float[] scaled = new float[DIMS];
  private final float[][] sample = new float[SAMPLE][];
  private final long seed;
  private CutForest forest;
  private TailQuantile blocks = new TailQuantile();
  private long learned;
  private long lottery;
  private double stepUpAt = Double.NaN;
  private double blockAt = Double.NaN;

  /** A score of the forest so far below what matters that half of its trees may say it. */
  private double enough;

  RoleModel(Detector.Tuning tuning, long seed) {
    this.tuning = tuning;
    this.seed = seed;
    this.lottery = seed;
  }

  /**
   * log₂(1 + score of the forest), because the forest's grows in proportion to distances; NaN until
   * there is a forest.
   */
  double score(float[] vector) {
    return forest == null ? Double.NaN : Feature.log2(1 + forest.score(scaled(vector), enough));
  }

  Level level(double score) {
    if (Double.isNaN(stepUpAt) || Double.isNaN(score)) return Level.LEARNING;
    return score >= blockAt ? Level.BLOCK : score >= stepUpAt ? Level.STEP_UP : Level.NORMAL;
  }

  List<Reason> reasons(float[] vector) {
    var share = forest.explain(scaled(vector));
    double sum = 0;
    for (double s : share) sum += s;
    var found = new ArrayList<Reason>();
    for (int d = 0; d < DIMS; d++) {
      if (share[d] > 0) found.add(new Reason(Feature.of(d), share[d] / sum));
    }
    found.sort((a, b) -> Double.compare(b.share(), a.share()));
    return List.copyOf(found.subList(0, Math.min(MOST_REASONS, found.size())));
  }

  /** Puts the role's mean in place of a feature that cannot be known yet. */
  void neutral(float[] vector, Feature feature) {
    vector[feature.ordinal()] = (float) mean[feature.ordinal()];
  }

  private float[] scaled(float[] vector) {
    for (int d = 0; d < DIMS; d++) scaled[d] = vector[d] * scale[d];
    return scaled;
  }

  void learn(float[] vector) {
    learned++;
    for (int d = 0; d < DIMS; d++) {
      double off = vector[d] - mean[d];
      mean[d] += off / learned;
      squares[d] += off * (vector[d] - mean[d]);
    }
    int place = learned <= SAMPLE ? (int) learned - 1 : draw();
    if (place >= 0) sample[place] = vector.clone();
    if (forest != null) forest.offer(scaled(vector));
    for (int at : REBUILD_AT) if (learned == at) rebuild();
  }

  /** A place of the sample for the newest vector, or -1 (Vitter 1985, algorithm R). */
  private int draw() {
    lottery = lottery * 6364136223846793005L + 1442695040888963407L;
    long at = Long.remainderUnsigned(lottery >>> 16, learned);
    return at < SAMPLE ? (int) at : -1;
  }

  private void rebuild() {
    for (int d = 0; d < DIMS; d++) {
      scale[d] = (float) (1 / Math.max(SMALLEST_DEVIATION, Math.sqrt(squares[d] / learned)));
    }
    forest =
        new CutForest(
            new CutForest.Shape(tuning.trees(), tuning.capacity(), DIMS, tuning.horizon()),
            seed + learned);
    int n = (int) Math.min(SAMPLE, learned);
    for (int i = 0; i < n; i++) forest.offer(scaled(sample[i]));
    blocks = new TailQuantile();
  }

  /**
   * A block of normal traffic is over.
   *
   * @param most its highest score
   */
  void block(double most) {
    blocks.add(most);
    if (blocks.seen() >= tuning.warmUpBlocks() && blocks.seen() % THRESHOLDS_EVERY == 0) {
      thresholds();
    }
  }

  private void thresholds() {
    stepUpAt = blocks.quantile(tuning.stepUp());
    blockAt = Math.max(stepUpAt, blocks.quantile(tuning.block()));
    // of blocks only the highest 4 % enter the thresholds, and a quarter of the step-up is 2 in
    // logs
    double low = Math.min(blocks.quantile(BULK), stepUpAt - 2);
    enough = Math.max(0, Math.pow(2, low) - 1);
  }

  double stepUpAt() {
    return stepUpAt;
  }

  double blockAt() {
    return blockAt;
  }

  int blockCount() {
    return blocks.size();
  }

  long learned() {
    return learned;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(learned);
    out.writeLong(lottery);
    out.writeDouble(stepUpAt);
    out.writeDouble(blockAt);
    out.writeDouble(enough);
    for (int d = 0; d < DIMS; d++) {
      out.writeDouble(mean[d]);
      out.writeDouble(squares[d]);
      out.writeFloat(scale[d]);
    }
    int n = (int) Math.min(SAMPLE, learned);
    for (int i = 0; i < n; i++) for (float v : sample[i]) out.writeFloat(v);
    out.writeBoolean(forest != null);
    if (forest != null) forest.write(out);
    blocks.write(out);
  }

  void read(DataInput in) throws IOException {
    learned = in.readLong();
    lottery = in.readLong();
    stepUpAt = in.readDouble();
    blockAt = in.readDouble();
    enough = in.readDouble();
    for (int d = 0; d < DIMS; d++) {
      mean[d] = in.readDouble();
      squares[d] = in.readDouble();
      scale[d] = in.readFloat();
    }
    int n = (int) Math.min(SAMPLE, learned);
    for (int i = 0; i < n; i++) {
      sample[i] = new float[DIMS];
      for (int d = 0; d < DIMS; d++) sample[i][d] = in.readFloat();
    }
    if (in.readBoolean()) forest = CutForest.read(in);
    if (forest != null && forest.shape().dims() != DIMS) {
      throw new IOException("a forest of other features");
    }
    blocks.read(in);
  }
}
