package io.medtrust.lab.docs;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All result files, each known by its kind. */
final class Results {
  /** What a file holds. */
  enum Kind {
    /** Report of {@code lab run}. */
    RUN,
    /** Report of {@code lab attack}. */
    ATTACK,
    /** Alarms on genuine calls of synthetic people, through the whole pipeline. */
    SOAK,
    /** Alarms on genuine calls of real people in long footage. */
    GENUINE,
    /** Alarms on observations that were made without pixels. */
    OBSERVE,
    /** Alarms of calls made of pieces of others (block bootstrap). */
    SIMULATION,
    /** Report of {@code lab load}. */
    LOAD,
    /** Report of {@code lab traffic}: of requests, on no detector's page. */
    TRAFFIC,
    /** What a measuring program says of one detector. */
    FIGURES;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * @param name of the file, without its folder
   */
  record Result(String name, Kind kind, Entry entry) {
    /** Day of the measurement. */
    String date() {
      var date = entry.text("date", entry.text("made", ""));
      return date.length() > 10 ? date.substring(0, 10) : date;
    }

    String build() {
      return entry.text("build", "");
    }

    /** The first digits of the hash of the data's manifest, or nothing. */
    String data() {
      var hash = entry.text("data_sha256", entry.object("data").text("sha256", ""));
      return hash.substring(0, Math.min(12, hash.length()));
    }

    List<String> conditions() {
      return entry.has("condition") ? List.of(entry.text("condition")) : entry.texts("conditions");
    }
  }

  private final List<Result> all;

  private Results(List<Result> all) {
    this.all = List.copyOf(all);
  }

  /**
   * @param files names and texts
   * @throws Malformed when one is not a result
   */
  static Results of(Map<String, String> files) {
    var all = new ArrayList<Result>();
    new TreeMap<>(files).forEach((name, text) -> all.add(read(name, text)));
    return new Results(all);
  }

  private static Result read(String name, String text) {
    JsonObject json;
    try {
      json = new JsonObject(text);
    } catch (DecodeException e) {
      throw new Malformed(name, "it is no JSON object");
    }
    var entry = new Entry(name, json);
    return new Result(name, kind(entry), entry);
  }

  /** Reports of {@code lab run} and {@code lab attack} were written without their kind at first. */
  private static Kind kind(Entry entry) {
    var word = entry.text("kind");
    if (word == null && entry.has("detectors") && entry.has("trust")) return Kind.RUN;
    if (word == null && entry.has("kinds") && entry.has("horizon_s")) return Kind.ATTACK;
    if (word == null) throw entry.wrong("kind", "there");
    for (var kind : Kind.values()) if (kind.word().equals(word)) return kind;
    throw new Malformed(entry.where(), "its kind \"%s\" is not known".formatted(word));
  }

  List<Result> all() {
    return all;
  }

  /** By file name. */
  List<Result> of(Kind kind) {
    return all.stream().filter(r -> r.kind() == kind).toList();
  }

  /** Files of measuring programs about one detector. */
  List<Result> figures(String about) {
    return of(Kind.FIGURES).stream()
        .filter(r -> r.entry().neededText("about").equals(about))
        .toList();
  }

  /** What the runs say of a detector: those that judged most genuine calls first. */
  List<Judged> judged(String detector) {
    var list = new ArrayList<Judged>();
    for (var run : of(Kind.RUN)) {
      for (var d : run.entry().list("detectors")) {
        if (d.neededText("detector").equals(detector)) list.add(new Judged(run, d));
      }
    }
    list.sort(Comparator.comparing((Judged j) -> -j.genuineJudged()));
    return list;
  }

  /** One detector of one run. */
  record Judged(Result run, Entry detector) {
    int genuineJudged() {
      return detector.object("genuine").count("calls_judged");
    }

    /** Against one kind of attack, or null when there is no figure. */
    Entry against(String species) {
      return species().stream()
          .filter(s -> s.neededText("species").equals(species))
          .findFirst()
          .orElse(null);
    }

    /** Those of which there are figures. */
    List<Entry> species() {
      return detector.list("species").stream().filter(s -> s.has("auc")).toList();
    }

    /** How its media was sent, in few words. */
    String sent() {
      boolean voices = "voices".equals(detector.text("judges"));
      return Conditions.text(
          run.conditions().stream().filter(c -> c.startsWith("Opus") == voices).toList());
    }
  }
}
