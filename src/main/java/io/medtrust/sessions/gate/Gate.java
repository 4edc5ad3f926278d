package io.medtrust.sessions.gate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decision before a session. Trust is the reference's pre-session formula, {@code 0.30 face +
 * 0.20 voice + 0.20 pulse + 0.15 liveness + 0.15 motion}, renormalised over what is known. The
 * reference took all five numbers from the client; here they are the server's own readings.
 *
 * <p>Nothing passes by being unknown: each required part must be known, none that is known may have
 * failed, and trust must reach the threshold. Nothing fails by being unknown either: only a
 * mismatch blocks.
 *
 * @param weights 0..1 each; a part that is missing here has none
 * @param required parts without which nobody passes; the face is always among them
 */
public record Gate(Map<Part, Double> weights, Set<Part> required) {
  public Gate {
    weights = Map.copyOf(weights);
    required = Set.copyOf(required);
    for (var weight : weights.values()) {
      if (!(weight >= 0 && weight <= 1)) {
        throw new IllegalArgumentException("a weight of the gate is " + weight + ", not 0 to 1");
      }
    }
    if (!required.contains(Part.FACE)) {
      throw new IllegalArgumentException("the gate cannot do without the face");
    }
    for (var part : required) {
      if (!(weights.getOrDefault(part, 0.0) > 0)) {
        throw new IllegalArgumentException(
            "the gate requires " + part.text() + " and gives it no weight");
      }
    }
  }

  /** The reference's weights, and all five parts required. */
  public static Gate reference() {
    var weights = new EnumMap<Part, Double>(Part.class);
    for (var part : Part.values()) weights.put(part, part.weight());
    return new Gate(weights, Set.of(Part.values()));
  }

  /**
   * @param measured a part that is missing here is unknown
   * @param threshold 0..100
   */
  public Verdict judge(Map<Part, Measured> measured, List<Mismatch> mismatches, double threshold) {
    var trust = trust(measured);
    if (!mismatches.isEmpty()) return new Verdict.Blocked(trust, List.copyOf(mismatches));
    var missing = new ArrayList<Measured>();
    var failed = new ArrayList<Measured>();
    for (var part : Part.values()) {
      var now = measured.get(part);
      if (now == null) {
        now = Measured.unknown(part, "no_reading", part.words() + " has not been measured yet");
      }
      if (!now.known() && required.contains(part)) missing.add(now);
      if (now.state() == Measured.State.FAILED) failed.add(now);
    }
    if (!missing.isEmpty()) return new Verdict.Incomplete(trust, List.copyOf(missing));
    if (!failed.isEmpty() || !(trust != null && trust >= threshold)) {
      return new Verdict.NotEnough(trust, List.copyOf(failed));
    }
    return new Verdict.Passed(trust);
  }

  private Integer trust(Map<Part, Measured> measured) {
    double sum = 0;
    double weight = 0;
    for (var now : measured.values()) {
      if (!now.known()) continue;
      double w = weights.getOrDefault(now.part(), 0.0);
      sum += w * now.score();
      weight += w;
    }
    return weight > 0 ? (int) Math.round(sum / weight) : null;
  }
}
