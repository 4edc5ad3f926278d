package io.medtrust.trust;

import io.medtrust.bus.Reading;
import io.medtrust.trust.calibration.Calibration;
import io.medtrust.trust.calibration.Curve;
import io.medtrust.trust.calibration.DetectorCurve;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Readings as detectors send them. */
final class TrustFixture {
  static final String SESSION = UUID.nameUUIDFromBytes("session".getBytes()).toString();
  static final String VERIFICATION = UUID.nameUUIDFromBytes("verification".getBytes()).toString();
  static final long T0 = 1_795_358_887_529L;

  static final TrustSettings SETTINGS =
      new TrustSettings(
          5,
          2000,
          4000,
          3000,
          0.6,
          new TrustSettings.AlarmTimes(
              2000, 3000, 5000, 1000, 5000, 6000, 15_000, 3000, 30_000, 4000, 1),
          1000,
          50,
          3600,
          30,
          500,
          Calibration.NONE,
          new TrustSettings.Belief(0.01, 30_000, 0.5),
          new TrustSettings.Policy("warn", Set.of("kill_switch")),
          ZoneOffset.UTC,
          90);

  /**
   * Every signal that counts has a curve on so many people: 0 at a score of 50, rising by 1 in 10
   * points.
   */
  static Calibration calibration(int subjects) {
    var curves = new ArrayList<DetectorCurve>();
    for (var role : SignalRole.all()) {
      curves.add(
          new DetectorCurve(
              role.detector(),
              "signal",
              "1",
              new Curve.Logistic(0.1, -5),
              subjects,
              subjects,
              subjects * 10,
              subjects * 10,
              new DetectorCurve.Quality(0.9, 0.3, 0.4, 0.35)));
    }
    return new Calibration("2026-11", "0".repeat(64), curves);
  }

  static TrustSettings settings(Calibration calibration) {
    return settings(calibration, SETTINGS.policy());
  }

  static TrustSettings settings(TrustSettings.Policy policy) {
    return settings(Calibration.NONE, policy);
  }

  private static TrustSettings settings(Calibration calibration, TrustSettings.Policy policy) {
    var s = SETTINGS;
    return new TrustSettings(
        s.rateHz(),
        s.lateMillis(),
        s.stalenessMillis(),
        s.pipelineMillis(),
        s.minSafeCoverage(),
        s.alarms(),
        s.recordRows(),
        s.recordMillis(),
        s.ledgerSeconds(),
        s.liveSeconds(),
        s.thresholdsMillis(),
        calibration,
        s.belief(),
        policy,
        s.zone(),
        s.readingsDays());
  }

  private TrustFixture() {}

  /**
   * @param calibration null for none
   */
  static TrustCore core(Calibration calibration) {
    return new TrustCore(
        SESSION, VERIFICATION, settings(calibration == null ? Calibration.NONE : calibration));
  }

  static Reading ok(String detector, double score, long mediaMillis) {
    return reading(detector, Reading.State.OK, score, "ok", mediaMillis, Map.of());
  }

  static Reading failed(String detector, double score, String code, long mediaMillis) {
    return reading(detector, Reading.State.FAILED, score, code, mediaMillis, Map.of());
  }

  static Reading unknown(String detector, String code, long mediaMillis) {
    return reading(detector, Reading.State.UNKNOWN, null, code, mediaMillis, Map.of());
  }

  static Reading reading(
      String detector,
      Reading.State state,
      Double score,
      String code,
      long mediaMillis,
      Map<String, Object> evidence) {
    return new Reading(
        SESSION,
        VERIFICATION,
        detector,
        state,
        score,
        null,
        code,
        detector + " says " + code,
        evidence,
        mediaMillis,
        "signal",
        "1");
  }
}
