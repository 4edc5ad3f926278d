package io.medtrust.lab.traffic;

import io.medtrust.lab.stats.Bounds;
import io.medtrust.lab.stats.Roc;
import io.medtrust.lab.traffic.TrafficRun.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What the runs over several synthetic hospitals add up to. */
final class TrafficReport {
  private static final double CONFIDENCE = 0.95;

  private final List<TrafficRun> runs;

  TrafficReport(List<TrafficRun> runs) {
    this.runs = runs;
  }

  private record Detection(String name, List<Outcome> outcomes) {
    long found() {
      return outcomes.stream().filter(o -> Double.isFinite(o.stepUpSeconds())).count();
    }

    long blocked() {
      return outcomes.stream().filter(o -> Double.isFinite(o.blockSeconds())).count();
    }

    /** Missed ones count as infinite. */
    double time(double quantile) {
      var times = outcomes.stream().mapToDouble(Outcome::stepUpSeconds).sorted().toArray();
      return times.length == 0 ? Double.NaN : times[(int) Math.ceil(times.length * quantile) - 1];
    }

    double requests(double quantile) {
      var n =
          outcomes.stream()
              .mapToDouble(
                  o -> Double.isFinite(o.stepUpSeconds()) ? o.requests() : Double.POSITIVE_INFINITY)
              .sorted()
              .toArray();
      return n.length == 0 ? Double.NaN : n[(int) Math.ceil(n.length * quantile) - 1];
    }
  }

  private List<Detection> detections() {
    var list = new ArrayList<Detection>();
    var all = new ArrayList<Outcome>();
    for (var kind : Attack.Kind.values()) {
      var of = new ArrayList<Outcome>();
      for (var run : runs) of.addAll(run.byKind().get(kind));
      all.addAll(of);
      list.add(new Detection(kind.name().toLowerCase(Locale.ROOT), of));
    }
    list.add(new Detection("all", all));
    return list;
  }

  JsonObject results() {
    var attacks = new JsonArray();
    for (var d : detections()) attacks.add(detection(d));
    return new JsonObject()
        .put("attacks", attacks)
        .put("false_alarms", falseAlarms())
        .put("roc", roc())
        .put("thresholds", thresholds());
  }

  private JsonObject detection(Detection d) {
    int n = d.outcomes().size();
    var json =
        new JsonObject()
            .put("attack", d.name())
            .put("runs", n)
            .put("detected", d.found())
            .put("share", n == 0 ? null : (double) d.found() / n)
            .put(
                "share_lower_95", n == 0 ? null : Bounds.shareLower((int) d.found(), n, CONFIDENCE))
            .put("blocked", d.blocked())
            .put("seconds_median", finite(d.time(0.5)))
            .put("seconds_p95", finite(d.time(0.95)))
            .put("attacker_requests_median", finite(d.requests(0.5)));
    var rates = new TreeMap<Double, int[]>();
    var reasons = new TreeMap<String, Integer>();
    for (var o : d.outcomes()) {
      var rate = rates.computeIfAbsent(o.attack().perMinute(), _ -> new int[2]);
      rate[1]++;
      if (Double.isFinite(o.stepUpSeconds())) rate[0]++;
      if (!o.reason().isEmpty()) reasons.merge(o.reason(), 1, Integer::sum);
    }
    var list = new JsonArray();
    rates.forEach(
        (rate, c) ->
            list.add(
                new JsonObject().put("per_minute", rate).put("detected", c[0]).put("runs", c[1])));
    if (!d.name().equals("all")) json.put("by_rate", list);
    var first = new JsonObject();
    reasons.forEach(first::put);
    return json.put("first_reasons", first);
  }

  private JsonObject falseAlarms() {
    int stepUps = 0;
    int blocks = 0;
    int days = 0;
    int beside = 0;
    int besideDays = 0;
    long requests = 0;
    var roles = new TreeMap<String, Integer>();
    for (var run : runs) {
      stepUps += run.quiet.stepUps;
      blocks += run.quiet.blocks;
      days += run.quiet.principalDays;
      requests += run.quiet.requests;
      beside += run.quiet.besideAttacks;
      besideDays += run.quiet.besideAttacksDays;
      run.quiet.byRole.forEach((role, n) -> roles.merge(role, n[0], Integer::sum));
    }
    var byRole = new JsonObject();
    roles.forEach(byRole::put);
    return new JsonObject()
        .put("principal_days", days)
        .put("requests", requests)
        .put("step_ups", stepUps)
        .put("per_principal_day", days == 0 ? null : (double) stepUps / days)
        .put("per_principal_day_upper_95", finite(Bounds.poissonUpper(stepUps, days, CONFIDENCE)))
        .put("blocks", blocks)
        .put("blocks_upper_95", finite(Bounds.poissonUpper(blocks, days, CONFIDENCE)))
        .put("by_role", byRole)
        .put("on_attack_days", beside)
        .put("attack_principal_days", besideDays)
        .put(
            "on_attack_days_upper_95", finite(Bounds.poissonUpper(beside, besideDays, CONFIDENCE)));
  }

  /** Of blocks of 10 min and whole attacks, by their highest score; all roles together. */
  private JsonObject roc() {
    var normal = new ArrayList<Double>();
    var attacks = new ArrayList<Double>();
    for (var run : runs) {
      normal.addAll(run.quiet.blockScores);
      for (var o : run.outcomes) attacks.add(o.most());
    }
    if (normal.isEmpty() || attacks.isEmpty()) return new JsonObject();
    // Roc takes a high score as genuine
    var roc = Roc.of(negated(normal), negated(attacks));
    var points = new JsonArray();
    for (double share : new double[] {0.00001, 0.0001, 0.001, 0.01, 0.1}) {
      points.add(
          new JsonObject()
              .put("false_positive_share_of_blocks", share)
              .put("detected", 1 - roc.apcerAt(share)));
    }
    return new JsonObject()
        .put("blocks", normal.size())
        .put("attacks", attacks.size())
        .put("auc", roc.auc())
        .put("eer", roc.eer())
        .put("points", points);
  }

  private static double[] negated(List<Double> scores) {
    return scores.stream().mapToDouble(s -> -s).toArray();
  }

  private JsonArray thresholds() {
    var list = new JsonArray();
    for (int i = 0; i < runs.size(); i++) {
      for (var r : runs.get(i).roles) {
        list.add(
            new JsonObject()
                .put("hospital", i + 1)
                .put("role", r.role())
                .put("vectors", r.vectors())
                .put("blocks", r.blocks())
                .put("step_up_at", finite(r.stepUpAt()))
                .put("block_at", finite(r.blockAt())));
      }
    }
    return list;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  void print(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%-20s %5s %9s %7s %8s %9s %9s%n",
        "attack",
        "runs",
        "detected",
        "lower",
        "blocked",
        "median s",
        "p95 s");
    for (var d : detections()) {
      int n = d.outcomes().size();
      if (n == 0) continue;
      out.printf(
          Locale.ROOT,
          "%-20s %5d %8.1f%% %6.1f%% %8d %9.0f %9.0f%n",
          d.name(),
          n,
          100.0 * d.found() / n,
          100 * Bounds.shareLower((int) d.found(), n, CONFIDENCE),
          d.blocked(),
          d.time(0.5),
          d.time(0.95));
    }
    var alarms = falseAlarms();
    out.printf(
        Locale.ROOT,
        "false alarms: %d step-ups (%d blocks) in %d principal days: %.4f a day, at most %.4f (95"
            + " %%)%n",
        alarms.getInteger("step_ups"),
        alarms.getInteger("blocks"),
        alarms.getInteger("principal_days"),
        alarms.getDouble("per_principal_day"),
        alarms.getDouble("per_principal_day_upper_95"));
    out.printf(
        "on days with attacks, of principals not attacked: %d in %d principal days%n",
        alarms.getInteger("on_attack_days"), alarms.getInteger("attack_principal_days"));
    out.println("by role: " + alarms.getJsonObject("by_role").encode());
    var roc = roc();
    out.printf(
        Locale.ROOT,
        "AUC %.4f, EER %.3f over %d blocks of 10 min and %d attacks%n",
        roc.getDouble("auc"),
        roc.getDouble("eer"),
        roc.getInteger("blocks"),
        roc.getInteger("attacks"));
    out.println("synthetic traffic: what real people and real attackers do is not known from this");
  }
}
