package io.medtrust.lab.docs;

import io.medtrust.lab.docs.AlarmBlock.Source;
import io.medtrust.lab.docs.Results.Kind;
import io.medtrust.lab.report.NeverMeasured;
import io.medtrust.lab.stats.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** One row a claim: figure, what 95 % allow to say, on what; and what was not measured. */
final class AccuracyBlock {
  private static final List<String> FIVE_ATTACKS =
      List.of("replayed_file", "switch_face", "screen_replay", "synthetic_voice", "frozen");

  private final Results results;
  private final String up;
  private final List<List<String>> rows = new ArrayList<>();

  private AccuracyBlock(Results results, String up) {
    this.results = results;
    this.up = up;
  }

  /**
   * @param up from the page to the folder of pages
   */
  static String of(Results results, String up) {
    var block = new AccuracyBlock(results, up);
    block.claim("same person", "face_identity", "other_person");
    block.claim("same speaker", "voice_identity", "other_person");
    block.claim("replayed or looped picture", "replay");
    block.claim("replayed speech", "voice_replay");
    block.claim("light check", "light_probe");
    block.claim("pulse (context, weight 0)", "pulse");
    block.claim("cut to another picture", "injection");
    block.claim("lips and voice", "lip_sync");
    block.claim("screen before the camera, simulated", "presentation", "screen_replay_simulated");
    block.claim("generated face, passive", "face_artifact", "generated_face");
    block.claim(
        "generated voice, passive", "voice", "neural_speech", "cloned_voice", "formant_speech");
    block.attacks();
    block.alarms();
    block.missing();
    return new Markdown()
        .table(List.of("claim", "figure", "95 %", "measured on"), block.rows)
        .paragraph(
            "EER: as many genuine calls refused as attacks accepted; AUC: 0.5 is a coin. Intervals"
                + " and bounds are by person unless they say otherwise; [–]: fewer than three"
                + " persons in a class. Command, date and data of each row are on its page.")
        .toString();
  }

  /** Rows of the run that judged most, and those that measuring programs mark as headlines. */
  private void claim(String words, String detector, String... species) {
    var page = detector.equals("voice_replay") ? "replay" : detector.replace('_', '-');
    var claim = "[%s](%sdetectors/%s.md)".formatted(words, up, page);
    int before = rows.size();
    for (var kind : species) run(claim, detector, kind);
    for (var figures : results.figures(detector)) {
      for (var share : figures.entry().list("shares")) {
        if (!Boolean.TRUE.equals(share.json().getValue("headline"))) continue;
        add(
            claim + ": " + Markdown.safe(share.neededText("what")),
            FiguresBlock.count(share) + after(share),
            FiguresBlock.bound(share),
            on(figures.entry(), share));
      }
      for (var value : figures.entry().list("values")) {
        if (!Boolean.TRUE.equals(value.json().getValue("headline"))) continue;
        add(
            claim + ": " + Markdown.safe(value.neededText("what")),
            FiguresBlock.value(value),
            FiguresBlock.interval(value),
            on(figures.entry(), value));
      }
    }
    if (rows.size() > before) return;
    boolean some = !results.figures(detector).isEmpty();
    add(
        claim,
        some ? "on its page" : Say.NOT_MEASURED + " in a result file; its page says what is known",
        Say.NOTHING,
        Say.NOTHING);
  }

  private static String after(Entry share) {
    double p50 = share.seconds("p50_s");
    if (Double.isNaN(p50)) return "";
    return ", after %s (median), %s (longest)"
        .formatted(Say.seconds(p50), Say.seconds(share.seconds("longest_s")));
  }

  private void run(String claim, String detector, String species) {
    for (var judged : results.judged(detector)) {
      var s = judged.against(species);
      if (s == null) continue;
      var genuine = judged.detector().object("genuine");
      var attacks = s.object("attacks");
      add(
          "%s: `%s` against %s".formatted(claim, detector, Markdown.safe(Say.words(species))),
          "EER %s, AUC %s".formatted(Say.percent(s.share("eer")), Say.fixed(s.share("auc"), 2)),
          interval(s, Math.min(genuine.count("subjects_judged"), attacks.count("subjects_judged"))),
          "%s; genuine %s, attacks %s"
              .formatted(
                  Markdown.safe(judged.sent()), of(genuine, "person"), of(attacks, "subject")));
      return;
    }
  }

  private static String of(Entry answers, String who) {
    return "%s judged of %d calls of %s"
        .formatted(
            answers.count("calls_judged"),
            answers.count("calls"),
            Say.count(answers.count("subjects"), who));
  }

  private static String interval(Entry s, int subjects) {
    var eer = s.interval("eer_95");
    if (!eer.known()) return "[–]";
    // Draws of nobody wrong are nobody wrong: no interval.
    if (eer.high() == 0) {
      return "none wrong: EER at most "
          + Say.upTo(Bounds.shareUpper(0, subjects, 0.95))
          + " for so few";
    }
    var auc = s.interval("auc_95");
    return "EER %s to %s %%, AUC %s to %s"
        .formatted(
            Say.hundredths(eer.low()),
            Say.hundredths(eer.high()),
            Say.fixed(auc.low(), 2),
            Say.fixed(auc.high(), 2));
  }

  private static String on(Entry file, Entry figure) {
    var parts = new ArrayList<String>();
    var data = file.object("data").text("name");
    if (data != null) parts.add(Markdown.safe(data));
    var conditions = Conditions.text(file.texts("conditions"));
    if (!conditions.isEmpty()) parts.add(Markdown.safe(conditions));
    if (figure.has("persons")) parts.add(Say.count(figure.count("persons"), "person"));
    return parts.isEmpty() ? Say.NOTHING : String.join("; ", parts);
  }

  private void attacks() {
    for (var word : FIVE_ATTACKS) {
      var claim = "[attack in mid-call](%sTHREATS.md): %s".formatted(up, Say.words(word));
      int before = rows.size();
      for (var attack : results.of(Kind.ATTACK)) {
        for (var k : attack.entry().list("kinds")) {
          if (!k.neededText("kind").equals(word) || k.count("runs") == 0) continue;
          add(
              claim,
              "first alert after %s (p50 / p95), by %s%s"
                  .formatted(AttackBlock.both(k, "alert"), AttackBlock.first(k), beyondCut(k)),
              "missed %d: at most %s of runs"
                  .formatted(
                      k.count("alert_misses"), Say.upTo(k.share("alert_missed_share_upper_95"))),
              "%s; %s of %s"
                  .formatted(
                      Markdown.safe(Conditions.text(attack.conditions())),
                      Say.count(k.count("runs"), "run"),
                      Say.count(k.count("persons"), "person")));
        }
      }
      if (rows.size() == before) add(claim, Say.NOT_MEASURED, Say.NOTHING, Say.NOTHING);
    }
  }

  private static String beyondCut(Entry kind) {
    var other = AttackBlock.both(kind, "alert_beyond_cut");
    return other.equals(Say.NOTHING) ? "" : "; of another cause than a hard cut after " + other;
  }

  private void alarms() {
    for (var source : Source.values()) {
      var claim = "[false alarms](%sdetectors/README.md): %s".formatted(up, source.text);
      AlarmBlock.main(results, source)
          .ifPresentOrElse(
              a ->
                  add(
                      claim,
                      Say.count(a.alarms(), "alarm") + " in " + Say.hours(a.hours()),
                      "at most " + Say.rate(a.perHourUpper()),
                      Markdown.safe(a.what())
                          + (a.persons() < 0 ? "" : "; " + Say.count(a.persons(), "person"))),
              () -> add(claim, Say.NOT_MEASURED, Say.NOTHING, "0 h"));
    }
  }

  private void missing() {
    for (var what : NeverMeasured.SUBJECTS) {
      add(what, "**" + Say.NOT_MEASURED + "**", Say.NOTHING, "0 subjects");
    }
    var silent = new TreeSet<String>();
    for (var run : results.of(Kind.RUN)) {
      for (var d : run.entry().list("detectors")) {
        var name = d.neededText("detector");
        boolean never = results.judged(name).stream().allMatch(j -> j.genuineJudged() == 0);
        if (never && results.figures(name).isEmpty()) silent.add("`" + Markdown.safe(name) + "`");
      }
    }
    if (!silent.isEmpty()) {
      add(
          "on recorded people: " + String.join(", ", silent),
          "**" + Say.NOT_MEASURED + "**",
          Say.NOTHING,
          "0 subjects judged");
    }
  }

  private void add(String... cells) {
    rows.add(List.of(cells));
  }
}
