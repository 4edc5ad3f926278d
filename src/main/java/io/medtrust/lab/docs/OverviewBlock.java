package io.medtrust.lab.docs;

import io.medtrust.lab.docs.Results.Judged;
import io.medtrust.lab.docs.Results.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** AUC of every detector against every kind of attack, of the run that judged most. */
final class OverviewBlock {
  private OverviewBlock() {}

  static String of(Results results) {
    var page = new Markdown();
    if (results.of(Kind.RUN).isEmpty()) {
      return page.paragraph("Not measured: no report of `./medtrust lab run` is there.").toString();
    }
    for (var kind : List.of("faces", "voices")) table(page, results, kind);
    return page.paragraph(
            "AUC: chance that a genuine call scores above an attack; 0.5 is a coin, below it the"
                + " signal points the wrong way. Brackets: 95 % by bootstrap over subjects; [–]:"
                + " fewer than three subjects in a class; dash: not judged. Errors, times and"
                + " conditions are on each page.")
        .toString();
  }

  private static void table(Markdown page, Results results, String kind) {
    var columns = new TreeMap<String, Integer>();
    var detectors = new ArrayList<Judged>();
    for (var name : names(results)) {
      var judged = results.judged(name).getFirst();
      if (!kind.equals(judged.detector().text("judges")) || judged.genuineJudged() == 0) continue;
      detectors.add(judged);
      for (var s : judged.species()) columns.put(s.neededText("species"), 0);
    }
    var rows = new ArrayList<List<String>>();
    for (var j : detectors) {
      var row = new ArrayList<String>();
      row.add("`" + Markdown.safe(j.detector().neededText("detector")) + "`");
      row.add(DetectorBlock.judged(j.detector().object("genuine")));
      for (var species : columns.keySet()) {
        var s = j.against(species);
        row.add(s == null ? Say.NOTHING : Say.figure(s.share("auc"), s.interval("auc_95")));
      }
      rows.add(row);
    }
    var heading = new ArrayList<>(List.of(kind, "genuine judged (subjects)"));
    for (var species : columns.keySet()) heading.add(Markdown.safe(Say.words(species)));
    page.table(heading, rows);
  }

  private static List<String> names(Results results) {
    return results.of(Kind.RUN).stream()
        .flatMap(r -> r.entry().list("detectors").stream())
        .map(d -> d.neededText("detector"))
        .distinct()
        .toList();
  }
}
