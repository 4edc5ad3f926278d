package io.medtrust.lab.run;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.Detectors;
import io.medtrust.lab.media.LabClip.Kind;
import io.medtrust.lab.media.Manifest;
import io.medtrust.lab.report.NeverMeasured;
import io.medtrust.lab.report.Numbers;
import io.medtrust.lab.stats.Bounds;
import io.medtrust.ops.BuildId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** From judged calls to a report. */
final class Evaluation {
  private static final String GENUINE = "genuine";

  private final Manifest manifest;
  private final List<JudgedCall> calls;
  private final List<String> wanted;
  private final String fingerprint;

  Evaluation(Manifest manifest, List<JudgedCall> calls, List<String> wanted, String fingerprint) {
    this.manifest = manifest;
    this.calls = calls;
    this.wanted = wanted;
    this.fingerprint = fingerprint;
  }

  JsonObject report() {
    var detectors = new JsonArray();
    var silent = new ArrayList<String>();
    for (var factory : Detectors.all()) {
      if (!wanted.isEmpty() && !wanted.contains(factory.name())) continue;
      var kind = factory.kind() == DetectorFactory.Kind.VOICE ? Kind.VOICE : Kind.FACE;
      var own = of(kind);
      var report = new DetectorReport(factory.name(), own).report();
      detectors.add(report.put("family", factory.family()).put("judges", text(kind)));
      if (own.stream().allMatch(c -> Double.isNaN(c.score(factory.name())))) {
        silent.add(factory.name());
      }
    }
    return new JsonObject()
        .put("made", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("build", BuildId.compute())
        .put("fingerprint", fingerprint)
        .put("data_sha256", manifest.hash())
        .put("conditions", conditions())
        .put("media", new JsonArray().add(media(Kind.FACE)).add(media(Kind.VOICE)))
        .put("trust", new JsonArray().add(trust(Kind.FACE)).add(trust(Kind.VOICE)))
        .put("detectors", detectors)
        .put("not_measured", notMeasured(silent));
  }

  static String text(Kind kind) {
    return kind == Kind.FACE ? "faces" : "voices";
  }

  private List<JudgedCall> of(Kind kind) {
    return calls.stream().filter(c -> c.planned().clip().kind() == kind).toList();
  }

  private JsonArray conditions() {
    var texts = new TreeSet<String>();
    for (var c : calls) texts.add(c.planned().condition().text());
    return new JsonArray(List.copyOf(texts));
  }

  /** How many clips and subjects of each kind of truth. */
  private JsonObject media(Kind kind) {
    var rows = new JsonArray();
    var species =
        new TreeMap<String, List<JudgedCall>>(
            Comparator.comparing((String name) -> !name.equals(GENUINE))
                .thenComparing(Comparator.naturalOrder()));
    for (var c : of(kind)) {
      species.computeIfAbsent(name(c), _ -> new ArrayList<>()).add(c);
    }
    species.forEach(
        (name, own) ->
            rows.add(
                new JsonObject()
                    .put("class", name)
                    .put(
                        "clips",
                        own.stream().map(c -> c.planned().clip().name()).distinct().count())
                    .put("subjects", own.stream().map(JudgedCall::subject).distinct().count())
                    .put("calls", own.size())
                    .put("hours", Numbers.rounded(hours(own)))));
    return new JsonObject().put("judges", text(kind)).put("classes", rows);
  }

  private static String name(JudgedCall c) {
    return c.species() == null ? GENUINE : c.species();
  }

  private static double hours(List<JudgedCall> own) {
    return own.stream().mapToLong(c -> c.result().mediaMillis()).sum() / 3_600_000.0;
  }

  /** Alerts of genuine calls with their bound, and how much was known. */
  private JsonObject trust(Kind kind) {
    Predicate<JudgedCall> genuine = c -> c.species() == null;
    var own = of(kind).stream().filter(genuine).toList();
    int alarms = own.stream().mapToInt(c -> c.alerts().size()).sum();
    var triggers = new TreeMap<String, Object>();
    for (var c : own) {
      for (var a : c.alerts()) {
        for (var t : a.triggers()) triggers.merge(t, 1, (x, y) -> (int) x + (int) y);
      }
    }
    double coverage =
        own.stream()
            .flatMap(c -> c.result().trust().stream())
            .mapToDouble(CallResult.TrustLine::coverage)
            .average()
            .orElse(Double.NaN);
    double hours = hours(own);
    return new JsonObject()
        .put("judges", text(kind))
        .put("genuine_calls", own.size())
        .put("genuine_subjects", own.stream().map(JudgedCall::subject).distinct().count())
        .put("hours", Numbers.rounded(hours))
        .put("false_alarms", alarms)
        .put("false_alarms_by_trigger", new JsonObject(triggers))
        .put(
            "false_alarms_per_hour_upper_95",
            Numbers.rounded(Bounds.poissonUpper(alarms, hours, 0.95)))
        .put("coverage_mean", Numbers.rounded(coverage));
  }

  private JsonArray notMeasured(List<String> silent) {
    var lines = new JsonArray();
    manifest
        .leftOut()
        .forEach((why, count) -> lines.add("%d files of the folder: %s".formatted(count, why)));
    for (var detector : silent) lines.add(detector + ": it never judged (0 subjects)");
    if (calls.stream().noneMatch(c -> PlannedCall.OTHER_PERSON.equals(c.species()))) {
      lines.add("another person than the enrolled one: no detector makes templates (0 subjects)");
    }
    for (var what : NeverMeasured.SUBJECTS) lines.add(what + ": 0 subjects");
    return lines;
  }
}
