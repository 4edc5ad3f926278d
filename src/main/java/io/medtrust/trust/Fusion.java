package io.medtrust.trust;

import io.medtrust.bus.TrustUpdate;
import io.medtrust.trust.LowestMean.Part;
import java.util.ArrayList;

/**
 * The reference's deepfake fusion: {@code risk = round(0.35 face + 0.30 voice + 0.20 liveness +
 * 0.15 temporal)}, 0..100, higher = more authentic, renormalised over the inputs that are known.
 */
final class Fusion {
  private static final double FACE_WEIGHT = 0.35;
  private static final double VOICE_WEIGHT = 0.30;
  private static final double LIVENESS_WEIGHT = 0.20;
  private static final double TEMPORAL_WEIGHT = 0.15;

  private Fusion() {}

  /**
   * @param risk null when no input is known
   * @param level LOW, MEDIUM, HIGH, CRITICAL or UNKNOWN, by risk alone
   * @param failed inputs below the floor, plus one for an identity shift: 0..5
   * @param facePenalty points that the face score loses, 0..40
   * @param voicePenalty points that the voice score loses, 0..35
   */
  record Result(
      Integer risk, String level, int failed, int facePenalty, int voicePenalty, int inputsKnown) {

    TrustUpdate.Fusion onWire(
        Score face, Score voice, Score liveness, Score temporal, KillSwitch.Result kill) {
      return new TrustUpdate.Fusion(
          risk,
          level,
          failed,
          kill.tripped(),
          rounded(face),
          rounded(voice),
          rounded(liveness),
          rounded(temporal),
          kill.families());
    }

    private static Integer rounded(Score score) {
      return score.known() ? (int) Math.round(score.now()) : null;
    }
  }

  static Result of(
      Score face,
      Score voice,
      Score liveness,
      Score temporal,
      boolean identityShift,
      Thresholds limits) {
    var known = new ArrayList<Part>();
    var optional = new ArrayList<Part>();
    face.addTo(known, optional, "face", FACE_WEIGHT);
    voice.addTo(known, optional, "voice", VOICE_WEIGHT);
    liveness.addTo(known, optional, "liveness", LIVENESS_WEIGHT);
    temporal.addTo(known, optional, "temporal", TEMPORAL_WEIGHT);
    int failed = identityShift ? 1 : 0;
    for (var part : known) if (part.score() < limits.failedFloor()) failed++;
    var mean = LowestMean.of(known, optional);
    if (mean == null) {
      // Nothing is known any more: the penalty stays that of the worst that was known last.
      double worst = 100;
      for (var part : optional) worst = Math.min(worst, part.score());
      int last = (int) Math.round(worst);
      return new Result(null, "UNKNOWN", failed, facePenalty(last), voicePenalty(last), 0);
    }
    int risk = (int) Math.round(mean.mean());
    return new Result(
        risk, level(risk), failed, facePenalty(risk), voicePenalty(risk), known.size());
  }

  static String level(int risk) {
    return risk >= 65 ? "LOW" : risk >= 50 ? "MEDIUM" : risk >= 30 ? "HIGH" : "CRITICAL";
  }

  static int facePenalty(int risk) {
    return penalty(risk, 40);
  }

  static int voicePenalty(int risk) {
    return penalty(risk, 35);
  }

  /**
   * {@code round(most * (50 - risk) / 50)} below 50, {@code round(10 * (1 - risk / 65))} from 50 to
   * 65. The reference's two branches cross: just below 50 it took off less than at 50. Here a lower
   * risk never costs less.
   */
  private static int penalty(int risk, int most) {
    if (risk >= 65) return 0;
    int gentle = (int) Math.round(10 * (1 - Math.max(risk, 50) / 65.0));
    if (risk >= 50) return gentle;
    return Math.max(gentle, (int) Math.round(most * Math.min(1, (50 - risk) / 50.0)));
  }
}
