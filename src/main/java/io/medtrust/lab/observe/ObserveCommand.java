package io.medtrust.lab.observe;

import io.medtrust.lab.run.Fingerprint;
import io.medtrust.ops.BuildId;
import io.medtrust.ops.Settings;
import io.medtrust.probes.ProbeSettings;
import io.medtrust.trust.TrustSettings;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/**
 * {@code medtrust lab observe}: genuine calls of synthetic people without pictures, another person
 * each, until the folder holds so many hours of this build and configuration. Each finished call is
 * a line of {@code observe-FINGERPRINT.jsonl}: started again it goes on.
 */
public final class ObserveCommand {
  private static final List<String> PARTS =
      List.of(
          "io/medtrust/analysis/detect",
          "io/medtrust/analysis/face",
          "io/medtrust/trust",
          "io/medtrust/probes",
          "io/medtrust/lab/person",
          "io/medtrust/lab/observe");

  private static final long TELL_NANOS = 60_000_000_000L;

  private final double hours;
  private final int threads;
  private final String speech;
  private final String fingerprint;
  private final Map<String, String> detecting;
  private final TrustSettings trusting;
  private final ProbeSettings probing;
  private final Path file;

  /**
   * @param hours that the folder shall hold in the end
   * @param speech what tells speech from noise: {@code energy}, which is quick, or {@code model}
   */
  public ObserveCommand(Settings settings, double hours, int threads, String speech, Path work)
      throws IOException {
    this.hours = hours;
    this.threads = threads;
    this.speech = speech;
    detecting = new TreeMap<>(settings.under("analysis.detect"));
    detecting.put("app_mode", settings.text("app.mode"));
    detecting.put("speech.activity", speech);
    trusting = TrustSettings.from(settings);
    probing = ProbeSettings.from(settings);
    var taking = new TreeMap<>(detecting);
    settings.under("trust").forEach((k, v) -> taking.put("trust." + k, v));
    settings.under("probes").forEach((k, v) -> taking.put("probes." + k, v));
    fingerprint = Fingerprint.of(taking, "", PARTS);
    Files.createDirectories(work);
    file = work.resolve("observe-" + fingerprint + ".jsonl");
  }

  /**
   * @return the report of all runs so far
   */
  public JsonObject run(PrintStream out) throws Exception {
    var lines = read(file);
    var done = new HashSet<Long>();
    double held = 0;
    for (var line : lines) {
      done.add(line.getLong("call"));
      held += line.getDouble("seconds") / 3600;
    }
    out.printf("%.1f of %.1f hours are there already%n", held, hours);
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var finished = new ExecutorCompletionService<JsonObject>(pool);
      long number = 0;
      int running = 0;
      double begun = held;
      long told = System.nanoTime();
      while (begun < hours || running > 0) {
        while (running < threads && begun < hours) {
          while (done.contains(number)) number++;
          long mine = number++;
          begun += CallScript.of(mine).seconds() / 3600;
          running++;
          finished.submit(() -> new ObservedCall(mine, detecting, trusting, probing).run());
        }
        var line = result(finished);
        running--;
        lines.add(line);
        Files.writeString(
            file, line.encode() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        held += line.getDouble("seconds") / 3600;
        tell(line, out);
        if (System.nanoTime() - told < TELL_NANOS) continue;
        told = System.nanoTime();
        out.printf("%.1f of %.1f hours, %d calls%n", held, hours, lines.size());
      }
    }
    var report = report(lines);
    var results = report.getJsonObject("results");
    out.printf(
        "synthetic people as observations, all runs so far: %d people, %.1f hours%n"
            + "%d false alarms, at most %.2f in 100 hours (95 %%): %s%n",
        results.getInteger("calls"),
        results.getDouble("hours"),
        results.getInteger("false_alarms"),
        results.getDouble("false_alarms_per_100h_upper_95"),
        results.getJsonObject("false_alarms_by_trigger").encode());
    return report;
  }

  private static JsonObject result(ExecutorCompletionService<JsonObject> finished)
      throws Exception {
    try {
      return finished.take().get();
    } catch (ExecutionException e) {
      // A detector that throws is a bug, and no hours without it may count.
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static void tell(JsonObject line, PrintStream out) {
    for (var item : line.getJsonArray("alarms")) {
      var alarm = (JsonObject) item;
      if (alarm.getBoolean("fact")) continue;
      out.printf(
          "call %d at %.1f s: %s%n",
          line.getLong("call"), alarm.getDouble("seconds"), alarm.getString("trigger"));
    }
  }

  private static List<JsonObject> read(Path file) throws IOException {
    var lines = new ArrayList<JsonObject>();
    if (!Files.exists(file)) return lines;
    Set<Long> seen = new HashSet<>();
    for (var text : Files.readAllLines(file)) {
      try {
        var line = new JsonObject(text);
        // The same call again is no more hours.
        if (seen.add(line.getLong("call"))) lines.add(line);
      } catch (DecodeException e) {
        // a line cut off by a kill
      }
    }
    return lines;
  }

  private JsonObject report(List<JsonObject> lines) {
    var command = "medtrust lab observe --hours " + hours;
    if (!speech.equals("energy")) command += " --speech " + speech;
    return ObserveReport.of(
        lines,
        command,
        LocalDate.now(ZoneOffset.UTC).toString(),
        BuildId.compute(),
        fingerprint,
        speech);
  }
}
