package io.medtrust.lab.soak;

import io.medtrust.analysis.worker.AnalysisWorker;
import io.medtrust.lab.person.PersonSettings;
import io.medtrust.lab.person.Scene;
import io.medtrust.lab.pipeline.CallOptions;
import io.medtrust.lab.pipeline.CallRecord;
import io.medtrust.lab.pipeline.LabNode;
import io.medtrust.lab.pipeline.PersonSource;
import io.medtrust.ops.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * {@code medtrust lab soak --minutes M --at-once N --call-minutes C --work DIR}: genuine calls of
 * synthetic people through the whole pipeline, N side by side, so that N minutes pass in one. Runs
 * add up: each finished call is a line of {@code DIR/soak.jsonl}, with what it alarmed of. Calls
 * that the machine did not keep up with count nothing.
 *
 * <p>What is learned on synthetic people does not carry over to real ones; it finds alarms that
 * nobody meant.
 */
public final class SoakCommand {
  private final Settings settings;
  private final int minutes;
  private final int atOnce;
  private final int callMinutes;
  private final Path file;

  /**
   * @param minutes of calls in all, in this run
   * @param callMinutes of one call
   */
  public SoakCommand(Settings settings, int minutes, int atOnce, int callMinutes, Path work)
      throws IOException {
    this.settings = settings;
    this.minutes = minutes;
    this.atOnce = atOnce;
    this.callMinutes = callMinutes;
    Files.createDirectories(work);
    file = work.resolve("soak.jsonl");
  }

  /**
   * @param json where the sum of all runs is written; may be null
   * @return 1 when no call could be counted
   */
  public int run(PrintStream out, Path json) throws Exception {
    int calls = Math.max(1, Math.ceilDiv(minutes, callMinutes));
    long first = Files.exists(file) ? Files.readAllLines(file).size() : 0;
    int counted = 0;
    try (var node = LabNode.start(settings);
        var threads = Executors.newFixedThreadPool(atOnce)) {
      var running = new java.util.ArrayList<Future<JsonObject>>();
      for (int i = 0; i < calls; i++) {
        long number = first + i;
        running.add(threads.submit(() -> call(node, number)));
      }
      for (var each : running) {
        var line = each.get();
        Files.writeString(
            file, line.encode() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (!line.getBoolean("behind")) counted++;
        out.printf(
            "call %d: %.1f minutes, alarms %s%s%n",
            line.getLong("call"),
            line.getLong("media_ms") / 60_000.0,
            line.getJsonArray("alarms").encode(),
            line.getBoolean("behind") ? ", not counted: the machine did not keep up" : "");
      }
    }
    report(out, json);
    return counted == 0 ? 1 : 0;
  }

  /** Another person each call, and another stretch of its time: nothing comes again. */
  private JsonObject call(LabNode node, long number) throws TimeoutException, InterruptedException {
    long length = callMinutes * 60_000_000L;
    try (var source =
        new PersonSource(
            1_000 + number, PersonSettings.USUAL, Scene.usual(), 600.0 * number, length)) {
      var heard = node.call(source, CallOptions.DEFAULT);
      var alarms = new JsonArray();
      for (var alert : heard.alerts()) {
        if (alert.value().active()) alarms.add(String.join("+", alert.value().triggers()));
      }
      return new JsonObject()
          .put("call", number)
          .put("media_ms", heard.mediaMillis())
          .put("behind", heard.way().behind())
          .put("known", share(heard))
          .put("alarms", alarms);
    }
  }

  /** Share of all readings that were not unknown: a worker that sees nothing alarms of nothing. */
  private static double share(CallRecord heard) {
    long known = heard.readings().stream().filter(r -> r.value().score() != null).count();
    return heard.readings().isEmpty()
        ? 0
        : Math.round(1000.0 * known / heard.readings().size()) / 1000.0;
  }

  private void report(PrintStream out, Path json) throws IOException {
    var sum = SoakSum.of(Files.readAllLines(file));
    out.printf(
        "synthetic people through the whole pipeline, all runs so far: %d people, %.2f hours, %d"
            + " calls not counted%n",
        sum.calls(), sum.hours(), sum.skipped());
    if (sum.hours() == 0) return;
    out.printf(
        "%d alarms, at most %.2f an hour (95 %%)%s%n",
        sum.total(), sum.perHourUpper(), sum.alarms().isEmpty() ? "" : ": " + sum.alarms());
    if (json == null) return;
    var today = LocalDate.now(ZoneOffset.UTC).toString();
    Files.writeString(json, sum.json(today, AnalysisWorker.BUILD).encodePrettily() + "\n");
  }
}
