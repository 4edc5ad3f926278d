package io.medtrust.trust;

import io.medtrust.bus.Reading;
import io.medtrust.trust.calibration.Calibration;
import io.medtrust.trust.calibration.DetectorCurve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The probability that this is the genuine person by genuine media, from calibrated signals: {@code
 * logit P = logit(1 - impostor prior) + sum over families of their log-likelihood ratios}. Pure.
 *
 * <p>Each ratio is bounded by its calibration, weighed by its role, and halved for every half-life
 * that its evidence is old. A signal that becomes unknown contributes nothing in favour at once;
 * what it last said against fades by age, so that no signal helps by falling silent. Without
 * evidence the probability is the prior, and is not told.
 */
final class EvidenceBoard {
  /**
   * @param llr weighed and aged log-likelihood ratio that it contributes; 0 when none
   * @param current weighed ratio of a signal that is known now, else null
   */
  record Share(SignalRole role, double llr, Double current) {}

  /**
   * @param llr what all its signals contribute together
   * @param current of its known signals, not aged; null when none is known
   */
  record Family(String name, double llr, Double current, boolean measured) {}

  /**
   * @param llr sum over families, natural logarithm
   * @param probability 0..1 of the genuine person; null when no family is known
   * @param coverage 0..1, known share of the weight of the calibrated families
   * @param known calibrated families that are known now
   * @param measuredKnown one of them rests on more than passive detectors
   */
  record Result(
      double llr,
      Double probability,
      double coverage,
      int known,
      boolean measuredKnown,
      Map<String, Share> shares,
      List<Family> families) {}

  /** Nothing was asked, so the last answer still stands, as long as its age allows. */
  static final Set<String> NOTHING_ASKED =
      Set.of("not_probed", "probing", "not_asked", "asked", "expired");

  private static final class Last {
    double llr;
    long at;
  }

  private final Calibration calibration;
  private final TrustSettings.Belief settings;
  private final long graceMillis;
  private final Map<String, DetectorCurve> informative;
  private final Map<String, Double> familyWeights = new LinkedHashMap<>();
  private final Map<String, Last> last = new HashMap<>();

  /**
   * @param graceMillis age up to which a reading counts as of now
   */
  EvidenceBoard(Calibration calibration, TrustSettings.Belief settings, long graceMillis) {
    this.calibration = calibration;
    this.settings = settings;
    this.graceMillis = graceMillis;
    informative = calibration.informative();
    for (var detector : informative.keySet()) {
      var role = SignalRole.of(detector);
      if (role.weight() > 0) familyWeights.merge(role.family(), role.weight(), Math::max);
    }
  }

  /** Whether any signal that counts has a curve that tells anything. */
  boolean calibrated() {
    return !familyWeights.isEmpty();
  }

  int families() {
    return familyWeights.size();
  }

  /** Families of which at least one signal is calibrated and counts. */
  Iterable<String> familyNames() {
    return familyWeights.keySet();
  }

  /** Independent subjects of the smallest class that any counting curve rests on; 0 for none. */
  int subjects() {
    int fewest = Integer.MAX_VALUE;
    for (var curve : informative.values()) {
      if (SignalRole.of(curve.detector()).weight() > 0) {
        fewest = Math.min(fewest, curve.subjects());
      }
    }
    return fewest == Integer.MAX_VALUE ? 0 : fewest;
  }

  /** Whether this reading's detector, model and configuration have a curve that tells anything. */
  boolean calibrated(SignalBoard.View view) {
    return curve(view) != null;
  }

  Result step(SignalBoard board, long now) {
    var shares = new LinkedHashMap<String, Share>();
    var byFamily = new LinkedHashMap<String, List<Share>>();
    for (var detector : board.detectors()) {
      var share = share(board.view(detector, now), now);
      if (share == null) continue;
      shares.put(detector, share);
      byFamily.computeIfAbsent(share.role().family(), _ -> new ArrayList<>()).add(share);
    }
    double sum = 0;
    double weight = 0;
    double all = 0;
    boolean measuredKnown = false;
    var families = new ArrayList<Family>();
    for (var entry : familyWeights.entrySet()) {
      all += entry.getValue();
      var family = family(entry.getKey(), byFamily.getOrDefault(entry.getKey(), List.of()));
      families.add(family);
      sum += family.llr();
      if (family.current() == null) continue;
      weight += entry.getValue();
      measuredKnown |= family.measured();
    }
    int known = (int) families.stream().filter(f -> f.current() != null).count();
    return new Result(
        sum,
        known == 0 ? null : probability(settings.impostorPrior(), sum),
        all == 0 ? 0 : weight / all,
        known,
        measuredKnown,
        shares,
        families);
  }

  /**
   * Bayes' rule in odds.
   *
   * @param impostorPrior 0..1, exclusive
   * @param llr natural logarithm, genuine:impostor
   */
  static double probability(double impostorPrior, double llr) {
    double logOdds = Math.log((1 - impostorPrior) / impostorPrior) + llr;
    return 1 / (1 + Math.exp(-logOdds));
  }

  private Family family(String name, List<Share> shares) {
    var aged = shares.stream().mapToDouble(Share::llr).toArray();
    var known = shares.stream().filter(s -> s.current() != null).toList();
    var current = known.stream().mapToDouble(Share::current).toArray();
    return new Family(
        name,
        FamilySum.of(aged, settings.familyDiscount()),
        known.isEmpty() ? null : FamilySum.of(current, settings.familyDiscount()),
        known.stream().anyMatch(s -> s.role().kind() == SignalRole.Kind.MEASURED));
  }

  /** Null for a signal that does not count. */
  private Share share(SignalBoard.View view, long now) {
    var role = SignalRole.of(view.detector());
    if (role.weight() == 0) return null;
    var curve = curve(view);
    if (curve != null) {
      double llr = role.weight() * curve.llr(view.score());
      var kept = last.computeIfAbsent(view.detector(), _ -> new Last());
      kept.llr = llr;
      kept.at = view.atMillis() - answeredBefore(view.good());
      return new Share(role, llr * fading(kept.at, now), llr);
    }
    var kept = last.get(view.detector());
    if (kept == null) return null;
    boolean stands =
        kept.llr < 0
            || role.keeps()
                && view.newest() != null
                && NOTHING_ASKED.contains(view.newest().code());
    // Evidence in favour that was lost once does not come back by itself.
    if (!stands) kept.llr = 0;
    return new Share(role, kept.llr * fading(kept.at, now), null);
  }

  /** A standing answer to a probe is as old as the answer, however often it is told again. */
  private static long answeredBefore(Reading reading) {
    var evidence = reading.evidence();
    var age = evidence == null ? null : evidence.get("age_seconds");
    return age instanceof Number seconds ? (long) (1_000 * Math.max(0, seconds.doubleValue())) : 0;
  }

  private DetectorCurve curve(SignalBoard.View view) {
    var good = view.good();
    if (!view.known() || good == null || good.model() == null || good.config() == null) return null;
    var curve = calibration.find(view.detector(), good.model(), good.config());
    return curve != null && curve.informative() ? curve : null;
  }

  private double fading(long at, long now) {
    double age = Math.max(0, now - at - graceMillis);
    return Math.pow(0.5, age / settings.halfLifeMillis());
  }
}
