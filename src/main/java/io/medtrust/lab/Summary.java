package io.medtrust.lab;

import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.Locale;

/** The report of a run in a few lines for the terminal. */
final class Summary {
  private Summary() {}

  static void print(JsonObject report, PrintStream out) {
    out.printf(
        "%n%-24s %-30s %9s %9s %6s %6s  %s%n",
        "detector", "against", "genuine", "attacks", "AUC", "EER", "95 % of EER, by subject");
    for (var each : report.getJsonArray("detectors")) {
      var d = (JsonObject) each;
      for (var one : d.getJsonArray("species")) {
        var s = (JsonObject) one;
        var g = d.getJsonObject("genuine");
        var a = s.getJsonObject("attacks");
        var interval = s.getJsonArray("eer_95");
        out.printf(
            "%-24s %-30s %9s %9s %6s %6s  %s%n",
            d.getString("detector"),
            s.getString("species"),
            g.getInteger("calls_judged") + "/" + g.getInteger("calls"),
            a.getInteger("calls_judged") + "/" + a.getInteger("calls"),
            number(s.getDouble("auc")),
            number(s.getDouble("eer")),
            interval == null
                ? "too few subjects"
                : number(interval.getDouble(0)) + " to " + number(interval.getDouble(1)));
      }
    }
    for (var each : report.getJsonArray("trust")) {
      var t = (JsonObject) each;
      out.printf(
          "%s: %d alarms in %s h of genuine calls (at most %s per hour)%n",
          t.getString("judges"),
          t.getInteger("false_alarms"),
          number(t.getDouble("hours")),
          number(t.getDouble("false_alarms_per_hour_upper_95")));
    }
  }

  static void attacks(JsonObject report, PrintStream out) {
    out.printf(
        "%n%-16s %5s %8s  %16s %9s  %16s %12s  %s%n",
        "attack",
        "runs",
        "persons",
        "alert p50 / p95",
        "no alert",
        "failed p50 / p95",
        "none failed",
        "false alarms before");
    for (var each : report.getJsonArray("kinds")) {
      var k = (JsonObject) each;
      out.printf(
          "%-16s %5d %8d  %16s %9d  %16s %12d  %d%n",
          k.getString("kind"),
          k.getInteger("runs"),
          k.getLong("persons"),
          seconds(k.getValue("alert_p50_s")) + " / " + seconds(k.getValue("alert_p95_s")),
          k.getInteger("alert_misses"),
          seconds(k.getValue("detector_p50_s")) + " / " + seconds(k.getValue("detector_p95_s")),
          k.getInteger("detector_misses"),
          k.getInteger("false_alarms_before"));
    }
    out.printf(
        "%d false alarms in %s h of genuine footage before the attacks (at most %s per hour)%n",
        report.getInteger("false_alarms_before"),
        number(report.getDouble("genuine_hours_before_attacks")),
        number(report.getDouble("false_alarms_per_hour_upper_95")));
  }

  private static String seconds(Object value) {
    if (value == null) return "-";
    return value instanceof Number n ? "%.1f s".formatted(n.doubleValue()) : "infinite";
  }

  private static String number(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }
}
