package io.medtrust.trust;

import io.medtrust.ops.Settings;

/**
 * Settings of trust; times in milliseconds.
 *
 * @param rateHz computations a second
 * @param lateMillis a signal without a new reading for this long is late
 * @param stalenessMillis a late signal keeps its last good value until that is this old
 * @param pipelineMillis a reading that took longer from capture to here counts as that much older
 * @param minSafeCoverage with less of the weight known, trust is never safe
 * @param alarms how long each condition must hold, and be gone
 * @param recordRows readings and trust logs kept in memory, each, while PostgreSQL is away
 * @param recordMillis how often they are written
 * @param ledgerSeconds seconds of blocks kept in memory while the ledger is away
 * @param liveSeconds life of the newest update in Redis
 * @param thresholdsMillis how often thresholds are looked up
 */
public record TrustSettings(
    int rateHz,
    int lateMillis,
    int stalenessMillis,
    int pipelineMillis,
    double minSafeCoverage,
    AlarmTimes alarms,
    int recordRows,
    int recordMillis,
    int ledgerSeconds,
    int liveSeconds,
    int thresholdsMillis) {

  /**
   * @param picture frozen and black
   * @param presence no face and several faces
   * @param silent no sound at all
   * @param score limits of scores, used once they are calibrated
   * @param release how long the condition must be gone
   * @param forget an alarm whose evidence is unknown for this long ends
   */
  public record AlarmTimes(
      int picture, int presence, int silent, int score, int release, int forget) {}

  public static TrustSettings from(Settings s) {
    return new TrustSettings(
        s.integer("trust.rate_hz", 1, 20),
        s.integer("trust.late_ms", 200, 60_000),
        s.integer("trust.staleness_ms", 200, 60_000),
        s.integer("trust.pipeline_ms", 200, 60_000),
        s.number("trust.min_safe_coverage", 0, 1),
        new AlarmTimes(
            s.integer("trust.alarm.picture_ms", 0, 600_000),
            s.integer("trust.alarm.presence_ms", 0, 600_000),
            s.integer("trust.alarm.silent_ms", 0, 600_000),
            s.integer("trust.alarm.score_ms", 0, 600_000),
            s.integer("trust.alarm.release_ms", 0, 600_000),
            s.integer("trust.alarm.forget_ms", 1_000, 3_600_000)),
        s.integer("trust.record_rows", 100, 10_000_000),
        s.integer("trust.record_ms", 100, 60_000),
        s.integer("trust.ledger_seconds", 10, 86_400),
        s.integer("trust.live_seconds", 1, 3_600),
        s.integer("trust.thresholds_ms", 500, 60_000));
  }
}
