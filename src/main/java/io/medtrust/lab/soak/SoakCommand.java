package io.medtrust.lab.soak;

import io.medtrust.lab.person.PersonSettings;
import io.medtrust.lab.person.Scene;
import io.medtrust.lab.pipeline.CallOptions;
import io.medtrust.lab.pipeline.CallRecord;
import io.medtrust.lab.pipeline.LabNode;
import io.medtrust.lab.pipeline.PersonSource;
import io.medtrust.lab.run.Fingerprint;
import io.medtrust.ops.BuildId;
import io.medtrust.ops.Settings;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * {@code medtrust lab soak --minutes M --at-once N --call-minutes C --fps 15|30 --work DIR}:
 * genuine calls of synthetic people through the whole pipeline, N side by side, so that N minutes
 * pass in one; half of them of a camera of 15 pictures a second unless it is said which. Runs add
 * up: each finished call is a line of {@code DIR/soak.jsonl}, with what it alarmed of and the
 * program and settings that it ran on. Calls that the machine did not keep up with count nothing.
 *
 * <p>What is learned on synthetic people does not carry over to real ones; it finds alarms that
 * nobody meant.
 */
public final class SoakCommand {
  private final Settings settings;
  private final int minutes;
  private final int atOnce;
  private final int callMinutes;
  private final int fps;
  private final Path file;
  private final String fingerprint;

  /**
   * @param minutes of calls in all, in this run
   * @param callMinutes of one call
   * @param fps pictures a second, 15 or 30; 0 for either, by call
   */
  public SoakCommand(
      Settings settings, int minutes, int atOnce, int callMinutes, int fps, Path work)
      throws IOException {
    this.settings = settings;
    this.minutes = minutes;
    this.atOnce = atOnce;
    this.callMinutes = callMinutes;
    this.fps = fps;
    var taking = new TreeMap<>(settings.under("analysis"));
    settings.under("trust").forEach((k, v) -> taking.put("trust." + k, v));
    fingerprint = Fingerprint.of(taking, "");
    Files.createDirectories(work);
    file = work.resolve("soak.jsonl");
  }

  /**
   * @return 1 when no call could be counted
   */
  public int run(PrintStream out) throws Exception {
    int calls = Math.max(1, Math.ceilDiv(minutes, callMinutes));
    long first = Files.exists(file) ? Files.readAllLines(file).size() : 0;
    int counted = 0;
    try (var node = LabNode.start(settings);
        var threads = Executors.newFixedThreadPool(atOnce)) {
      var running = new ArrayList<Future<JsonObject>>();
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
    return counted == 0 ? 1 : 0;
  }

  /** Another person each call, and another stretch of its time: nothing comes again. */
  private JsonObject call(LabNode node, long number) throws TimeoutException, InterruptedException {
    long length = callMinutes * 60_000_000L;
    int rate = fps != 0 ? fps : number % 2 == 0 ? 30 : 15;
    try (var source =
        new PersonSource(
            1_000 + number, PersonSettings.USUAL, Scene.usual(), 600.0 * number, length, rate)) {
      var heard = node.call(source, CallOptions.DEFAULT.framesPerSecond(rate));
      var alarms = new JsonArray();
      for (var alert : heard.alerts()) {
        if (alert.value().active()) alarms.add(String.join("+", alert.value().triggers()));
      }
      return new JsonObject()
          .put("call", number)
          .put("fps", rate)
          .put("fingerprint", fingerprint)
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

  /**
   * All runs in the folder, and those of earlier reports.
   *
   * @param added reports of other folders or machines
   */
  public JsonObject report(List<JsonObject> added) throws IOException {
    var lines = new ArrayList<JsonObject>();
    for (var text : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      try {
        lines.add(new JsonObject(text));
      } catch (DecodeException e) {
        // a line cut off by a kill
      }
    }
    return SoakReport.of(
        lines,
        added,
        "medtrust lab soak --minutes %d --at-once %d --call-minutes %d"
            .formatted(minutes, atOnce, callMinutes),
        LocalDate.now(ZoneOffset.UTC).toString(),
        BuildId.compute(),
        fingerprint);
  }
}
