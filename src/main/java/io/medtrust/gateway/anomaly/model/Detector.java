package io.medtrust.gateway.anomaly.model;

import io.medtrust.gateway.anomaly.model.Verdict.Level;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges principals by how unlike the traffic of their role so far theirs is.
 *
 * <p>Every request goes into its principal's windows. At most every {@link Tuning#scoreMillis} the
 * windows are scored by the role's forest. The unit of normal traffic is a <em>block</em>: one
 * principal's 10 minutes in which it made a request; its value is the highest score in it. The
 * thresholds are quantiles of the role's blocks, so 99.9 % means one step-up in a thousand active
 * blocks of normal people, however many requests they make.
 *
 * <p>Nothing is judged before {@link Tuning#warmUpRequests} requests in all, 1,000 vectors of the
 * role and {@link Tuning#warmUpBlocks} of its blocks. The forest learns at most one vector per
 * principal and minute, and none that is flagged. A block above the step-up threshold counts for
 * the thresholds once per principal and day, and never with more than the block threshold: leaving
 * such blocks out would lower the thresholds without end, and taking them as they are would let an
 * attacker raise them.
 *
 * <p>Principals are bounded; the one that was silent longest is forgotten first. Not thread-safe.
 */
public final class Detector {
  /**
   * @param trees and capacity, horizon: of each role's forest
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
        new Tuning(40, 512, 100_000, 1000, 300, 5000, 200, 60_000, 0.999, 0.9999);
  }

  /** How far a role is learned; thresholds are NaN until it is judged. */
  public record RoleState(String role, long vectors, int blocks, double stepUpAt, double blockAt) {}

  private static final long BLOCK_MILLIS = 600_000;
  private static final long LONG_WINDOW_MILLIS = 14_400_000;
  private static final long DAY_MILLIS = 86_400_000;

  /** Roles come from tokens that we signed; no more of them are modelled. */
  private static final int MOST_ROLES = 12;

  private final Tuning tuning;
  private final long seed;
  private final Commons commons = new Commons();
  private final Map<String, RoleModel> roles = new TreeMap<>();
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
  private long requests;

  /** When a loaded detector saw its first request: its windows are empty though traffic is not. */
  private long resumedAt = Long.MIN_VALUE;

  private boolean loaded;

  public Detector(Tuning tuning, long seed) {
    this.tuning = tuning;
    this.seed = seed;
  }

  /**
   * Takes a request in, and says what is thought of its principal.
   *
   * @param now epoch milliseconds
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
    judged.role = role(request.role());
    window.vector(now, dayMillis, vector);
    boolean filling = filling(now, judged.role);
    boolean warm = requests > tuning.warmUpRequests() && !filling;
    double score = warm ? judged.role.score(vector) : Double.NaN;
    var level = judged.role.level(score);
    boolean flagged = level == Level.STEP_UP || level == Level.BLOCK;
    if (!Double.isNaN(score)) judged.blockMost = Math.max(judged.blockMost, score);
    judged.last =
        new Verdict(level, score, flagged ? judged.role.reasons(vector) : List.of(), true);
    boolean due =
        judged.learnedAt == Long.MIN_VALUE || now - judged.learnedAt >= tuning.learnMillis();
    if (!flagged && due && !filling) {
      judged.learnedAt = now;
      judged.role.learn(vector);
    }
    return judged.last;
  }

  /**
   * After a restart nobody is judged until the windows of 10 min are full, and until those of 4 h
   * are, what they say is replaced by the role's mean.
   */
  private boolean filling(long now, RoleModel role) {
    if (!loaded) return false;
    if (resumedAt == Long.MIN_VALUE) resumedAt = now;
    if (now - resumedAt >= LONG_WINDOW_MILLIS) {
      loaded = false;
      return false;
    }
    role.neutral(vector, Feature.RESOURCES_4H);
    role.neutral(vector, Feature.BYTES_OUT_4H);
    return now - resumedAt < BLOCK_MILLIS;
  }

  private RoleModel role(String name) {
    var known = roles.get(name);
    if (known != null) return known;
    var key = roles.size() < MOST_ROLES ? name : "other";
    return roles.computeIfAbsent(key, _ -> new RoleModel(tuning, seed ^ key.hashCode()));
  }

  /** The block is over: it becomes one value of normal traffic. */
  private void close(Judged judged, long now) {
    double most = judged.blockMost;
    judged.blockMost = -1;
    if (most < 0) return;
    if (most >= judged.role.stepUpAt()) {
      if (judged.countedAt != Long.MIN_VALUE && now - judged.countedAt < DAY_MILLIS) return;
      judged.countedAt = now;
      most = judged.role.stepUpAt();
    }
    judged.role.block(most);
  }

  public List<RoleState> roles() {
    return roles.entrySet().stream()
        .map(
            e ->
                new RoleState(
                    e.getKey(),
                    e.getValue().learned(),
                    e.getValue().blockCount(),
                    e.getValue().stepUpAt(),
                    e.getValue().blockAt()))
        .toList();
  }

  public long requests() {
    return requests;
  }

  public int principalCount() {
    return principals.size();
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(requests);
    commons.write(out);
    out.writeInt(roles.size());
    for (var entry : roles.entrySet()) {
      out.writeUTF(entry.getKey());
      entry.getValue().write(out);
    }
  }

  void read(DataInput in) throws IOException {
    requests = in.readLong();
    commons.read(in);
    int n = in.readInt();
    if (n < 0 || n > MOST_ROLES + 1) throw new IOException("roles: " + n);
    for (int i = 0; i < n; i++) role(in.readUTF()).read(in);
    loaded = true;
  }
}
