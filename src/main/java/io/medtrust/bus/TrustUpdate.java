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
 * @param llr sum of the calibrated evidence, natural logarithm, genuine:impostor; null while
 *     nothing calibrated is known
 * @param probability 0..1 that the genuine person is there by genuine media, at the prior; null
 *     unless {@code kind} says that it may be called one
 * @param calibratedScore the same number as 0..100, whatever it may be called; null with {@code
 *     llr}
 * @param kind {@code probability}, or {@code score} when a curve rests on fewer than 30 subjects of
 *     a class; null without calibration
 * @param impostorPrior 0..1, the share of impostors that the probability presumes
 * @param subjects independent people of the smallest class behind the calibration
 * @param evidenceCoverage 0..1, known share of the weight of the calibrated families
 * @param identity whether it is the enrolled person; never null
 * @param action {@code warn}, {@code hold} or {@code end}: what the operator's policy makes of the
 *     active alarms; null without an alarm
 * @param preSessionScore 0..100 by the reference's pre-session formula, for comparison; null when
 *     neither face, voice nor biometric is known
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
    Long chainBlock,
    Double llr,
    Double probability,
    Integer calibratedScore,
    String kind,
    Double impostorPrior,
    Integer subjects,
    Double evidenceCoverage,
    Identity identity,
    String action,
    Integer preSessionScore) {

  /**
   * The reference's deepfake fusion.
   *
   * @param risk 0..100 (higher = more authentic), null when unknown
   * @param level LOW, MEDIUM, HIGH, CRITICAL or UNKNOWN
   * @param killSwitch risk and failed families are beyond their limits, and not by passive
   *     detectors alone
   * @param failedFamilies independent signals that have failed
   */
  public record Fusion(
      Integer risk,
      String level,
      int failedSignals,
      boolean killSwitch,
      Integer faceScore,
      Integer voiceScore,
      Integer livenessScore,
      Integer temporalScore,
      List<String> failedFamilies) {}

  /**
   * One detector's last word.
   *
   * @param state {@code ok}, {@code failed} or {@code unknown}
   * @param stale the value is the last good one and its detector is late
   * @param family what it looks at; signals of one family do not add up fully
   * @param role {@code measured}, {@code advisory} or {@code context}
   * @param llr what it contributes now, natural logarithm; null when it is not calibrated or does
   *     not count
   * @param since since when it says this, epoch milliseconds; null when it never said anything
   * @param sentence one plain sentence with the time since when
   */
  public record Signal(
      String detector,
      String state,
      Integer score,
      String code,
      String reason,
      boolean calibrated,
      boolean stale,
      Long mediaTime,
      String family,
      String role,
      Double llr,
      Long since,
      String sentence) {}

  /**
   * @param state {@code matches}, {@code differs}, {@code not_enrolled} or {@code unknown}
   * @param sentence in the product's words, which never say that somebody is real
   */
  public record Identity(String state, String sentence) {}
}
