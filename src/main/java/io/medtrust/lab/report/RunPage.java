package io.medtrust.lab.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of {@code lab run} as a page; it shows what the JSON says and nothing else. */
public final class RunPage {
  private static final String HOW_TO_READ =
      """
      AUC is the chance that a genuine call scores above an attack: 0.5 is a coin. EER is the error where as many \
      genuine calls are refused as attacks accepted. Brackets are 95 % intervals, drawn by subject and not by clip; a \
      dash means that fewer than three subjects of a class were judged. APCER is the share of attacks accepted when \
      1, 5 or 15 % of genuine calls are refused (ISO/IEC 30107-3). Only calls that a detector judged count: "8 of 10 \
      (6)" is 8 judged of 10 calls, of 6 subjects. Min Cllr is what no calibration can mend, Cllr what its likelihood \
      ratios cost as they are: 1 is nothing known, a dash is a detector that is not calibrated. The last columns say \
      how long it took until it first said "failed", never counting as infinitely long.\
      """;

  private RunPage() {}

  public static String of(JsonObject report) {
    var page = new Page("MedTrust lab: what each detector is worth");
    page.small(
        "Made %s by build %s, fingerprint %s, on data with manifest %s."
            .formatted(
                report.getString("made"),
                report.getString("build"),
                report.getString("fingerprint"),
                report.getString("data_sha256").substring(0, 12)));
    page.text(
        "Every call went through the production pipeline in real time: encoder, RTP, tap, worker"
            + " process, readings, trust. Conditions: "
            + String.join("; ", texts(report.getJsonArray("conditions")))
            + ".");
    int missing = report.getInteger("calls_not_measured", 0);
    if (missing > 0) {
      page.text(
          missing + " calls are not in here, because the machine did not keep up in real time.");
    }
    media(page, report);
    page.heading(2, "All detectors").text(HOW_TO_READ);
    overview(page, report);
    trust(page, report);
    for (var d : objects(report.getJsonArray("detectors"))) {
      if (d.getJsonObject("genuine").getInteger("calls") > 0) detector(page, d);
    }
    page.heading(2, "What was not measured").list(texts(report.getJsonArray("not_measured")));
    return page.end();
  }

  private static void media(Page page, JsonObject report) {
    page.heading(2, "Media");
    var rows = new ArrayList<List<String>>();
    for (var kind : objects(report.getJsonArray("media"))) {
      for (var c : objects(kind.getJsonArray("classes"))) {
        rows.add(
            List.of(
                kind.getString("judges"),
                words(c.getString("class")),
                c.getValue("clips").toString(),
                c.getValue("subjects").toString(),
                c.getValue("calls").toString(),
                number(c.getDouble("hours"), 2)));
      }
    }
    page.table(List.of("of", "class", "clips", "subjects", "calls", "hours"), rows);
  }

  private static void overview(Page page, JsonObject report) {
    var rows = new ArrayList<List<String>>();
    for (var d : objects(report.getJsonArray("detectors"))) {
      for (var s : objects(d.getJsonArray("species"))) {
        if (s.getDouble("auc") == null) continue;
        var row = new ArrayList<String>();
        row.add(d.getString("detector"));
        row.add(words(s.getString("species")));
        row.add(judged(d.getJsonObject("genuine")));
        row.add(judged(s.getJsonObject("attacks")));
        figures(row, s);
        row.add(number(s.getDouble("cllr"), 2));
        time(row, s.getJsonObject("time_to_fail"));
        rows.add(row);
      }
    }
    page.table(
        List.of(
            "detector",
            "against",
            "genuine",
            "attacks",
            "AUC",
            "EER",
            "APCER @ 1/5/15 %",
            "min Cllr",
            "Cllr",
            "fails after p50 / p95",
            "never fails"),
        rows);
  }

  /** Judged of all calls, and subjects. */
  private static String judged(JsonObject answers) {
    return "%d of %d (%d)"
        .formatted(
            answers.getInteger("calls_judged"),
            answers.getInteger("calls"),
            answers.getInteger("subjects_judged"));
  }

  private static void figures(List<String> row, JsonObject s) {
    row.add(with(s, "auc", 2));
    row.add(percentWith(s, "eer"));
    row.add(
        s.getValue("apcer_at_bpcer_1") == null
            ? "–"
            : "%s / %s / %s %%"
                .formatted(
                    hundredths(s, "apcer_at_bpcer_1"),
                    hundredths(s, "apcer_at_bpcer_5"),
                    hundredths(s, "apcer_at_bpcer_15")));
    row.add(number(s.getDouble("min_cllr"), 2));
  }

  private static void time(List<String> row, JsonObject t) {
    row.add(seconds(t.getValue("p50_s")) + " / " + seconds(t.getValue("p95_s")));
    row.add(
        "%d of %d"
            .formatted(t.getInteger("misses"), t.getInteger("misses") + t.getInteger("found")));
  }

  private static void trust(Page page, JsonObject report) {
    page.heading(2, "Alarms on genuine calls");
    page.small(
        "Real clips only; no synthetic person and no simulation is in these rows. The bound is what"
            + " so many hours allow to say (Poisson, one-sided 95 %).");
    var rows = new ArrayList<List<String>>();
    for (var t : objects(report.getJsonArray("trust"))) {
      if (t.getInteger("genuine_calls") == 0) continue;
      rows.add(
          List.of(
              t.getString("judges"),
              t.getValue("genuine_calls").toString(),
              t.getValue("genuine_subjects").toString(),
              number(t.getDouble("hours"), 2),
              t.getValue("false_alarms").toString(),
              number(t.getDouble("false_alarms_per_hour_upper_95"), 1),
              counts(t.getJsonObject("false_alarms_by_trigger")),
              percent(t.getDouble("coverage_mean"))));
    }
    page.table(
        List.of(
            "of",
            "calls",
            "subjects",
            "hours",
            "alarms",
            "at most per hour",
            "by trigger",
            "mean coverage"),
        rows);
  }

  private static void detector(Page page, JsonObject d) {
    page.heading(2, d.getString("detector"));
    var genuine = d.getJsonObject("genuine");
    var failed = d.getJsonObject("genuine_failed");
    page.text(
        ("Judges %s. Of genuine calls: %s, readings unknown: %s. It said \"failed\" in %d genuine"
                + " calls of %d subjects (at most %s of subjects, 95 %%).")
            .formatted(
                d.getString("judges"),
                judged(genuine),
                percent(genuine.getDouble("unknown_share")),
                failed.getInteger("calls"),
                failed.getInteger("subjects"),
                percent(failed.getDouble("subject_share_upper_95"))));
    page.small("What it said of genuine calls: " + counts(genuine.getJsonObject("codes")));
    var lines = new ArrayList<Plots.Line>();
    var bars = new ArrayList<Plots.Bars>();
    for (var s : objects(d.getJsonArray("species"))) {
      if (s.getJsonArray("roc") == null) continue;
      lines.add(new Plots.Line(words(s.getString("species")), pairs(s.getJsonArray("roc"))));
      bars.add(new Plots.Bars(words(s.getString("species")), shares(s.getJsonArray("histogram"))));
    }
    if (lines.isEmpty()) {
      page.text("Not measured: it judged 0 subjects of genuine calls or of every kind of attack.");
      return;
    }
    page.key(lines.stream().map(Plots.Line::name).toList());
    page.plots(
        "ROC",
        Plots.roc(lines),
        "DET",
        Plots.det(lines),
        "Scores",
        Plots.histograms(
            new Plots.Bars("genuine", shares(d.getJsonArray("genuine_histogram"))), bars));
    by(page, d);
  }

  private static void by(Page page, JsonObject d) {
    Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    for (var s : objects(d.getJsonArray("species"))) {
      for (var r : objects(s.getJsonArray("by"))) {
        var row = new ArrayList<String>();
        row.add(words(s.getString("species")));
        row.add(r.getString("value"));
        row.add("%d (%d)".formatted(r.getInteger("genuine"), r.getInteger("genuine_subjects")));
        row.add("%d (%d)".formatted(r.getInteger("attacks"), r.getInteger("attack_subjects")));
        figures(row, r);
        tables.computeIfAbsent(r.getString("dimension"), _ -> new ArrayList<>()).add(row);
      }
    }
    tables.forEach(
        (dimension, rows) -> {
          page.heading(3, "By " + dimension);
          page.table(
              List.of(
                  "against",
                  dimension,
                  "genuine (subjects)",
                  "attacks (subjects)",
                  "AUC",
                  "EER",
                  "APCER @ 1 / 5 / 15 %",
                  "min Cllr"),
              rows);
        });
  }

  private static String with(JsonObject s, String name, int digits) {
    var value = s.getDouble(name);
    if (value == null) return "–";
    var i = s.getJsonArray(name + "_95");
    return number(value, digits)
        + (i == null
            ? " [–]"
            : " [%s, %s]"
                .formatted(number(i.getDouble(0), digits), number(i.getDouble(1), digits)));
  }

  private static String percentWith(JsonObject s, String name) {
    var value = s.getDouble(name);
    if (value == null) return "–";
    var i = s.getJsonArray(name + "_95");
    return number(value * 100, 0)
        + (i == null
            ? " % [–]"
            : " %% [%s, %s]"
                .formatted(number(i.getDouble(0) * 100, 0), number(i.getDouble(1) * 100, 0)));
  }

  private static String hundredths(JsonObject s, String name) {
    return number(s.getDouble(name) * 100, 0);
  }

  private static String percent(Double share) {
    return share == null ? "–" : number(share * 100, 0) + " %";
  }

  static String seconds(Object value) {
    if (value == null) return "–";
    return value instanceof Number n ? number(n.doubleValue(), 1) + " s" : "∞";
  }

  static String number(Double value, int digits) {
    return value == null ? "–" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String counts(JsonObject counts) {
    if (counts == null || counts.isEmpty()) return "–";
    var parts = new ArrayList<String>();
    counts.forEach(e -> parts.add(e.getKey() + " " + e.getValue()));
    return String.join(", ", parts);
  }

  static String words(String name) {
    return name.replace('_', ' ');
  }

  static List<JsonObject> objects(JsonArray array) {
    var list = new ArrayList<JsonObject>();
    if (array != null) for (int i = 0; i < array.size(); i++) list.add(array.getJsonObject(i));
    return list;
  }

  static List<String> texts(JsonArray array) {
    var list = new ArrayList<String>();
    for (int i = 0; i < array.size(); i++) list.add(array.getString(i));
    return list;
  }

  private static List<double[]> pairs(JsonArray array) {
    var list = new ArrayList<double[]>();
    for (int i = 0; i < array.size(); i++) {
      var p = array.getJsonArray(i);
      list.add(new double[] {p.getDouble(0), p.getDouble(1)});
    }
    return list;
  }

  private static List<Double> shares(JsonArray array) {
    var list = new ArrayList<Double>();
    for (int i = 0; i < array.size(); i++) list.add(array.getDouble(i));
    return list;
  }
}
