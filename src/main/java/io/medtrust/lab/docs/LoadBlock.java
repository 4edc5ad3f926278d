package io.medtrust.lab.docs;

import io.medtrust.lab.docs.Results.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How many verified cameras a core carries. */
final class LoadBlock {
  private LoadBlock() {}

  static String of(Results results) {
    var page = new Markdown();
    var loads = results.of(Kind.LOAD);
    if (loads.isEmpty()) {
      return page.paragraph("Not measured: no report of `./medtrust lab load` is there.")
          .toString();
    }
    for (var load : loads) {
      var r = load.entry().object("results");
      page.paragraph(
          "%d streams for %s: **%s streams a core**, %s cores in all, %s ms of CPU a stream and second; %d dropped, %d left out."
              .formatted(
                  r.count("streams"),
                  Say.seconds(r.neededNumber("seconds")),
                  Say.fixed(r.neededNumber("streams_per_core"), 1),
                  Say.fixed(r.neededNumber("cores"), 2),
                  Say.fixed(r.neededNumber("ms_per_stream_second"), 1),
                  r.count("dropped"),
                  r.count("left_out")));
      var rows = new ArrayList<List<String>>();
      var stages = new ArrayList<>(r.list("stages"));
      stages.sort(Comparator.comparingDouble(s -> -s.neededNumber("ms_per_stream_second")));
      for (var s : stages) {
        rows.add(
            List.of(
                Markdown.safe(s.neededText("stage")),
                Say.fixed(s.neededNumber("ms_per_stream_second"), 2),
                Say.percent(s.share("share"))));
      }
      page.table(List.of("stage", "ms a stream and second", "share"), rows);
      var conditions = Markdown.safe(String.join("; ", load.conditions()));
      if (!conditions.isEmpty()) page.paragraph(conditions + ".");
      var missing = Markdown.safe(String.join("; ", load.entry().texts("not_measured")));
      if (!missing.isEmpty()) page.paragraph("Not measured: " + missing + ".");
      page.paragraph(Blocks.source(load));
    }
    return page.toString();
  }
}
