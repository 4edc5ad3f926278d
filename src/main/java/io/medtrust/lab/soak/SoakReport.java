package io.medtrust.lab.soak;

import io.medtrust.lab.stats.Bounds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Adds up calls. Hours of one program and its settings are never mixed with those of another: each
 * has a row of its own, and the bound is that of the one that runs now. Pure.
 */
final class SoakReport {
  private static final double CONFIDENCE = 0.95;

  /** Calls of one program and its settings. */
  private static final class Row {
    int calls;
    int notCounted;
    int alarms;
    double hours;
    double slowHours;
    final Map<String, Integer> by = new TreeMap<>();

    JsonObject json(String fingerprint) {
      var each = new JsonObject();
      by.forEach(each::put);
      var json =
          new JsonObject()
              .put("fingerprint", fingerprint)
              .put("calls", calls)
              .put("calls_not_counted", notCounted)
              .put("hours", rounded(hours))
              .put("hours_at_15_fps", rounded(slowHours))
              .put("false_alarms", alarms)
              .put("false_alarms_by_trigger", each);
      if (hours > 0) {
        json.put(
            "false_alarms_per_hour_upper_95",
            rounded(Bounds.poissonUpper(alarms, hours, CONFIDENCE)));
      }
      return json;
    }
  }

  private final Map<String, Row> rows = new TreeMap<>();

  private SoakReport() {}

  /**
   * @param lines of calls, as the command writes them
   * @param added earlier reports of this kind, from other folders
   * @return kind, title, command, date, build, data, conditions, results, not_measured
   * @throws IllegalArgumentException with one sentence when a report is of another kind, or comes
   *     twice
   */
  static JsonObject of(
      List<JsonObject> lines,
      List<JsonObject> added,
      String command,
      String date,
      String build,
      String fingerprint) {
    var report = new SoakReport();
    for (var line : lines) report.line(line);
    var own = report.rows.keySet().stream().toList();
    Set<String> seen = new HashSet<>();
    for (var other : added) {
      if (!"soak".equals(other.getString("kind"))) {
        throw new IllegalArgumentException("--add takes reports of lab soak");
      }
      if (!seen.add(other.encode())) throw new IllegalArgumentException("a report is added twice");
      for (var row : other.getJsonObject("results").getJsonArray("by_program")) {
        report.row((JsonObject) row);
      }
    }
    var all = new JsonArray();
    report.rows.forEach((print, row) -> all.add(row.json(print)));
    var now = report.rows.computeIfAbsent(fingerprint, _ -> new Row()).json(fingerprint);
    return new JsonObject()
        .put("kind", "soak")
        .put("title", "False alarms of synthetic people through the whole pipeline")
        .put("command", command)
        .put("date", date)
        .put("build", build)
        .put(
            "data",
            new JsonObject()
                .put("name", "synthetic people, drawn and spoken, another one each call")
                .put("fingerprint", fingerprint)
                .put("reports_added", added.size())
                .put("programs_of_this_folder", own.size()))
        .put(
            "conditions",
            new JsonArray()
                .add(
                    "640 × 480 at 30 and 15 pictures a second, VP8 600 kbit/s, Opus 32 kbit/s, no"
                        + " loss")
                .add("encoder, RTP, tap, worker, detectors and trust as shipped, in real time")
                .add("a person who sits and talks in an office; nobody walks off"))
        .put("results", now.put("by_program", all))
        .put(
            "not_measured",
            new JsonArray()
                .add("people: nothing here carries over to real ones")
                .add("calls that the machine did not keep up with count nothing"));
  }

  private void line(JsonObject line) {
    var row = rows.computeIfAbsent(line.getString("fingerprint", "unknown"), _ -> new Row());
    if (line.getBoolean("behind", true)) {
      row.notCounted++;
      return;
    }
    row.calls++;
    double hours = line.getLong("media_ms", 0L) / 3_600_000.0;
    row.hours += hours;
    if (line.getInteger("fps", 30) == 15) row.slowHours += hours;
    for (var alarm : line.getJsonArray("alarms")) {
      row.alarms++;
      row.by.merge(alarm.toString(), 1, Integer::sum);
    }
  }

  private void row(JsonObject other) {
    var row = rows.computeIfAbsent(other.getString("fingerprint"), _ -> new Row());
    row.calls += other.getInteger("calls");
    row.notCounted += other.getInteger("calls_not_counted");
    row.hours += other.getDouble("hours");
    row.slowHours += other.getDouble("hours_at_15_fps");
    row.alarms += other.getInteger("false_alarms");
    for (var each : other.getJsonObject("false_alarms_by_trigger")) {
      row.by.merge(each.getKey(), ((Number) each.getValue()).intValue(), Integer::sum);
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
