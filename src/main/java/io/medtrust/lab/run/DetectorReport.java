package io.medtrust.lab.run;

import io.medtrust.lab.report.Numbers;
import io.medtrust.lab.stats.Bootstrap;
import io.medtrust.lab.stats.Bounds;
import io.medtrust.lab.stats.Cllr;
import io.medtrust.lab.stats.Interval;
import io.medtrust.lab.stats.Percentiles;
import io.medtrust.lab.stats.Roc;
import io.medtrust.lab.stats.Species;
import io.medtrust.lab.stats.Trial;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one detector is worth: genuine calls against each species of attack. */
final class DetectorReport {
  private static final int REPLICATES = 1000;
  private static final double CONFIDENCE = 0.95;
  private static final long SEED = 20_250_101;
  private static final int BINS = 20;
  private static final int MAX_POINTS = 200;

  /** APCER at which the curve has an interval. */
  private static final double[] BAND = {
    0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1
  };

  private static final List<String> DIMENSIONS =
      List.of("generator", "codec", "bitrate", "loss", "light");

  private final String detector;
  private final List<JudgedCall> genuine = new ArrayList<>();
  private final TreeMap<String, List<JudgedCall>> attacks = new TreeMap<>();

  DetectorReport(String detector, List<JudgedCall> calls) {
    this.detector = detector;
    for (var c : calls) {
      if (c.species() == null) genuine.add(c);
      else attacks.computeIfAbsent(c.species(), _ -> new ArrayList<>()).add(c);
    }
  }

  JsonObject report() {
    var comparisons = new JsonArray();
    attacks.forEach((species, own) -> comparisons.add(comparison(species, own)));
    return new JsonObject()
        .put("detector", detector)
        .put("genuine", answers(genuine))
        .put("genuine_failed", failed())
        .put("genuine_histogram", histogram(genuine))
        .put("species", comparisons);
  }

  /** How often it had an answer at all. */
  private JsonObject answers(List<JudgedCall> calls) {
    long readings = 0;
    long known = 0;
    var codes = new TreeMap<String, Integer>();
    for (var c : calls) {
      for (var r : c.result().of(detector)) {
        readings++;
        if (r.known()) known++;
        codes.merge(r.code(), 1, Integer::sum);
      }
    }
    var often = new JsonObject();
    codes.entrySet().stream()
        .sorted((a, b) -> b.getValue() - a.getValue())
        .limit(8)
        .forEach(e -> often.put(e.getKey(), e.getValue()));
    return new JsonObject()
        .put("calls", calls.size())
        .put("calls_judged", judged(calls).size())
        .put("subjects", subjects(calls))
        .put("subjects_judged", subjects(judged(calls)))
        .put("readings", readings)
        .put("unknown_share", readings == 0 ? null : Numbers.rounded(1 - known / (double) readings))
        .put("codes", often);
  }

  /** Genuine calls in which it said failed, with the bound that the subjects allow. */
  private JsonObject failed() {
    var seen = judged(genuine);
    var wrong = seen.stream().filter(c -> !Double.isNaN(c.failedAfterSeconds(detector))).toList();
    int subjects = (int) subjects(seen);
    int bad = (int) subjects(wrong);
    return new JsonObject()
        .put("calls", wrong.size())
        .put("subjects", bad)
        .put(
            "subject_share_upper_95",
            Numbers.rounded(Bounds.shareUpper(bad, subjects, CONFIDENCE)));
  }

  private JsonObject comparison(String species, List<JudgedCall> own) {
    var json =
        new JsonObject()
            .put("species", species)
            .put("attacks", answers(own))
            .put("time_to_fail", timeToFail(own))
            .put("histogram", histogram(own));
    var g = trials(genuine, true);
    var a = trials(own, false);
    if (g.isEmpty() || a.isEmpty()) {
      return json.put("not_measured", "0 subjects judged of one of the classes");
    }
    figures(json, g, a, true);
    var gr = ratios(genuine);
    var ar = ratios(own);
    if (gr.length > 0 && ar.length > 0) json.put("cllr", Numbers.rounded(Cllr.of(gr, ar)));
    var by = new JsonArray();
    for (var dimension : DIMENSIONS) by(dimension, own, by);
    return json.put("by", by);
  }

  private void figures(JsonObject json, List<Trial> g, List<Trial> a, boolean whole) {
    var all = new ArrayList<>(g);
    all.addAll(a);
    var roc = Roc.of(all);
    int replicates = whole ? REPLICATES : REPLICATES / 4;
    json.put("auc", Numbers.rounded(roc.auc()))
        .put("auc_95", interval(all, t -> Roc.of(t).auc(), replicates))
        .put("eer", Numbers.rounded(roc.eer()))
        .put("eer_95", interval(all, t -> Roc.of(t).eer(), replicates))
        .put("min_cllr", Numbers.rounded(Cllr.min(scores(g), scores(a))));
    var apcer = Species.of("", g, a).apcer();
    for (int i = 0; i < apcer.length; i++) {
      int percent = (int) Math.round(Species.BPCER[i] * 100);
      json.put("apcer_at_bpcer_" + percent, Numbers.rounded(apcer[i]));
    }
    if (!whole) return;
    json.put("roc", points(roc)).put("roc_95", band(all, replicates));
  }

  private JsonArray interval(
      List<Trial> all, java.util.function.ToDoubleFunction<List<Trial>> figure, int replicates) {
    Interval i = Bootstrap.interval(all, figure, replicates, CONFIDENCE, SEED);
    return i.known()
        ? new JsonArray().add(Numbers.rounded(i.low())).add(Numbers.rounded(i.high()))
        : null;
  }

  /** APCER, and the interval of BPCER there; null with too few subjects. */
  private static JsonArray band(List<Trial> all, int replicates) {
    var intervals =
        Bootstrap.intervals(
            all,
            t -> Arrays.stream(BAND).map(Roc.of(t)::bpcerAt).toArray(),
            BAND.length,
            replicates,
            CONFIDENCE,
            SEED);
    if (!intervals.getFirst().known()) return null;
    var rows = new JsonArray();
    for (int i = 0; i < BAND.length; i++) {
      rows.add(
          new JsonArray()
              .add(BAND[i])
              .add(Numbers.rounded(intervals.get(i).low()))
              .add(Numbers.rounded(intervals.get(i).high())));
    }
    return rows;
  }

  /** The same figures for each value of one dimension; a generator is one of attacks alone. */
  private void by(String dimension, List<JudgedCall> own, JsonArray into) {
    var values = new TreeSet<String>();
    for (var c : own) values.add(c.by(dimension));
    if (values.size() < 2) return;
    for (var value : values) {
      var a = trials(own.stream().filter(c -> c.by(dimension).equals(value)).toList(), false);
      var g =
          dimension.equals("generator")
              ? trials(genuine, true)
              : trials(genuine.stream().filter(c -> c.by(dimension).equals(value)).toList(), true);
      var row =
          new JsonObject()
              .put("dimension", dimension)
              .put("value", value.trim())
              .put("genuine_subjects", g.stream().map(Trial::subject).distinct().count())
              .put("attack_subjects", a.stream().map(Trial::subject).distinct().count())
              .put("genuine", g.size())
              .put("attacks", a.size());
      if (!g.isEmpty() && !a.isEmpty()) figures(row, g, a, false);
      into.add(row);
    }
  }

  private JsonObject timeToFail(List<JudgedCall> own) {
    var found =
        own.stream()
            .mapToDouble(c -> c.failedAfterSeconds(detector))
            .filter(s -> !Double.isNaN(s))
            .toArray();
    int misses = own.size() - found.length;
    return new JsonObject()
        .put("found", found.length)
        .put("misses", misses)
        .put("p50_s", Numbers.orInfinite(Percentiles.of(found, misses, 0.5)))
        .put("p95_s", Numbers.orInfinite(Percentiles.of(found, misses, 0.95)));
  }

  private List<JudgedCall> judged(List<JudgedCall> calls) {
    return calls.stream().filter(c -> !Double.isNaN(c.score(detector))).toList();
  }

  private static long subjects(List<JudgedCall> calls) {
    return calls.stream().map(JudgedCall::subject).distinct().count();
  }

  private List<Trial> trials(List<JudgedCall> calls, boolean isGenuine) {
    return judged(calls).stream()
        .map(c -> new Trial(c.subject(), isGenuine, c.score(detector)))
        .toList();
  }

  private double[] ratios(List<JudgedCall> calls) {
    return calls.stream().mapToDouble(c -> c.llr(detector)).filter(r -> !Double.isNaN(r)).toArray();
  }

  private static double[] scores(List<Trial> trials) {
    return trials.stream().mapToDouble(Trial::score).toArray();
  }

  /** Shares of calls by score in steps of 5. */
  private JsonArray histogram(List<JudgedCall> calls) {
    var seen = judged(calls);
    var counts = new int[BINS];
    for (var c : seen) {
      counts[Math.clamp((int) (c.score(detector) * BINS / 100), 0, BINS - 1)]++;
    }
    var bins = new JsonArray();
    for (int n : counts) bins.add(seen.isEmpty() ? 0 : Numbers.rounded(n / (double) seen.size()));
    return bins;
  }

  private static JsonArray points(Roc roc) {
    var all = roc.points();
    int step = Math.max(1, all.size() / MAX_POINTS);
    var points = new JsonArray();
    for (int i = 0; i < all.size(); i++) {
      if (i % step != 0 && i != all.size() - 1) continue;
      var p = all.get(i);
      points.add(new JsonArray().add(Numbers.rounded(p.bpcer())).add(Numbers.rounded(p.apcer())));
    }
    return points;
  }
}
