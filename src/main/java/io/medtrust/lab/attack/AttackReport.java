package io.medtrust.lab.attack;

import io.medtrust.lab.report.Numbers;
import io.medtrust.lab.stats.Bounds;
import io.medtrust.lab.stats.Percentiles;
import io.medtrust.ops.BuildId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** Times to be told, by kind of attack; misses are infinite. */
final class AttackReport {
  private static final double CONFIDENCE = 0.95;

  private AttackReport() {}

  static JsonObject of(List<AttackResult> results, List<AttackKind> kinds, double horizon) {
    var rows = new JsonArray();
    for (var kind : kinds) {
      rows.add(kind(kind, results.stream().filter(r -> r.kind().equals(kind.word())).toList()));
    }
    double seconds = results.stream().mapToDouble(AttackResult::genuineSeconds).sum();
    int alarms = results.stream().mapToInt(AttackResult::before).sum();
    return new JsonObject()
        .put("made", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("build", BuildId.compute())
        .put("horizon_s", horizon)
        .put("kinds", rows)
        .put("genuine_hours_before_attacks", Numbers.rounded(seconds / 3600))
        .put("false_alarms_before", alarms)
        .put("false_alarms_near_cuts", results.stream().mapToInt(AttackResult::beforeNearCut).sum())
        .put("cuts", results.stream().mapToInt(AttackResult::cuts).sum())
        .put(
            "false_alarms_per_hour_upper_95",
            Numbers.rounded(Bounds.poissonUpper(alarms, seconds / 3600, CONFIDENCE)));
  }

  private static JsonObject kind(AttackKind kind, List<AttackResult> own) {
    var json =
        new JsonObject()
            .put("kind", kind.word())
            .put("runs", own.size())
            .put("persons", own.stream().map(AttackResult::subject).distinct().count())
            .put(
                "watched_s_median",
                Numbers.rounded(
                    Percentiles.of(
                        own.stream().mapToDouble(AttackResult::observedSeconds).toArray(),
                        0,
                        0.5)));
    times(json, "alert", own, r -> r.alert() == null ? null : r.alert().seconds());
    times(
        json,
        "alert_beyond_cut",
        own,
        r -> r.alertBeyondCut() == null ? null : r.alertBeyondCut().seconds());
    times(
        json,
        "detector",
        own,
        r -> r.firstFailed() == null ? null : r.firstFailed().getValue().seconds());
    int missed = (int) own.stream().filter(r -> r.alert() == null).count();
    return json.put(
            "alert_missed_share_upper_95",
            Numbers.rounded(Bounds.shareUpper(missed, own.size(), CONFIDENCE)))
        .put("first_detector", counts(own, AttackReport::first))
        .put("alert_triggers", counts(own, r -> r.alert() == null ? "none" : r.alert().what()))
        .put(
            "alert_beyond_cut_triggers",
            counts(own, r -> r.alertBeyondCut() == null ? "none" : r.alertBeyondCut().what()))
        .put("by_detector", detectors(own))
        .put("false_alarms_before", own.stream().mapToInt(AttackResult::before).sum());
  }

  private static String first(AttackResult r) {
    var first = r.firstFailed();
    return first == null ? "none" : first.getKey() + ":" + first.getValue().what();
  }

  private static void times(
      JsonObject json, String what, List<AttackResult> own, Function<AttackResult, Double> time) {
    var found =
        own.stream().map(time).filter(Objects::nonNull).mapToDouble(Double::doubleValue).toArray();
    int misses = own.size() - found.length;
    json.put(what + "_misses", misses)
        .put(what + "_p50_s", Numbers.orInfinite(Percentiles.of(found, misses, 0.5)))
        .put(what + "_p95_s", Numbers.orInfinite(Percentiles.of(found, misses, 0.95)));
  }

  /** For each detector that ever failed: in how many runs, and how fast. */
  private static JsonObject detectors(List<AttackResult> own) {
    var names = new TreeMap<String, Integer>();
    for (var r : own) for (var name : r.failed().keySet()) names.merge(name, 1, Integer::sum);
    var json = new JsonObject();
    names.forEach(
        (name, count) -> {
          var found =
              own.stream()
                  .map(r -> r.failed().get(name))
                  .filter(Objects::nonNull)
                  .mapToDouble(AttackResult.Failure::seconds)
                  .toArray();
          int misses = own.size() - found.length;
          json.put(
              name,
              new JsonObject()
                  .put("found", count)
                  .put("p50_s", Numbers.orInfinite(Percentiles.of(found, misses, 0.5)))
                  .put("p95_s", Numbers.orInfinite(Percentiles.of(found, misses, 0.95))));
        });
    return json;
  }

  private static JsonObject counts(List<AttackResult> own, Function<AttackResult, String> what) {
    var counts = new TreeMap<String, Integer>();
    for (var r : own) counts.merge(what.apply(r), 1, Integer::sum);
    var json = new JsonObject();
    counts.entrySet().stream()
        .sorted((a, b) -> b.getValue() - a.getValue())
        .forEach(e -> json.put(e.getKey(), e.getValue()));
    return json;
  }
}
