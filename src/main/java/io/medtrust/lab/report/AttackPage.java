package io.medtrust.lab.report;

import static io.medtrust.lab.report.RunPage.number;
import static io.medtrust.lab.report.RunPage.objects;
import static io.medtrust.lab.report.RunPage.seconds;
import static io.medtrust.lab.report.RunPage.words;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The report of {@code lab attack} as a page. */
public final class AttackPage {
  private AttackPage() {}

  public static String of(JsonObject report) {
    var page = new Page("MedTrust lab: scripted attacks");
    page.small(
        "Made %s by build %s, fingerprint %s, seed %d; %s."
            .formatted(
                report.getString("made"),
                report.getString("build"),
                report.getString("fingerprint"),
                report.getLong("seed"),
                report.getString("condition")));
    page.text(
        "Genuine footage goes through the production pipeline in real time and becomes an attack at"
            + " a random moment. Times run from that moment; an attack that was not told within"
            + " the horizon of "
            + number(report.getDouble("horizon_s"), 0)
            + " s took infinitely long. Screens and prints are simulated on the picture.");
    var rows = new ArrayList<List<String>>();
    for (var k : objects(report.getJsonArray("kinds"))) {
      rows.add(
          List.of(
              words(k.getString("kind")),
              k.getValue("runs").toString(),
              k.getValue("persons").toString(),
              seconds(k.getValue("alert_p50_s")) + " / " + seconds(k.getValue("alert_p95_s")),
              k.getValue("alert_misses").toString(),
              seconds(k.getValue("alert_beyond_cut_p50_s"))
                  + " / "
                  + seconds(k.getValue("alert_beyond_cut_p95_s")),
              k.getValue("alert_beyond_cut_misses").toString(),
              seconds(k.getValue("detector_p50_s")) + " / " + seconds(k.getValue("detector_p95_s")),
              k.getValue("detector_misses").toString(),
              k.getValue("false_alarms_before").toString()));
    }
    page.table(
        List.of(
            "attack",
            "runs",
            "persons",
            "to the alert p50 / p95",
            "no alert",
            "to one beyond a hard cut p50 / p95",
            "none",
            "to a failed detector p50 / p95",
            "none failed",
            "false alarms before"),
        rows);
    page.text(
        "False alarms in the genuine footage before the attacks: %d in %s h, %d of them within 4 s of one of %d cuts (at most %s per hour, Poisson, 95 %%)."
            .formatted(
                report.getInteger("false_alarms_before"),
                number(report.getDouble("genuine_hours_before_attacks"), 2),
                report.getInteger("false_alarms_near_cuts"),
                report.getInteger("cuts"),
                number(report.getDouble("false_alarms_per_hour_upper_95"), 1)));
    for (var k : objects(report.getJsonArray("kinds"))) kind(page, k);
    return page.end();
  }

  private static void kind(Page page, JsonObject k) {
    page.heading(2, words(k.getString("kind")));
    page.small("Alerts: " + counts(k.getJsonObject("alert_triggers")));
    page.small("First detector that failed: " + counts(k.getJsonObject("first_detector")));
    var rows = new ArrayList<List<String>>();
    k.getJsonObject("by_detector")
        .forEach(
            e -> {
              var d = (JsonObject) e.getValue();
              rows.add(
                  List.of(
                      e.getKey(),
                      d.getInteger("found") + " of " + k.getValue("runs"),
                      seconds(d.getValue("p50_s")),
                      seconds(d.getValue("p95_s"))));
            });
    if (rows.isEmpty()) page.text("No detector failed.");
    else page.table(List.of("detector", "failed in", "p50", "p95"), rows);
  }

  private static String counts(JsonObject counts) {
    var parts = new ArrayList<String>();
    counts.forEach(e -> parts.add(e.getKey() + " " + e.getValue()));
    return parts.isEmpty() ? "–" : String.join(", ", parts);
  }
}
