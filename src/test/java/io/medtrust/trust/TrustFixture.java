package io.medtrust.trust;

import io.medtrust.bus.Reading;
import java.util.Map;
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
          new TrustSettings.AlarmTimes(2000, 3000, 5000, 1000, 3000, 30_000),
          1000,
          50,
          3600,
          30,
          500);

  private TrustFixture() {}

  static TrustCore core(String calibration) {
    return new TrustCore(SESSION, VERIFICATION, calibration, SETTINGS);
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
