package io.medtrust.lab.docs;

import io.medtrust.lab.docs.Results.Judged;
import io.medtrust.lab.report.PlotFile;
import java.util.ArrayList;
import java.util.List;

/** The plot of a detector: its curves in the run that judged most genuine calls. */
final class RocPlot {
  private RocPlot() {}

  static boolean has(List<Judged> judged) {
    return main(judged) != null;
  }

  /** Null when no run has a curve. */
  static Judged main(List<Judged> judged) {
    return judged.stream()
        .filter(j -> j.species().stream().anyMatch(s -> s.has("roc")))
        .findFirst()
        .orElse(null);
  }

  static String svg(String detector, Judged judged) {
    var curves = new ArrayList<PlotFile.Curve>();
    for (var s : judged.species()) {
      if (!s.has("roc")) continue;
      var attacks = s.object("attacks");
      curves.add(
          new PlotFile.Curve(
              "%s (%s)"
                  .formatted(
                      Say.words(s.neededText("species")),
                      Say.count(attacks.count("subjects_judged"), "subject")),
              s.rows("roc", 2),
              s.rows("roc_95", 3),
              s.interval("eer_95")));
    }
    int genuine = judged.detector().object("genuine").count("subjects_judged");
    var title =
        "%s, %s: %s".formatted(detector, Say.count(genuine, "genuine subject"), judged.sent());
    return PlotFile.of(title, curves);
  }
}
