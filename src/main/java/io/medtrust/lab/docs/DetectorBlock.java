package io.medtrust.lab.docs;

import io.medtrust.lab.docs.Results.Judged;
import io.medtrust.lab.docs.Results.Kind;
import io.medtrust.lab.stats.Interval;
import java.util.ArrayList;
import java.util.List;

/** All that was measured of one detector. */
final class DetectorBlock {
  private static final List<String> FIGURES =
      List.of("AUC", "EER", "APCER at BPCER 1 / 5 / 15 %", "min Cllr");

  private final Results results;
  private final String name;
  private final Markdown page = new Markdown();

  private DetectorBlock(Results results, String name) {
    this.results = results;
    this.name = name;
  }

  /**
   * @param plot path of its plot from the page
   */
  static String of(Results results, String name, String plot) {
    var block = new DetectorBlock(results, name);
    block.pipeline(plot);
    block.attacks();
    for (var f : results.figures(name)) FiguresBlock.add(block.page, f);
    return block.page.toString();
  }

  private void pipeline(String plot) {
    var judged = results.judged(name);
    page.paragraph("**Through the whole pipeline** (`./medtrust lab run`).");
    if (judged.stream().allMatch(j -> j.genuineJudged() == 0)) {
      page.paragraph(
          judged.isEmpty()
              ? "Not measured: no report is there."
              : "Not measured: it judged 0 subjects of genuine calls.");
      for (var j : judged) page.paragraph(genuine(j));
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (var j : judged) {
      for (var s : j.detector().list("species")) rows.add(species(j, s));
    }
    var heading = new ArrayList<>(List.of("sent as", "against", "genuine", "attacks"));
    heading.addAll(FIGURES);
    heading.addAll(List.of("failed after p50 / p95", "never failed"));
    page.table(heading, rows);
    page.paragraph(
        "Judged calls of all calls, and subjects. Brackets: 95 % by bootstrap over subjects; [–]:"
            + " fewer than three subjects in a class. The rest is explained in docs/lab.md.");
    for (var j : judged) page.paragraph(genuine(j));
    if (RocPlot.has(judged)) {
      page.paragraph(
          "![ROC and DET of %s, %s](%s)"
              .formatted(name, Markdown.safe(RocPlot.main(judged).sent()), plot));
    }
    page.folded("By generator, codec, bitrate, loss and light", by(judged));
  }

  private static List<String> species(Judged j, Entry s) {
    var row = new ArrayList<String>();
    row.add(Markdown.safe(j.sent()));
    row.add(Markdown.safe(Say.words(s.neededText("species"))));
    row.add(judged(j.detector().object("genuine")));
    row.add(judged(s.object("attacks")));
    figures(
        row,
        s,
        Math.min(
            j.detector().object("genuine").count("subjects_judged"),
            s.object("attacks").count("subjects_judged")));
    var time = s.object("time_to_fail");
    row.add(Say.seconds(time.seconds("p50_s")) + " / " + Say.seconds(time.seconds("p95_s")));
    int misses = time.count("misses", 0);
    row.add("%d of %d".formatted(misses, misses + time.count("found", 0)));
    return row;
  }

  static String judged(Entry answers) {
    return "%d of %d (%d)"
        .formatted(
            answers.count("calls_judged"),
            answers.count("calls"),
            answers.count("subjects_judged"));
  }

  private static void figures(List<String> row, Entry s, int subjects) {
    if (!s.has("auc")) {
      row.addAll(List.of(Say.NOT_MEASURED, Say.NOTHING, Say.NOTHING, Say.NOTHING));
      return;
    }
    row.add(Say.figure(s.share("auc"), s.interval("auc_95")));
    row.add(Say.eer(s.share("eer"), s.interval("eer_95"), subjects));
    row.add(
        s.has("apcer_at_bpcer_1")
            ? "%s / %s / %s %%"
                .formatted(
                    Say.hundredths(s.share("apcer_at_bpcer_1")),
                    Say.hundredths(s.share("apcer_at_bpcer_5")),
                    Say.hundredths(s.share("apcer_at_bpcer_15")))
            : Say.NOTHING);
    row.add(Say.figure(s.number("min_cllr"), Interval.UNKNOWN).replace(" [–]", ""));
  }

  private static String genuine(Judged j) {
    var genuine = j.detector().object("genuine");
    var failed = j.detector().object("genuine_failed");
    var line =
        new StringBuilder(
            "Genuine calls, %s: %s judged; %s of the readings unknown"
                .formatted(
                    Markdown.safe(j.sent().isEmpty() ? "none sent" : j.sent()),
                    judged(genuine),
                    Say.percent(genuine.share("unknown_share"))));
    if (j.genuineJudged() > 0) {
      line.append(
          "; `failed` in %s of %s (at most %s of subjects, 95 %%)"
              .formatted(
                  Say.count(failed.count("calls", 0), "call"),
                  Say.count(failed.count("subjects", 0), "subject"),
                  Say.upTo(failed.share("subject_share_upper_95"))));
    }
    return line.append(". ").append(Blocks.source(j.run())).toString();
  }

  private static Markdown by(List<Judged> judged) {
    var rows = new ArrayList<List<String>>();
    for (var j : judged) {
      for (var s : j.species()) {
        for (var r : s.list("by")) {
          var row = new ArrayList<String>();
          row.add(Markdown.safe(j.sent()));
          row.add(Markdown.safe(Say.words(s.neededText("species"))));
          row.add(Markdown.safe(r.neededText("dimension") + ": " + r.neededText("value")));
          row.add("%d (%d)".formatted(r.count("genuine"), r.count("genuine_subjects")));
          row.add("%d (%d)".formatted(r.count("attacks"), r.count("attack_subjects")));
          figures(row, r, Math.min(r.count("genuine_subjects"), r.count("attack_subjects")));
          rows.add(row);
        }
      }
    }
    var heading = new ArrayList<>(List.of("sent as", "against", "by", "genuine", "attacks"));
    heading.addAll(FIGURES);
    return new Markdown().table(heading, rows);
  }

  /** Scripted attacks in which it failed at least once. */
  private void attacks() {
    var rows = new ArrayList<List<String>>();
    var sources = new ArrayList<String>();
    for (var attack : results.of(Kind.ATTACK)) {
      boolean any = false;
      for (var k : attack.entry().list("kinds")) {
        var own = k.object("by_detector").object(name);
        if (!own.has("found")) continue;
        any = true;
        rows.add(
            List.of(
                Markdown.safe(Say.words(k.neededText("kind"))),
                "%d of %d (%s)"
                    .formatted(
                        own.count("found"),
                        k.count("runs"),
                        Say.count(k.count("persons"), "person")),
                Say.seconds(own.seconds("p50_s")) + " / " + Say.seconds(own.seconds("p95_s"))));
      }
      if (any) sources.add(Blocks.source(attack));
    }
    if (rows.isEmpty()) return;
    page.paragraph(
        "**Scripted attacks in mid-call** (`./medtrust lab attack`): runs in which it failed newly,"
            + " and when; a run in which it did not counts as infinite, and calls end soon after"
            + " their alert, so later detectors miss some.");
    page.table(List.of("attack", "failed in", "after p50 / p95"), rows);
    page.paragraph(String.join(" ", sources));
  }
}
