package io.medtrust.lab.traffic;

import io.medtrust.gateway.anomaly.model.Detector;
import io.medtrust.ops.BuildId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;

/** {@code medtrust lab traffic}: what the request anomaly detector finds in synthetic traffic. */
public final class TrafficCommand {
  /**
   * @param hospitals synthetic ones, each with people and a detector of its own
   * @param seed of the first hospital
   * @param tuning attack with the parameters that the detector was tuned on, not those of the test
   */
  public record Plan(
      int hospitals,
      long seed,
      int learnDays,
      int quietDays,
      int attackDays,
      boolean tuning,
      Path json) {}

  private static final String SLOW_DOCTORS =
      "attackers who stay below what a busy doctor reads in 4 hours; distributed attacks that make"
          + " few requests from each address";

  private TrafficCommand() {}

  public static int run(Plan plan, PrintStream out) throws IOException {
    var runs = new ArrayList<TrafficRun>();
    var parameters = plan.tuning() ? Attack.Parameters.TUNING : Attack.Parameters.TEST;
    for (int i = 0; i < plan.hospitals(); i++) {
      var run = new TrafficRun(plan.seed() + i, parameters, 2);
      run.run(plan.learnDays(), plan.quietDays(), plan.attackDays());
      runs.add(run);
      out.printf(
          "hospital %d of %d: %d requests learned, %d attacks%n",
          i + 1, plan.hospitals(), run.learnedRequests, run.outcomes.size());
    }
    var report = new TrafficReport(runs);
    report.print(out);
    if (plan.json() != null) {
      Files.writeString(plan.json(), envelope(plan, report).encodePrettily() + "\n");
    }
    return 0;
  }

  private static JsonObject envelope(Plan plan, TrafficReport report) {
    var t = Detector.Tuning.DEFAULT;
    return new JsonObject()
        .put("kind", "traffic")
        .put("title", "Request anomaly detection on synthetic traffic")
        .put(
            "command",
            "./medtrust lab traffic --hospitals %d --seed %d --learn-days %d --quiet-days %d --attack-days %d --set %s"
                .formatted(
                    plan.hospitals(),
                    plan.seed(),
                    plan.learnDays(),
                    plan.quietDays(),
                    plan.attackDays(),
                    plan.tuning() ? "tuning" : "test"))
        .put("date", LocalDate.now(ZoneOffset.UTC).toString())
        .put("build", BuildId.compute())
        .put(
            "data",
            "synthetic: "
                + plan.hospitals()
                + " hospitals of 12 doctors, 18 nurses, 40 patients, 6 displays, 2 administrators;"
                + " attack rates and lengths of the "
                + (plan.tuning() ? "tuning" : "test, which tuning has not seen,")
                + " set")
        .put(
            "conditions",
            new JsonObject()
                .put("learn_days", plan.learnDays())
                .put("quiet_days", plan.quietDays())
                .put("attack_days", plan.attackDays())
                .put("trees", t.trees())
                .put("capacity", t.capacity())
                .put("step_up_quantile", t.stepUp())
                .put("block_quantile", t.block())
                .put("alarm", "first flagged request; alarms within 30 min of each other are one"))
        .put("results", report.results())
        .put(
            "not_measured",
            new JsonArray()
                .add("real traffic and real attackers")
                .add(SLOW_DOCTORS)
                .add("attackers who train the detector over weeks")
                .add("administrators, of whom two do not make enough traffic to be judged"));
  }
}
