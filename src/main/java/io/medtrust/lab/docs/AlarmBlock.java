package io.medtrust.lab.docs;

import io.medtrust.lab.docs.Results.Kind;
import io.medtrust.lab.docs.Results.Result;
import io.medtrust.lab.stats.Bounds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** False alarms: four kinds of genuine footage that are never added up. */
final class AlarmBlock {
  private static final double CONFIDENCE = 0.95;

  /** Kinds of footage, from people to arithmetic. */
  enum Source {
    REAL("real clips"),
    PERSON("synthetic person, whole pipeline"),
    OBSERVATIONS("synthetic observations without pixels"),
    SIMULATION("simulation by block bootstrap");

    final String text;

    Source(String text) {
      this.text = text;
    }
  }

  /**
   * Genuine calls of one measurement.
   *
   * @param what was sent
   * @param persons negative when it is not known
   */
  record Alarms(
      Source source, String what, int persons, double hours, int alarms, String causes, Result of) {
    double perHourUpper() {
      return Bounds.poissonUpper(alarms, hours, CONFIDENCE);
    }

    String people() {
      return persons < 0 ? Say.NOTHING : Integer.toString(persons);
    }
  }

  private AlarmBlock() {}

  static String of(Results results) {
    var rows = new ArrayList<List<String>>();
    var sources = new ArrayList<String>();
    for (var source : Source.values()) {
      var own = all(results, source);
      if (own.isEmpty()) {
        rows.add(
            List.of(
                source.text,
                Say.NOT_MEASURED,
                Say.NOTHING,
                Say.NOTHING,
                Say.NOTHING,
                Say.NOTHING,
                Say.NOTHING));
      }
      for (var a : own) {
        rows.add(
            List.of(
                source.text,
                Markdown.safe(a.what),
                a.people(),
                Say.hours(a.hours),
                Integer.toString(a.alarms),
                "at most " + Say.rate(a.perHourUpper()),
                a.causes));
        var from = Blocks.source(a.of);
        if (!sources.contains(from)) sources.add(from);
      }
    }
    var page =
        new Markdown()
            .table(
                List.of("footage", "sent", "persons", "hours", "alarms", "bound (95 %)", "causes"),
                rows)
            .paragraph(
                "Rows are not to be added up: what is learned of one kind of footage does not hold"
                    + " for another, and the same clips sent under other conditions are the same"
                    + " persons. The bound is Poisson's, one-sided.")
            .paragraph(String.join(" ", sources));
    for (var kind : List.of(Kind.GENUINE, Kind.SOAK, Kind.OBSERVE, Kind.SIMULATION)) {
      for (var r : results.of(kind)) notMeasured(page, r);
    }
    return page.toString();
  }

  private static void notMeasured(Markdown page, Result result) {
    var missing = result.entry().texts("not_measured").stream().map(Markdown::safe).toList();
    if (missing.isEmpty()) return;
    page.paragraph(
        "Not measured by `results/%s`: %s.".formatted(result.name(), String.join("; ", missing)));
  }

  /** The measurement of most hours. */
  static Optional<Alarms> main(Results results, Source source) {
    return all(results, source).stream().max(Comparator.comparingDouble(Alarms::hours));
  }

  static List<Alarms> all(Results results, Source source) {
    var list = new ArrayList<Alarms>();
    switch (source) {
      case REAL -> {
        for (var run : results.of(Kind.RUN)) clips(run, list);
        for (var attack : results.of(Kind.ATTACK)) before(attack, list);
        for (var r : results.of(Kind.GENUINE)) list.add(calls(source, r));
      }
      case PERSON -> results.of(Kind.SOAK).forEach(r -> list.add(calls(source, r)));
      case OBSERVATIONS -> results.of(Kind.OBSERVE).forEach(r -> list.add(calls(source, r)));
      case SIMULATION -> results.of(Kind.SIMULATION).forEach(r -> list.add(calls(source, r)));
    }
    list.removeIf(a -> a.hours == 0);
    return list;
  }

  private static void clips(Result run, List<Alarms> into) {
    for (var t : run.entry().list("trust")) {
      boolean voices = t.neededText("judges").equals("voices");
      var sent = run.conditions().stream().filter(c -> c.startsWith("Opus") == voices).toList();
      into.add(
          new Alarms(
              Source.REAL,
              "%s, short clips, %s".formatted(t.text("judges"), Conditions.text(sent)),
              t.count("genuine_subjects"),
              t.neededNumber("hours"),
              t.count("false_alarms"),
              causes(t.object("false_alarms_by_trigger")),
              run));
    }
  }

  private static void before(Result attack, List<Alarms> into) {
    var e = attack.entry();
    into.add(
        new Alarms(
            Source.REAL,
            "before scripted attacks, "
                + Conditions.text(attack.conditions())
                + ", footage joined of clips: %d of the alarms near one of %s"
                    .formatted(
                        e.count("false_alarms_near_cuts", 0), Say.count(e.count("cuts", 0), "cut")),
            -1,
            e.neededNumber("genuine_hours_before_attacks"),
            e.count("false_alarms_before"),
            Say.NOTHING,
            attack));
  }

  private static Alarms calls(Source source, Result result) {
    var e = result.entry();
    var r = e.object("results");
    return new Alarms(
        source,
        e.text("title", source.text),
        r.count("persons", e.object("data").count("persons", -1)),
        r.neededNumber("hours"),
        r.count("false_alarms"),
        causes(r.object("false_alarms_by_trigger")),
        result);
  }

  private static String causes(Entry counts) {
    var words = new ArrayList<String>();
    for (var c : counts.json()) {
      words.add(Markdown.code(c.getKey()) + " " + Markdown.safe("" + c.getValue()));
    }
    return words.isEmpty() ? Say.NOTHING : String.join(", ", words);
  }
}
