package io.medtrust.bus;

import java.util.List;
import java.util.Map;

/**
 * The state of one verification, computed 5 times a second by default. On the wire its fields are
 * those of the reference's TrustResult, with {@code verification}, {@code coverage}, {@code
 * calibration}, {@code signals} and the rest added.
 *
 * @param streamId the session
 * @param verification the participant
 * @param trustScore 0..100, or null when no video, voice or biometric signal is known
 * @param status {@code safe}, {@code suspicious}, {@code alert} or {@code unknown}
 * @param timestamp when it was computed, ISO-8601 UTC with milliseconds
 * @param mediaTime capture time of the newest media that it rests on, epoch milliseconds; null when
 *     none
 * @param coverage 0..1, the share of the signals' weight that is known now
 * @param calibration {@code uncalibrated} until the score's calibration version is known; then that
 *     version
 * @param weights the weights used, after renormalisation, by signal
 * @param reasons plain sentences, the most important first
 * @param triggers what the alert rests on; empty when there is none
 * @param chainHash head of the hash chain that is durable; null before the first block
 */
public record TrustUpdate(
    String streamId,
    String verification,
    Integer trustScore,
    String status,
    String timestamp,
    Long mediaTime,
    double coverage,
    String calibration,
    Integer videoScore,
    Integer voiceScore,
    Integer biometricScore,
    Integer behavioralScore,
    Integer envScore,
    Integer blockchainScore,
    Fusion fusion,
    Map<String, Double> weights,
    List<Signal> signals,
    List<String> reasons,
    List<String> triggers,
    String chainHash,
    String prevHash,
    Boolean chainIntact,
    Long chainBlock) {

  /**
   * The reference's deepfake fusion.
   *
   * @param risk 0..100 (higher = more authentic), null when unknown
   * @param level LOW, MEDIUM, HIGH, CRITICAL or UNKNOWN
   */
  public record Fusion(
      Integer risk,
      String level,
      int failedSignals,
      boolean killSwitch,
      Integer faceScore,
      Integer voiceScore,
      Integer livenessScore,
      Integer temporalScore) {}

  /**
   * One detector's last word.
   *
   * @param state {@code ok}, {@code failed} or {@code unknown}
   * @param stale the value is the last good one and its detector is late
   */
  public record Signal(
      String detector,
      String state,
      Integer score,
      String code,
      String reason,
      boolean calibrated,
      boolean stale,
      Long mediaTime) {}
}
