package io.medtrust.trust.calibration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All curves that trust rests on.
 *
 * @param version told with every score; null exactly when there is no curve at all
 * @param dataHash SHA-256 of the labelled scores, lower-case hex
 */
public record Calibration(String version, String dataHash, List<DetectorCurve> curves) {
  /** Below this many independent subjects in a class the result is no probability. */
  public static final int MIN_SUBJECTS = 30;

  /** Nothing has been measured. */
  public static final Calibration NONE = new Calibration(null, null, List.of());

  private static final int MAX_CURVES = 200;

  public Calibration {
    curves = curves == null ? List.of() : List.copyOf(curves);
    if (curves.size() > MAX_CURVES) throw new IllegalArgumentException("too many curves");
    if (!curves.isEmpty()) {
      if (version == null || !version.matches("[A-Za-z0-9._-]{1,40}")) {
        throw new IllegalArgumentException(
            "version has 1 to 40 letters, digits, dots, dashes or underscores");
      }
      if (version.equals("uncalibrated")) {
        throw new IllegalArgumentException("a version cannot be called uncalibrated");
      }
      if (dataHash == null || !dataHash.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("data_hash is a SHA-256 in lower-case hex");
      }
    }
    var seen = new HashMap<String, DetectorCurve>();
    for (var curve : curves) {
      if (seen.put(key(curve.detector(), curve.model(), curve.config()), curve) != null) {
        throw new IllegalArgumentException("two curves for " + curve.detector());
      }
    }
  }

  /** Whether any curve tells anything. */
  @JsonIgnore
  public boolean known() {
    return curves.stream().anyMatch(DetectorCurve::informative);
  }

  /** The curve of exactly this detector, model and configuration, or null: no other fits. */
  public DetectorCurve find(String detector, String model, String config) {
    for (var curve : curves) {
      if (curve.detector().equals(detector)
          && curve.model().equals(model)
          && curve.config().equals(config)) return curve;
    }
    return null;
  }

  /** Informative curves by detector; of several models of one detector the first. */
  @JsonIgnore
  public Map<String, DetectorCurve> informative() {
    var found = new HashMap<String, DetectorCurve>();
    for (var curve : curves) if (curve.informative()) found.putIfAbsent(curve.detector(), curve);
    return found;
  }

  private static String key(String detector, String model, String config) {
    return detector + '\0' + model + '\0' + config;
  }
}
