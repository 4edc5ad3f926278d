package io.medtrust.gateway.anomaly;

import io.medtrust.gateway.anomaly.model.Detector;
import io.medtrust.ops.Settings;
import java.time.ZoneId;

/**
 * @param policy {@code off}; {@code observe}: scored, told and audited; {@code enforce}: also
 *     answered with a step-up or a block
 * @param stepUpSeconds how long a token needs a step-up
 * @param blockSeconds how long a principal is blocked
 * @param queue requests that may wait to be looked at
 * @param zone where the users' day begins
 * @param saveMillis between two savings of the model
 */
public record AnomalySettings(
    Policy policy,
    int principals,
    int stepUpSeconds,
    int blockSeconds,
    int queue,
    ZoneId zone,
    int saveMillis) {
  /** What is done with a verdict. */
  public enum Policy {
    OFF,
    OBSERVE,
    ENFORCE
  }

  public static AnomalySettings from(Settings settings) {
    var policy =
        switch (settings.text("gateway.anomaly.policy")) {
          case "off" -> Policy.OFF;
          case "observe" -> Policy.OBSERVE;
          case "enforce" -> Policy.ENFORCE;
          case String other ->
              throw new IllegalArgumentException(
                  "setting gateway.anomaly.policy must be off, observe or enforce, not \""
                      + other
                      + '"');
        };
    var zone = settings.text("gateway.anomaly.time_zone");
    return new AnomalySettings(
        policy,
        settings.integer("gateway.anomaly.principals", 100, 1_000_000),
        settings.integer("gateway.anomaly.step_up_seconds", 10, 86_400),
        settings.integer("gateway.anomaly.block_seconds", 10, 86_400),
        settings.integer("gateway.anomaly.queue", 16, 1_000_000),
        zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone),
        settings.integer("gateway.anomaly.save_ms", 1000, 86_400_000));
  }

  Detector.Tuning tuning() {
    var t = Detector.Tuning.DEFAULT;
    return new Detector.Tuning(
        t.trees(),
        t.capacity(),
        t.horizon(),
        t.warmUpRequests(),
        t.warmUpBlocks(),
        principals,
        t.scoreMillis(),
        t.learnMillis(),
        t.stepUp(),
        t.block());
  }
}
