package io.medtrust.lab.docs;

import io.medtrust.lab.docs.Results.Kind;
import java.util.ArrayList;
import java.util.List;

/** Scripted attacks: how soon each is told. */
final class AttackBlock {
  private AttackBlock() {}

  static String of(Results results) {
    var page = new Markdown();
    var attacks = results.of(Kind.ATTACK);
    if (attacks.isEmpty()) {
      return page.paragraph("Not measured: no report of `./medtrust lab attack` is there.")
          .toString();
    }
    for (var attack : attacks) {
      var rows = new ArrayList<List<String>>();
      for (var k : attack.entry().list("kinds")) {
        rows.add(
            List.of(
                Markdown.safe(Say.words(k.neededText("kind"))),
                Integer.toString(k.count("runs")),
                Integer.toString(k.count("persons")),
                both(k, "alert"),
                missed(k),
                both(k, "alert_beyond_cut"),
                both(k, "detector"),
                Integer.toString(k.count("detector_misses")),
                first(k),
                Integer.toString(k.count("false_alarms_before"))));
      }
      page.table(
          List.of(
              "attack",
              "runs",
              "persons",
              "first alert after p50 / p95",
              "runs without alert (bound)",
              "first alert of another cause than a hard cut after p50 / p95",
              "first detector failed after p50 / p95",
              "none failed",
              "first alert by",
              "alarms before"),
          rows);
      page.paragraph(
          "%s; each watched for %s. A run without alert counts as infinite; the bound is of runs,"
                  .formatted(
                      Markdown.safe(Conditions.text(attack.conditions())),
                      Say.seconds(attack.entry().neededNumber("horizon_s")))
              + " one-sided 95 %, and runs of one person are not independent. "
              + lost(attack.entry())
              + Blocks.source(attack));
    }
    return page.toString();
  }

  static String both(Entry k, String what) {
    if (k.count("runs") == 0) return Say.NOT_MEASURED;
    if (!k.has(what + "_p50_s")) return Say.NOTHING;
    return Say.seconds(k.seconds(what + "_p50_s"))
        + " / "
        + Say.seconds(k.seconds(what + "_p95_s"));
  }

  static String missed(Entry k) {
    if (k.count("runs") == 0) return Say.NOTHING;
    return "%d (at most %s)"
        .formatted(k.count("alert_misses"), Say.upTo(k.share("alert_missed_share_upper_95")));
  }

  /** The two causes that were first most often. */
  static String first(Entry k) {
    var causes = k.object("alert_triggers").json();
    var words = new ArrayList<String>();
    for (var cause : causes) {
      if (words.size() == 2 || cause.getKey().equals("none")) continue;
      words.add(Markdown.code(cause.getKey()) + " " + Markdown.safe("" + cause.getValue()));
    }
    return words.isEmpty() ? Say.NOTHING : String.join(", ", words);
  }

  private static String lost(Entry report) {
    int lost = report.count("calls_not_measured", 0);
    return lost == 0
        ? ""
        : "%d calls could not be made in real time and are missing. ".formatted(lost);
  }
}
