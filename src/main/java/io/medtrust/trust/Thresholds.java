package io.medtrust.trust;

import java.util.HashMap;
import java.util.Map;

/**
 * The limits and weights of trust, as kept in {@code ai_thresholds}. Scores are 0..100, weights
 * 0..1; the four weights of the reference and the two of ours sum to at most 1.
 *
 * @param minSafeScore trust at or above is safe
 * @param suspiciousScore trust at or above is suspicious, below is alert
 * @param alertScore trust below raises an alarm
 * @param videoDrop a fall of the video score by more raises an alarm
 * @param biometricLimit a biometric score below raises an alarm
 * @param voiceLimit a voice score below raises an alarm
 * @param failedFloor a fusion input below counts as failed
 * @param killRisk fusion risk below trips the kill-switch, with {@code killMinFailed}
 */
record Thresholds(
    double minSafeScore,
    double suspiciousScore,
    double alertScore,
    double videoDrop,
    double biometricLimit,
    double voiceLimit,
    double videoWeight,
    double voiceWeight,
    double biometricWeight,
    double blockchainWeight,
    double behavioralWeight,
    double envWeight,
    double failedFloor,
    double killRisk,
    double killMinFailed) {

  /** Those of the reference. */
  static final Thresholds DEFAULT =
      new Thresholds(75, 50, 50, 30, 40, 40, 0.40, 0.30, 0.20, 0.10, 0, 0, 35, 30, 3);

  private static final double ROUNDING = 1e-9;

  Thresholds {
    for (double score :
        new double[] {
          minSafeScore,
          suspiciousScore,
          alertScore,
          videoDrop,
          biometricLimit,
          voiceLimit,
          failedFloor,
          killRisk
        }) {
      if (!(score >= 0 && score <= 100)) throw new IllegalArgumentException("a score of " + score);
    }
    double sum = 0;
    for (double weight :
        new double[] {
          videoWeight, voiceWeight, biometricWeight, blockchainWeight, behavioralWeight, envWeight
        }) {
      if (!(weight >= 0 && weight <= 1)) {
        throw new IllegalArgumentException("a weight of " + weight);
      }
      sum += weight;
    }
    if (sum > 1 + ROUNDING) throw new IllegalArgumentException("the weights sum to " + sum);
    if (!(videoWeight + voiceWeight + biometricWeight > 0)) {
      throw new IllegalArgumentException("video, voice and biometric have no weight at all");
    }
    if (minSafeScore < suspiciousScore) {
      throw new IllegalArgumentException("safe begins below suspicious");
    }
    if (!(killMinFailed >= 1 && killMinFailed <= 5)) {
      throw new IllegalArgumentException("a kill-switch at " + killMinFailed + " failed signals");
    }
  }

  /**
   * @param values by key of {@code ai_thresholds}; a missing key has its default, an unknown one is
   *     not ours
   * @throws IllegalArgumentException when they do not make sense together
   */
  static Thresholds of(Map<String, Double> values) {
    var v = new HashMap<>(values);
    var d = DEFAULT;
    return new Thresholds(
        v.getOrDefault("min_safe_score", d.minSafeScore),
        v.getOrDefault("suspicious_score", d.suspiciousScore),
        v.getOrDefault("alert_score", d.alertScore),
        v.getOrDefault("video_drop_threshold", d.videoDrop),
        v.getOrDefault("biometric_variance_limit", d.biometricLimit),
        v.getOrDefault("voice_flatness_limit", d.voiceLimit),
        v.getOrDefault("video_weight", d.videoWeight),
        v.getOrDefault("voice_weight", d.voiceWeight),
        v.getOrDefault("biometric_weight", d.biometricWeight),
        v.getOrDefault("blockchain_weight", d.blockchainWeight),
        v.getOrDefault("behavioral_weight", d.behavioralWeight),
        v.getOrDefault("env_weight", d.envWeight),
        v.getOrDefault("failed_signal_floor", d.failedFloor),
        v.getOrDefault("kill_risk", d.killRisk),
        v.getOrDefault("kill_min_failed", d.killMinFailed));
  }
}
