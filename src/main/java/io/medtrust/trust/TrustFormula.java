package io.medtrust.trust;

import io.medtrust.trust.LowestMean.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The six-part trust score: video, voice and biometric by weight, renormalised over what is known;
 * log integrity, behaviour and environment can only lower it.
 */
final class TrustFormula {
  private static final List<String> PARTS =
      List.of("video", "voice", "biometric", "blockchain", "behavioral", "env");

  private TrustFormula() {}

  /**
   * @param trust 0..100, null when neither video, voice nor biometric is known
   * @param coverage 0..1, known share of the weight of video, voice and biometric
   * @param weights of all six parts as used, summing to 1; 0 for a part that did not count
   */
  record Result(Integer trust, double coverage, Map<String, Double> weights) {}

  /**
   * @param blockchain 100 while the log is intact, 50 when it was changed, null before the first
   *     block
   * @param behavioral null when unknown
   * @param env null when unknown
   */
  static Result of(
      Score video,
      Score voice,
      Score biometric,
      Integer blockchain,
      Double behavioral,
      Double env,
      Thresholds t) {
    var known = new ArrayList<Part>();
    var optional = new ArrayList<Part>();
    video.addTo(known, optional, "video", t.videoWeight());
    voice.addTo(known, optional, "voice", t.voiceWeight());
    biometric.addTo(known, optional, "biometric", t.biometricWeight());
    double all = t.videoWeight() + t.voiceWeight() + t.biometricWeight();
    double weight = 0;
    for (var part : known) weight += part.weight();
    if (blockchain != null) {
      optional.add(new Part("blockchain", t.blockchainWeight(), blockchain));
    }
    if (behavioral != null) {
      optional.add(new Part("behavioral", t.behavioralWeight(), behavioral));
    }
    if (env != null) optional.add(new Part("env", t.envWeight(), env));

    var mean = LowestMean.of(known, optional);
    var weights = new LinkedHashMap<String, Double>();
    for (var part : PARTS) weights.put(part, mean == null ? 0.0 : round4(mean.share(part)));
    return new Result(
        mean == null ? null : (int) Math.round(mean.mean()),
        round4(Math.min(1, weight / all)),
        weights);
  }

  /**
   * The video score: {@code min(base, round(0.65 base + 0.35 face))}. The face's score can lower
   * the picture's integrity and never raise it; an unknown face counts with what was known last.
   *
   * @param base score of frame integrity, 0..100
   * @param face score of the face's naturalness after the penalty, or null when it never was known
   */
  static double video(double base, Double face) {
    return face == null ? base : Math.min(base, Math.round(0.65 * base + 0.35 * face));
  }

  /**
   * The reference's pre-session score, {@code 0.30 face + 0.20 voice + 0.20 biometric + 0.15
   * liveness + 0.15 motion}, renormalised over what is known; what was known last can only lower
   * it. The reference took all five from the client; here they are the server's own readings.
   *
   * @param face how far the face matches the enrolled person
   * @param motion consistency over time
   * @return 0..100, or null when neither face, voice nor biometric is known
   */
  static Integer preSession(
      Score face, Score voice, Score biometric, Score liveness, Score motion) {
    if (!face.known() && !voice.known() && !biometric.known()) return null;
    var known = new ArrayList<Part>();
    var optional = new ArrayList<Part>();
    face.addTo(known, optional, "face", 0.30);
    voice.addTo(known, optional, "voice", 0.20);
    biometric.addTo(known, optional, "biometric", 0.20);
    liveness.addTo(known, optional, "liveness", 0.15);
    motion.addTo(known, optional, "motion", 0.15);
    return (int) Math.round(LowestMean.of(known, optional).mean());
  }

  /** Safe, suspicious or alert by the limits, for a known score. */
  static String status(int trust, Thresholds t) {
    return trust >= t.minSafeScore()
        ? "safe"
        : trust >= t.suspiciousScore() ? "suspicious" : "alert";
  }

  private static double round4(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
