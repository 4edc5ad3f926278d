package io.medtrust.analysis.detect.identity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The faces of a call as features: the newest few, and the one that the call began with.
 *
 * <p><b>Now</b> is the quality-weighted mean of the newest {@value #NEWEST} usable samples of the
 * last {@value #FRESH_MICROS} µs. The <b>beginning</b> is the mean of the first samples that agree
 * with each other, to which later ones that agree with it are added up to a weight of {@value
 * #FULL_WEIGHT}; then it stays, so that a face cannot creep away from it.
 *
 * <p><b>Change</b>: two windows are compared. The newest {@value #AGREEING} samples are each unlike
 * the beginning, and like each other: somebody else. Samples that are unlike each other too (a
 * hand, a turn, blur) are no change. It ends when the newest {@value #AGREEING} are all like the
 * beginning again.
 *
 * <p>Pure; not thread-safe; media time.
 */
final class FaceMemory {
  static final int NEWEST = 4;
  static final int AGREEING = 3;
  static final long FRESH_MICROS = 8_000_000;
  static final int FULL_WEIGHT = 60;

  private record Sample(long micros, float[] features, double quality) {}

  private final double alike;
  private final double unlike;
  private final ArrayDeque<Sample> newest = new ArrayDeque<>();
  private float[] beginning;
  private double weight;
  private double told;
  private boolean changed;
  private long changedAt;
  private int changes;

  /**
   * @param alike cosine from which two faces are one person's
   * @param unlike cosine below which they are not
   */
  FaceMemory(double alike, double unlike) {
    this.alike = alike;
    this.unlike = unlike;
  }

  /**
   * Takes a usable sample.
   *
   * @param features of length 1; kept, not written
   * @param quality above 0, at most 1
   */
  void add(long micros, float[] features, double quality) {
    // Time that jumps back belongs to another camera: the beginning stays, the newest do not.
    if (!newest.isEmpty() && micros < newest.getLast().micros) newest.clear();
    newest.addLast(new Sample(micros, features, quality));
    if (newest.size() > NEWEST) newest.removeFirst();
    expire(micros);
    if (beginning == null) begin();
    else compare(newest.getLast());
  }

  private void begin() {
    var last = last();
    if (last == null || !agree(last)) return;
    beginning = new float[last.getFirst().features.length];
    for (var s : last) learn(s);
  }

  private void compare(Sample s) {
    boolean same = Vectors.cosine(s.features, beginning) >= alike;
    if (same && !changed && weight < FULL_WEIGHT) learn(s);
    var last = last();
    if (last == null) return;
    boolean all = true;
    boolean none = true;
    for (var each : last) {
      double c = Vectors.cosine(each.features, beginning);
      all &= c >= alike;
      none &= c < unlike;
    }
    if (!changed && none && agree(last)) {
      changed = true;
      changedAt = last.getFirst().micros;
      changes++;
    } else if (changed && all) {
      changed = false;
    }
  }

  /** Takes the beginning of the call from earlier in it, unless there is one already. */
  void begin(float[] features) {
    if (beginning != null) return;
    beginning = features.clone();
    weight = FULL_WEIGHT;
    told = FULL_WEIGHT;
  }

  /** The beginning when it has become much surer since the last call, of length 1; else null. */
  float[] news() {
    if (beginning == null || weight < Math.min(FULL_WEIGHT, 2 * told) || told >= FULL_WEIGHT) {
      return null;
    }
    told = weight;
    return Vectors.unit(beginning.clone());
  }

  private void learn(Sample s) {
    for (int i = 0; i < beginning.length; i++) beginning[i] += (float) (s.quality * s.features[i]);
    weight += s.quality;
  }

  /** The newest samples that a decision needs, or null when there are not enough. */
  private List<Sample> last() {
    if (newest.size() < AGREEING) return null;
    var all = new ArrayList<>(newest);
    return all.subList(all.size() - AGREEING, all.size());
  }

  private boolean agree(List<Sample> samples) {
    for (int i = 0; i < samples.size(); i++) {
      for (int k = 0; k < i; k++) {
        if (Vectors.dot(samples.get(i).features, samples.get(k).features) < alike) return false;
      }
    }
    return true;
  }

  private void expire(long micros) {
    while (!newest.isEmpty() && micros - newest.getFirst().micros > FRESH_MICROS) {
      newest.removeFirst();
    }
  }

  /** Features of the face now, of length 1; null before there are {@value #AGREEING} samples. */
  float[] now(long micros) {
    expire(micros);
    if (newest.size() < AGREEING) return null;
    var sum = new float[newest.getFirst().features.length];
    for (var s : newest) {
      for (int i = 0; i < sum.length; i++) sum[i] += (float) (s.quality * s.features[i]);
    }
    return Vectors.unit(sum);
  }

  /** The newest samples are of one face, whoever it is. */
  boolean settled() {
    var last = last();
    return last != null && agree(last);
  }

  /** Usable samples of the last seconds, at most {@value #NEWEST}. */
  int samples() {
    return newest.size();
  }

  /** Cosine of these features with the call's beginning; NaN before there is one. */
  double toBeginning(float[] features) {
    return beginning == null ? Double.NaN : Vectors.cosine(features, beginning);
  }

  /** Somebody else is there than at the beginning of the call. */
  boolean changed() {
    return changed;
  }

  /** Capture time of the first sample of the face that came last in place of another. */
  long changedAt() {
    return changedAt;
  }

  /** Times that somebody else came. */
  int changes() {
    return changes;
  }
}
