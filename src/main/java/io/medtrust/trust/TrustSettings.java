package io.medtrust.trust;

import io.medtrust.ops.Settings;
import io.medtrust.trust.calibration.Calibration;
import io.medtrust.trust.calibration.CalibrationJson;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

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
 * @param calibration curves that scores are read by
 * @param belief how evidence becomes a probability
 * @param policy what an alarm does to the call
 * @param zone in which people read the time
 * @param readingsDays days that readings are kept
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
    int thresholdsMillis,
    Calibration calibration,
    Belief belief,
    Policy policy,
    ZoneId zone,
    int readingsDays) {

  /**
   * @param impostorPrior 0..1, share of impostors before anything is seen
   * @param halfLifeMillis in which old evidence halves
   * @param familyDiscount 0..1, what the second signal of a family counts
   */
  public record Belief(double impostorPrior, double halfLifeMillis, double familyDiscount) {}

  /**
   * @param action {@code warn}, {@code hold} or {@code end}
   * @param triggers alarms on which hold or end acts; all others warn
   */
  public record Policy(String action, Set<String> triggers) {
    public Policy {
      if (!ACTIONS.contains(action)) {
        throw new IllegalArgumentException("trust.policy must be warn, hold or end");
      }
      triggers = Set.copyOf(triggers);
      for (var trigger : triggers) {
        if (!MAY_ACT.contains(trigger)) {
          throw new IllegalArgumentException(
              "trust.policy_triggers may name "
                  + String.join(", ", MAY_ACT.stream().sorted().toList())
                  + ", and not "
                  + trigger);
        }
      }
    }

    private static final List<String> ACTIONS = List.of("warn", "hold", "end");

    /** Facts about the person or the media; what a passive detector thinks is not among them. */
    private static final Set<String> MAY_ACT =
        Set.of(
            "kill_switch",
            "replayed",
            "looped",
            "reversed",
            "voice_replayed",
            "not_enrolled_person",
            "face_changed");

    /** What is to be done about these alarms: the policy where one of them is named, else warn. */
    String of(List<String> active) {
      if (active.isEmpty()) return null;
      return active.stream().anyMatch(triggers::contains) ? action : "warn";
    }
  }

  /**
   * @param picture frozen and black
   * @param presence no face and several faces
   * @param silent no sound at all
   * @param score limits of scores, used once they are calibrated
   * @param identity another person, another voice
   * @param lips lips that do not go with the voice
   * @param event how long the alarm of an event stays that is over at once, as a cut
   * @param release how long the condition must be gone
   * @param forget an alarm whose evidence is unknown for this long ends
   * @param decision time after which evidence is independent of what it was
   * @param falsePer1000Hours false alarms of accumulated evidence that are accepted
   */
  public record AlarmTimes(
      int picture,
      int presence,
      int silent,
      int score,
      int identity,
      int lips,
      int event,
      int release,
      int forget,
      int decision,
      double falsePer1000Hours) {}

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
            s.integer("trust.alarm.identity_ms", 0, 600_000),
            s.integer("trust.alarm.lips_ms", 0, 600_000),
            s.integer("trust.alarm.event_ms", 0, 600_000),
            s.integer("trust.alarm.release_ms", 0, 600_000),
            s.integer("trust.alarm.forget_ms", 1_000, 3_600_000),
            s.integer("trust.alarm.decision_ms", 500, 60_000),
            s.number("trust.alarm.false_per_1000h", 0.001, 100_000)),
        s.integer("trust.record_rows", 100, 10_000_000),
        s.integer("trust.record_ms", 100, 60_000),
        s.integer("trust.ledger_seconds", 10, 86_400),
        s.integer("trust.live_seconds", 1, 3_600),
        s.integer("trust.thresholds_ms", 500, 60_000),
        CalibrationJson.load(s.text("trust.calibration_file")),
        new Belief(
            s.number("trust.impostor_prior", 0.000001, 0.5),
            s.integer("trust.half_life_ms", 1_000, 3_600_000),
            s.number("trust.family_discount", 0, 1)),
        new Policy(s.text("trust.policy"), Set.copyOf(s.list("trust.policy_triggers"))),
        zone(s.text("trust.time_zone")),
        s.integer("trust.readings_days", 1, 3_650));
  }

  private static ZoneId zone(String name) {
    try {
      return name.isBlank() ? ZoneId.systemDefault() : ZoneId.of(name.strip());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("trust.time_zone is no time zone: " + name);
    }
  }
}
