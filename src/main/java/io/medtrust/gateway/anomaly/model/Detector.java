package io.medtrust.gateway.anomaly.model;

import io.medtrust.gateway.anomaly.forest.CutForest;
import io.medtrust.gateway.anomaly.model.Verdict.Level;
import io.medtrust.gateway.anomaly.model.Verdict.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges principals by how unlike the traffic so far theirs is.
 *
 * <p>Every request goes into its principal's windows. At most every {@link Tuning#scoreMillis} the
 * windows are scored by the forest. The unit of normal traffic is a <em>block</em>: one principal's
 * 10 minutes in which it made a request; its value is the highest score in it. The thresholds are
 * quantiles of blocks, so 99.9 % means one step-up in a thousand active blocks of normal people,
 * however many requests they make.
 *
 * <p>Nothing is judged before {@link Tuning#warmUpRequests} requests and {@link
 * Tuning#warmUpBlocks} blocks. The forest learns at most one vector per principal and minute, and
 * none that is flagged. A block above the step-up threshold counts for the thresholds once per
 * principal and day, and never with more than the block threshold: leaving such blocks out would
 * lower the thresholds without end, and taking them as they are would let an attacker raise them.
 *
 * <p>Principals are bounded; the one that was silent longest is forgotten first. Not thread-safe.
 */
public final class Detector {
  /**
   * @param scoreMillis between two scores of one principal
   * @param learnMillis between two vectors learned of one principal
   * @param stepUp and block, quantiles of normal blocks
   */
  public record Tuning(
      int trees,
      int capacity,
      int horizon,
      int warmUpRequests,
      int warmUpBlocks,
      int maxPrincipals,
      int scoreMillis,
      int learnMillis,
      double stepUp,
      double block) {
    public static final Tuning DEFAULT =
        new Tuning(50, 256, 30_000, 1000, 300, 5000, 200, 60_000, 0.999, 0.9999);
  }

  private static final long BLOCK_MILLIS = 600_000;
  private static final long DAY_MILLIS = 86_400_000;
  private static final int THRESHOLDS_EVERY = 50;
  private static final int MOST_REASONS = 3;

  final Tuning tuning;
  final CutForest forest;
  final TailQuantile blocks = new TailQuantile();
  final Commons commons = new Commons();
  private final float[] vector = new float[Feature.COUNT];
  private final Map<String, PrincipalWindow> principals =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PrincipalWindow> eldest) {
          if (size() <= tuning.maxPrincipals()) return false;
          close(eldest.getValue().judged, Long.MAX_VALUE);
          return true;
        }
      };
  long requests;
  double stepUpAt = Double.NaN;
  double blockAt = Double.NaN;

  public Detector(Tuning tuning, long seed) {
    this(
        tuning,
        new CutForest(
            new CutForest.Shape(tuning.trees(), tuning.capacity(), Feature.COUNT, tuning.horizon()),
            seed));
  }

  Detector(Tuning tuning, CutForest forest) {
    this.tuning = tuning;
    this.forest = forest;
  }

  /**
   * Takes a request in, and says what is thought of its principal.
   *
   * @param now epoch milliseconds; what is earlier than before counts as now
   * @param dayMillis time of the day where the users are, 0..86,400,000
   */
  public Verdict observe(Request request, long now, long dayMillis) {
    requests++;
    var window = principals.computeIfAbsent(request.principal(), _ -> new PrincipalWindow(now));
    window.add(request, now, commons);
    var judged = window.judged;
    long block = Math.floorDiv(now, BLOCK_MILLIS);
    if (block != judged.block) {
      close(judged, now);
      judged.block = block;
    }
    if (judged.scoredAt != Long.MIN_VALUE && now - judged.scoredAt < tuning.scoreMillis()) {
      return judged.last.stale();
    }
    judged.scoredAt = now;
    window.vector(now, dayMillis, vector);
    boolean warm =
        forest.offered() >= forest.shape().capacity() && requests > tuning.warmUpRequests();
    double score = warm ? forest.score(vector) : Double.NaN;
    var level = warm ? level(score) : Level.LEARNING;
    boolean flagged = level == Level.STEP_UP || level == Level.BLOCK;
    if (warm) judged.blockMost = Math.max(judged.blockMost, score);
    judged.last = new Verdict(level, score, flagged ? reasons() : List.of(), true);
    // while it warms up, every vector of the first requests is needed
    long every = warm ? tuning.learnMillis() : 0;
    if (!flagged && (judged.learnedAt == Long.MIN_VALUE || now - judged.learnedAt >= every)) {
      judged.learnedAt = now;
      forest.offer(vector);
    }
    return judged.last;
  }

  private Level level(double score) {
    if (Double.isNaN(stepUpAt)) return Level.LEARNING;
    return score >= blockAt ? Level.BLOCK : score >= stepUpAt ? Level.STEP_UP : Level.NORMAL;
  }

  private List<Reason> reasons() {
    var share = forest.explain(vector);
    double sum = 0;
    for (double s : share) sum += s;
    var found = new ArrayList<Reason>();
    for (int d = 0; d < share.length; d++) {
      var feature = Feature.of(d);
      if (feature.isReason() && share[d] > 0) found.add(new Reason(feature, share[d] / sum));
    }
    found.sort((a, b) -> Double.compare(b.share(), a.share()));
    return List.copyOf(found.subList(0, Math.min(MOST_REASONS, found.size())));
  }

  /** The block is over: it becomes one value of normal traffic. */
  private void close(Judged judged, long now) {
    double most = judged.blockMost;
    judged.blockMost = -1;
    if (most < 0) return;
    if (most >= stepUpAt) {
      if (judged.countedAt != Long.MIN_VALUE && now - judged.countedAt < DAY_MILLIS) return;
      judged.countedAt = now;
      most = Math.min(most, blockAt);
    }
    blocks.add(most);
    if (blocks.seen() >= tuning.warmUpBlocks() && blocks.seen() % THRESHOLDS_EVERY == 0) {
      thresholds();
    }
  }

  void thresholds() {
    stepUpAt = blocks.quantile(tuning.stepUp());
    blockAt = Math.max(stepUpAt, blocks.quantile(tuning.block()));
  }

  /** Whether it judges, and does not only learn. */
  public boolean ready() {
    return !Double.isNaN(stepUpAt);
  }

  public double stepUpAt() {
    return stepUpAt;
  }

  public double blockAt() {
    return blockAt;
  }

  public long requests() {
    return requests;
  }

  /** Blocks of normal traffic on which the thresholds rest. */
  public int blockCount() {
    return blocks.size();
  }

  public int principalCount() {
    return principals.size();
  }

  public Tuning tuning() {
    return tuning;
  }
}
