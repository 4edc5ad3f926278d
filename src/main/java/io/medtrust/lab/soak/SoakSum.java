package io.medtrust.lab.soak;

import io.medtrust.lab.report.Numbers;
import io.medtrust.lab.stats.Bounds;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All calls so far, added up.
 *
 * @param calls that count, each of another person
 * @param skipped calls that the machine did not keep up with
 * @param alarms by cause
 */
record SoakSum(int calls, int skipped, double hours, Map<String, Integer> alarms) {
  private static final double CONFIDENCE = 0.95;

  /**
   * @param lines a call each, as {@link SoakCommand} writes them
   */
  static SoakSum of(List<String> lines) {
    double hours = 0;
    int calls = 0;
    int skipped = 0;
    Map<String, Integer> alarms = new TreeMap<>();
    for (var text : lines) {
      JsonObject line;
      try {
        line = new JsonObject(text);
      } catch (DecodeException e) {
        continue; // a line cut off by a kill
      }
      if (line.getBoolean("behind", true)) {
        skipped++;
        continue;
      }
      calls++;
      hours += line.getLong("media_ms", 0L) / 3_600_000.0;
      for (var alarm : line.getJsonArray("alarms", new JsonArray())) {
        alarms.merge(alarm.toString(), 1, Integer::sum);
      }
    }
    return new SoakSum(calls, skipped, hours, alarms);
  }

  int total() {
    return alarms.values().stream().mapToInt(Integer::intValue).sum();
  }

  double perHourUpper() {
    return Bounds.poissonUpper(total(), hours, CONFIDENCE);
  }

  /** A result file for {@code lab docs}. */
  JsonObject json(String date, String build) {
    return new JsonObject()
        .put("kind", "soak")
        .put("title", "genuine calls, VP8 600 kbit/s, Opus 32 kbit/s, no loss")
        .put("command", "./medtrust lab soak --minutes M --work DIR --json FILE")
        .put("date", date)
        .put("build", build)
        .put(
            "results",
            new JsonObject()
                .put("persons", calls)
                .put("calls", calls)
                .put("calls_not_counted", skipped)
                .put("hours", Numbers.rounded(hours))
                .put("false_alarms", total())
                .put(
                    "false_alarms_by_trigger",
                    new JsonObject(new TreeMap<String, Object>(alarms))));
  }
}
