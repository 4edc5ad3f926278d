package io.medtrust.lab.train;

import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.speech.SpeechStream;
import io.medtrust.analysis.detect.voice.LinearModel;
import io.medtrust.analysis.detect.voice.SpeechStatistics;
import io.medtrust.analysis.detect.voice.VoiceDetectors;
import io.medtrust.lab.report.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Trains human against synthetic speech, and measures it by speakers left out, with each generator
 * known and with it left out. All clips go through the same MP3 and the same Opus first.
 */
final class TrainVoiceSynthetic {
  private static final int FOLDS = 5;
  private static final int BLOCK = 400;
  private static final int FEWEST = 250;
  private static final double[] PENALTIES = {0.02, 0.1, 0.5, 2};
  private static final int BIT_RATE = 24_000;

  /** One stretch of speech. */
  private record Row(String speaker, String generator, boolean human, double[] values) {}

  private record Scored(String speaker, boolean human, double score) {}

  private final Corpus corpus;
  private final long seed;
  private final String date;
  private final PrintStream out;
  private final Figures figures;
  private Figures.Table table;
  private double penalty;

  TrainVoiceSynthetic(Corpus corpus, long seed, String date, PrintStream out, Figures figures) {
    this.corpus = corpus;
    this.seed = seed;
    this.date = date;
    this.out = out;
    this.figures = figures;
  }

  Figures run(String file) throws IOException {
    var used =
        corpus.entries().stream()
            .filter(
                e ->
                    e.in("human") && e.label().equals("human")
                        || e.in("synthetic")
                        || e.in("replay"))
            .toList();
    if (used.size() < 20) throw new IOException(corpus.folder() + " has too little speech");
    out.println("Listening to " + used.size() + " files ...");
    var rows = new ArrayList<Row>();
    var reference = new ArrayList<Row>();
    for (var entry : used) {
      var sound = SoundFile.read(corpus.folder().resolve(entry.path()), Mp3Channel.RATE);
      var heard = OpusChannel.pass(Mp3Channel.doubled(Mp3Channel.pass(sound)), BIT_RATE);
      var generator = entry.in("replay") ? "replay" : entry.generator();
      boolean human = entry.in("human");
      for (var values : blocks(heard)) {
        rows.add(new Row(entry.speaker(), generator, human, values));
      }
      double voice = reference(heard);
      if (!Double.isNaN(voice)) {
        reference.add(new Row(entry.speaker(), generator, human, new double[] {voice}));
      }
    }
    var known = rows.stream().filter(r -> !r.generator.equals("replay")).toList();
    var generators =
        known.stream().filter(r -> !r.human).map(Row::generator).distinct().sorted().toList();
    out.printf(
        "%d stretches of human and %d of synthetic speech%n",
        known.stream().filter(Row::human).count(), known.stream().filter(r -> !r.human).count());

    choosePenalty(known);
    figures.conditions("MP3 at 24 kHz and 32 kbit/s, then Opus 24 kbit/s");
    newTable("A model of ours, not shipped; stretches of 4 s, human above other");
    out.println("All generators known, speakers left out:");
    var inDomain = scored(known, known, null);
    report("all", inDomain);
    out.println("By generator, speakers left out: known / never heard in training");
    for (var generator : generators) {
      var test = known.stream().filter(r -> r.human || r.generator.equals(generator)).toList();
      report(generator + ", known", scored(known, test, null));
      report(generator + ", never heard", scored(known, test, generator));
    }
    var replays = rows.stream().filter(r -> r.human || r.generator.equals("replay")).toList();
    out.println("Simulated loudspeaker replays of human speech, not trained on:");
    report("replay", scored(known, replays, null));
    newTable("The score of the detector voice (the reference's parts), whole clips");
    out.println("The score of the detector voice (the reference's parts), whole clips:");
    for (var generator : generators) {
      report(
          generator,
          reference.stream()
              .filter(r -> r.human || r.generator.equals(generator))
              .map(r -> new Scored(r.speaker, r.human, r.values[0]))
              .toList());
    }
    report(
        "replay",
        reference.stream()
            .filter(r -> r.human || r.generator.equals("replay"))
            .map(r -> new Scored(r.speaker, r.human, r.values[0]))
            .toList());
    quantiles(inDomain);
    if (file != null) write(known, used, file);
    return figures.notMeasured("generators that are not in the folder, live voice conversion");
  }

  private void newTable(String title) {
    table =
        figures.table(
            title, "against", "AUC", "95 % by speaker", "EER, %", "human", "other", "speakers");
  }

  /** The one whose area is largest with all generators known and speakers left out. */
  private void choosePenalty(List<Row> known) {
    double best = -1;
    double chosen = 0;
    for (double p : PENALTIES) {
      penalty = p;
      double area = area(scored(known, known, null));
      out.printf("Penalty %.2f: AUC %.3f%n", p, area);
      if (area <= best) continue;
      best = area;
      chosen = p;
    }
    penalty = chosen;
  }

  private void write(List<Row> known, List<Corpus.Entry> used, String file) throws IOException {
    var licences = used.stream().map(Corpus.Entry::licence).distinct().sorted().toList().toString();
    var sheet =
        new LinearModel.Sheet("medtrust-voice-synthetic-1", corpus.hash(used), date, licences);
    var bytes = train(known, sheet).write();
    Files.write(Path.of(file), bytes);
    out.println("Wrote " + file + ", " + bytes.length + " bytes; licences: " + licences);
  }

  private static List<double[]> blocks(float[] sound) {
    var statistics = new SpeechStatistics();
    var rows = new ArrayList<double[]>();
    var block = new ArrayList<SpeechStream.Frame>();
    for (var frame : Clip.frames(sound)) {
      if (!frame.speech()) continue;
      block.add(frame);
      if (block.size() == BLOCK) {
        rows.add(statistics.of(block));
        block.clear();
      }
    }
    if (rows.isEmpty() && block.size() >= FEWEST) rows.add(statistics.of(block));
    return rows;
  }

  /** Mean score of the detector {@code voice} over a clip. */
  private static double reference(float[] sound) {
    var factory =
        VoiceDetectors.all().stream().filter(f -> f.name().equals("voice")).findFirst().get();
    try (var detector = (VoiceDetector) factory.create().apply(Map.of())) {
      double sum = 0;
      int n = 0;
      for (var window : OpusChannel.windows(sound, 1_000_000)) {
        for (var output : detector.hear(window)) {
          if (output instanceof Verdict v && v.score() != null) {
            sum += v.score();
            n++;
          }
        }
      }
      return n == 0 ? Double.NaN : sum / n;
    }
  }

  private static int fold(String speaker) {
    return Math.floorMod(speaker.hashCode() * 31, FOLDS);
  }

  /** Scores of test rows by models that know neither their speakers nor the generator left out. */
  private List<Scored> scored(List<Row> known, List<Row> test, String leftOut) {
    var scored = new ArrayList<Scored>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int f = fold;
      var training =
          known.stream().filter(r -> fold(r.speaker) != f && !r.generator.equals(leftOut)).toList();
      var model = train(training, new LinearModel.Sheet("", "", "", ""));
      for (var row : test) {
        if (fold(row.speaker) == f) {
          scored.add(new Scored(row.speaker, row.human, model.logOdds(row.values)));
        }
      }
    }
    return scored;
  }

  private LinearModel train(List<Row> rows, LinearModel.Sheet sheet) {
    return Logistic.train(
        rows.stream().filter(Row::human).map(Row::values).toList(),
        rows.stream().filter(r -> !r.human).map(Row::values).toList(),
        penalty,
        sheet);
  }

  private void report(String what, List<Scored> scored) {
    var bySpeaker = new TreeMap<String, List<Scored>>();
    for (var s : scored) bySpeaker.computeIfAbsent(s.speaker, k -> new ArrayList<>()).add(s);
    var speakers = List.copyOf(bySpeaker.keySet());
    var random = new Random(seed);
    var areas = new ArrayList<Double>();
    for (int round = 0; round < 300; round++) {
      var drawn = new ArrayList<Scored>();
      for (int i = 0; i < speakers.size(); i++) {
        drawn.addAll(bySpeaker.get(speakers.get(random.nextInt(speakers.size()))));
      }
      double area = area(drawn);
      if (!Double.isNaN(area)) areas.add(area);
    }
    areas.sort(null);
    long human = scored.stream().filter(Scored::human).count();
    table.row(
        what,
        area(scored),
        "%.2f to %.2f"
            .formatted(
                areas.get((int) (0.025 * areas.size())), areas.get((int) (0.975 * areas.size()))),
        "%.0f".formatted(100 * eer(scored)),
        human,
        scored.size() - human,
        speakers.size());
    out.printf(
        "  %-28s AUC %.3f [%.3f, %.3f], EER %.0f %%, %d human and %d other, %d speakers%n",
        what,
        area(scored),
        areas.get((int) (0.025 * areas.size())),
        areas.get((int) (0.975 * areas.size())),
        100 * eer(scored),
        scored.stream().filter(Scored::human).count(),
        scored.stream().filter(s -> !s.human).count(),
        speakers.size());
  }

  /** Area under the ROC: how often a human scores above another, ties as half. */
  private static double area(List<Scored> scored) {
    double above = 0;
    double pairs = 0;
    for (var a : scored) {
      if (!a.human) continue;
      for (var b : scored) {
        if (b.human) continue;
        pairs++;
        if (a.score > b.score) above++;
        else if (a.score == b.score) above += 0.5;
      }
    }
    return pairs == 0 ? Double.NaN : above / pairs;
  }

  private static double eer(List<Scored> scored) {
    var trials =
        scored.stream()
            .map(s -> new Trials.Trial("human", s.human ? "human" : "other", s.score))
            .toList();
    var ones = new double[trials.size()];
    Arrays.fill(ones, 1);
    return Trials.eer(trials, ones);
  }

  private void quantiles(List<Scored> scored) {
    for (boolean human : new boolean[] {true, false}) {
      var sorted =
          scored.stream()
              .filter(s -> s.human == human)
              .mapToDouble(Scored::score)
              .sorted()
              .toArray();
      out.printf(
          "Log-odds of %s speech: 1 %% %.1f, 5 %% %.1f, median %.1f, 95 %% %.1f%n",
          human ? "human" : "synthetic",
          sorted[sorted.length / 100],
          sorted[sorted.length / 20],
          sorted[sorted.length / 2],
          sorted[sorted.length * 19 / 20]);
    }
  }
}
