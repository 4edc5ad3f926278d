package io.medtrust.lab;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.medtrust.analysis.media.VideoCodec;
import io.medtrust.lab.attack.AttackKind;
import io.medtrust.lab.attack.AttackOptions;
import io.medtrust.lab.attack.LabAttack;
import io.medtrust.lab.docs.DocsCommand;
import io.medtrust.lab.load.LoadCommand;
import io.medtrust.lab.observe.ObserveCommand;
import io.medtrust.lab.report.AttackPage;
import io.medtrust.lab.report.RunPage;
import io.medtrust.lab.run.LabRun;
import io.medtrust.lab.run.RunOptions;
import io.medtrust.lab.soak.SoakCommand;
import io.medtrust.lab.traffic.TrafficCommand;
import io.medtrust.lab.train.TrainCommand;
import io.medtrust.ops.Settings;
import io.medtrust.trust.calibration.CalibrateCommand;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** {@code medtrust lab ...}: what detection is worth, measured. */
public final class LabCommand {
  private static final String KINDS =
      "run, attack, soak, observe, load, traffic, docs, train or calibrate";

  private LabCommand() {}

  /**
   * @param words without the word {@code lab}
   * @return exit status: 1 when a part could not be measured
   * @throws IllegalArgumentException with one sentence for the terminal
   */
  public static int run(List<String> words, PrintStream out) throws Exception {
    if (words.isEmpty()) throw new IllegalArgumentException("medtrust lab needs " + KINDS);
    quiet();
    var rest = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "run" -> runClips(rest, out);
      case "attack" -> attack(rest, out);
      case "soak" -> soak(rest, out);
      case "observe" -> observe(rest, out);
      case "load" -> load(rest, out);
      case "docs" -> docs(rest, out);
      case "traffic" -> traffic(rest, out);
      case "train" -> TrainCommand.run(rest);
      case "calibrate" -> CalibrateCommand.run(rest, out);
      default ->
          throw new IllegalArgumentException(
              "there is no \"medtrust lab %s\": it is %s".formatted(words.getFirst(), KINDS));
    };
  }

  /** Progress goes to the terminal, so what a node logs as usual does not. */
  private static void quiet() {
    if (System.getenv("MEDTRUST_LOG_LEVEL") != null) return;
    for (var name : List.of("io.medtrust", "io.vertx")) {
      if (LoggerFactory.getLogger(name) instanceof Logger logger) logger.setLevel(Level.ERROR);
    }
  }

  private static int runClips(List<String> words, PrintStream out) throws Exception {
    var options =
        new Options(
            words,
            Set.of(
                "data",
                "work",
                "detector",
                "clips",
                "codec",
                "kbps",
                "opus-kbps",
                "loss",
                "at-once",
                "json",
                "html",
                "config"));
    var json = writable(options.text("json"));
    var html = writable(options.text("html"));
    var run =
        new LabRun(
            settings(options),
            new RunOptions(
                Path.of(options.needed("data")),
                Path.of(options.text("work") == null ? "lab-work" : options.text("work")),
                options.list("detector", ""),
                options.text("clips") == null ? "" : options.text("clips"),
                options.list("codec", "vp8").stream().map(LabCommand::codec).toList(),
                whole(options.numbers("kbps", "600", 30, 20_000)),
                whole(options.numbers("opus-kbps", "32", 6, 256)),
                options.numbers("loss", "0", 0, 90),
                (int) options.number("at-once", 0, 0, 1000)),
            out);
    var outcome = run.run();
    outcome.report().put("kind", "run").put("command", options.command("run"));
    if (json != null) Files.writeString(json, outcome.report().encodePrettily() + "\n");
    if (html != null) Files.writeString(html, RunPage.of(outcome.report()));
    Summary.print(outcome.report(), out);
    if (outcome.missing() > 0) {
      out.println("The run is not complete. Start it again: what is done is not done again.");
    }
    return outcome.missing() > 0 ? 1 : 0;
  }

  private static int attack(List<String> words, PrintStream out) throws Exception {
    var options =
        new Options(
            words,
            Set.of(
                "data",
                "work",
                "kind",
                "runs",
                "seed",
                "horizon",
                "codec",
                "kbps",
                "opus-kbps",
                "loss",
                "at-once",
                "json",
                "html",
                "config"));
    var json = writable(options.text("json"));
    var html = writable(options.text("html"));
    var named = options.list("kind", "all");
    var kinds =
        named.equals(List.of("all"))
            ? AttackKind.all()
            : named.stream().map(AttackKind::of).distinct().toList();
    var outcome =
        new LabAttack(
                settings(options),
                new AttackOptions(
                    Path.of(options.needed("data")),
                    Path.of(options.text("work") == null ? "lab-work" : options.text("work")),
                    kinds,
                    (int) options.number("runs", 30, 1, 10_000),
                    (long) options.number("seed", 1, 0, 1e15),
                    options.number("horizon", 30, 1, 600),
                    codec(options.text("codec") == null ? "vp8" : options.text("codec")),
                    (int) options.number("kbps", 600, 30, 20_000),
                    (int) options.number("opus-kbps", 32, 6, 256),
                    options.number("loss", 0, 0, 90),
                    (int) options.number("at-once", 0, 0, 1000)),
                out)
            .run();
    outcome.report().put("kind", "attack").put("command", options.command("attack"));
    if (json != null) Files.writeString(json, outcome.report().encodePrettily() + "\n");
    if (html != null) Files.writeString(html, AttackPage.of(outcome.report()));
    Summary.attacks(outcome.report(), out);
    return outcome.missing() > 0 ? 1 : 0;
  }

  private static int soak(List<String> words, PrintStream out) throws Exception {
    var options =
        new Options(
            words,
            Set.of("minutes", "at-once", "call-minutes", "fps", "work", "json", "add", "config"));
    var json = writable(options.text("json"));
    var work = options.text("work") == null ? "lab-work" : options.text("work");
    int fps = (int) options.number("fps", 0, 15, 30);
    if (fps != 0 && fps != 15 && fps != 30) {
      throw new IllegalArgumentException("--fps takes 15 and 30");
    }
    var added = new ArrayList<JsonObject>();
    for (var file : options.list("add", "")) {
      added.add(new JsonObject(Files.readString(Path.of(file))));
    }
    var soak =
        new SoakCommand(
            settings(options),
            (int) options.number("minutes", 60, 1, 100_000),
            (int) options.number("at-once", 3, 1, 100),
            (int) options.number("call-minutes", 10, 1, 240),
            fps,
            Path.of(work));
    int status = soak.run(out);
    var report = soak.report(added);
    if (json != null) Files.writeString(json, report.encodePrettily() + "\n");
    out.println(report.getJsonObject("results").encodePrettily());
    return status;
  }

  private static int observe(List<String> words, PrintStream out) throws Exception {
    var options =
        new Options(words, Set.of("hours", "threads", "speech", "work", "json", "config"));
    var json = writable(options.text("json"));
    var work = options.text("work") == null ? "lab-work" : options.text("work");
    var speech = options.text("speech") == null ? "energy" : options.text("speech");
    if (!Set.of("energy", "model").contains(speech)) {
      throw new IllegalArgumentException("--speech takes energy and model, not " + speech);
    }
    var command =
        new ObserveCommand(
            settings(options),
            options.number("hours", 300, 0.01, 1e6),
            (int) options.number("threads", 1, 1, 256),
            speech,
            Path.of(work));
    var report = command.run(out);
    if (json != null) Files.writeString(json, report.encodePrettily() + "\n");
    return 0;
  }

  private static int load(List<String> words, PrintStream out) throws Exception {
    var options =
        new Options(words, Set.of("streams", "seconds", "warmup", "kbps", "json", "config"));
    var json = writable(options.text("json"));
    var load =
        new LoadCommand(
            (int) options.number("streams", 10, 1, 1000),
            (int) options.number("seconds", 30, 5, 86_400),
            (int) options.number("warmup", 20, 1, 3600),
            (int) options.number("kbps", 600, 30, 20_000));
    return load.run(settings(options), out, json);
  }

  private static int docs(List<String> words, PrintStream out) throws IOException {
    var options = new Options(words, Set.of("results", "out"), Set.of("check"));
    var pages = options.text("out");
    return new DocsCommand(
            Path.of(options.needed("results")), Path.of(pages == null ? "docs" : pages))
        .run(options.has("check"), out);
  }

  private static int traffic(List<String> words, PrintStream out) throws Exception {
    var options =
        new Options(
            words,
            Set.of("json", "hospitals", "seed", "learn-days", "quiet-days", "attack-days", "set"));
    var set = options.text("set") == null ? "test" : options.text("set");
    if (!Set.of("test", "tuning").contains(set)) {
      throw new IllegalArgumentException("--set takes test and tuning, not " + set);
    }
    return TrafficCommand.run(
        new TrafficCommand.Plan(
            (int) options.number("hospitals", 4, 1, 100),
            (long) options.number("seed", 1, 0, 1e15),
            (int) options.number("learn-days", 30, 1, 365),
            (int) options.number("quiet-days", 14, 1, 365),
            (int) options.number("attack-days", 14, 1, 365),
            set.equals("tuning"),
            writable(options.text("json"))),
        out);
  }

  static Settings settings(Options options) {
    var config = options.text("config");
    return Settings.load(config == null ? null : Path.of(config), System.getenv());
  }

  static VideoCodec codec(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "vp8" -> VideoCodec.VP8;
      case "h264" -> VideoCodec.H264;
      default -> throw new IllegalArgumentException("--codec takes vp8 and h264, not " + name);
    };
  }

  private static List<Integer> whole(List<Double> values) {
    return values.stream().map(v -> (int) Math.round(v)).toList();
  }

  /** Found out before hours of measuring, not after. */
  static Path writable(String text) throws IOException {
    if (text == null) return null;
    var path = Path.of(text).toAbsolutePath();
    if (path.getParent() != null) Files.createDirectories(path.getParent());
    if (Files.isDirectory(path)) throw new IllegalArgumentException(text + " is a folder");
    return path;
  }
}
