package io.medtrust.lab.docs;

import io.medtrust.lab.docs.Results.Result;
import io.medtrust.lab.stats.Bounds;
import io.medtrust.lab.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a measuring program wrote: shares with their bounds by person, values, tables. */
final class FiguresBlock {
  private static final double CONFIDENCE = 0.95;

  private FiguresBlock() {}

  static void add(Markdown page, Result figures) {
    var entry = figures.entry();
    page.paragraph("**%s.**".formatted(Markdown.safe(entry.neededText("title"))));
    var rows = new ArrayList<List<String>>();
    for (var s : entry.list("shares")) {
      rows.add(
          List.of(Markdown.safe(s.neededText("what")), count(s), times(s), persons(s), bound(s)));
    }
    page.table(List.of("", "found", "after p50 / longest", "persons", "95 %"), rows);
    var values = new ArrayList<List<String>>();
    for (var v : entry.list("values")) {
      values.add(List.of(Markdown.safe(v.neededText("what")), value(v), interval(v), persons(v)));
    }
    page.table(List.of("", "figure", "95 %", "persons"), values);
    for (var t : entry.list("tables")) table(page, t);
    for (var note : entry.texts("notes")) page.paragraph(Markdown.safe(note));
    var missing = entry.texts("not_measured");
    if (!missing.isEmpty()) {
      page.paragraph(
          "Not measured: "
              + missing.stream().map(Markdown::safe).collect(Collectors.joining("; "))
              + ".");
    }
    page.paragraph(Blocks.source(figures));
  }

  private static void table(Markdown page, Entry table) {
    var columns = table.texts("columns").stream().map(Markdown::safe).toList();
    var rows = table.textRows("rows");
    for (var row : rows) {
      if (row.size() != columns.size()) {
        throw table.wrong("rows", "as long as \"columns\"");
      }
    }
    if (table.has("title")) page.paragraph(Markdown.safe(table.text("title")) + ":");
    page.table(columns, rows.stream().map(r -> r.stream().map(Markdown::safe).toList()).toList());
  }

  static String count(Entry share) {
    int of = share.count("of");
    int count = share.count("count");
    if (count > of) throw share.wrong("count", "at most \"of\"");
    return of == 0 ? Say.NOT_MEASURED : "%d of %d".formatted(count, of);
  }

  static String times(Entry share) {
    double p50 = share.seconds("p50_s");
    double longest = share.seconds("longest_s");
    return Double.isNaN(p50)
        ? Say.NOTHING
        : Say.seconds(p50) + (Double.isNaN(longest) ? "" : " / " + Say.seconds(longest));
  }

  static String persons(Entry e) {
    return e.has("persons") ? Integer.toString(e.count("persons")) : Say.NOTHING;
  }

  /** By person where persons are known: trials of one are not independent. */
  static String bound(Entry share) {
    int of = share.count("of");
    if (of == 0) return Say.NOTHING;
    boolean wanted = share.neededText("good").equals("high");
    if (share.has("hours") && !wanted) {
      return "at most "
          + Say.rate(
              Bounds.poissonUpper(share.count("count"), share.neededNumber("hours"), CONFIDENCE))
          + " in "
          + Say.hours(share.neededNumber("hours"));
    }
    if (!share.has("persons")) return Say.NOTHING;
    int persons = share.count("persons");
    int wrong = share.count("persons_wrong");
    if (wrong > persons) throw share.wrong("persons_wrong", "at most \"persons\"");
    return "at most %s of persons are %s"
        .formatted(
            Say.upTo(Bounds.shareUpper(wrong, persons, CONFIDENCE)),
            wanted ? "missed at some time" : "wronged");
  }

  static String value(Entry v) {
    return unit(v, v.number("value"));
  }

  static String interval(Entry v) {
    Interval i = v.interval("interval_95");
    return i.known() ? unit(v, i.low()) + " to " + unit(v, i.high()) : Say.NOTHING;
  }

  private static String unit(Entry v, Double value) {
    if (value == null) return Say.NOT_MEASURED;
    var unit = Objects.requireNonNullElse(v.text("unit"), "");
    return switch (unit) {
      case "share" -> Say.percent(value);
      case "" -> Say.fixed(value, 2);
      default -> Say.fixed(value, 2) + " " + Markdown.safe(unit);
    };
  }
}
