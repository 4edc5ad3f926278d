package io.medtrust.lab.train;

import io.medtrust.analysis.detect.speaker.GmmSpeaker;
import io.medtrust.analysis.detect.speaker.GmmSpeakerFile;
import io.medtrust.lab.report.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains the speaker model on LibriSpeech alone (CC BY 4.0), and measures it twice: on LibriSpeech
 * with speakers left out, and on the other voices of the folder, which are never trained on.
 */
final class TrainSpeaker {
  private static final int FOLDS = 3;
  private static final int[] SECONDS = {3, 5, 10, 20};

  private final Corpus corpus;
  private final long seed;
  private final String date;
  private final PrintStream out;
  private final Figures figures;

  TrainSpeaker(Corpus corpus, long seed, String date, PrintStream out, Figures figures) {
    this.corpus = corpus;
    this.seed = seed;
    this.date = date;
    this.out = out;
    this.figures = figures;
  }

  Figures run(String file) throws IOException {
    var training =
        corpus.entries().stream()
            .filter(e -> e.in("human") && e.licence().startsWith("CC-BY-4.0"))
            .toList();
    var others =
        corpus.entries().stream()
            .filter(
                e -> e.in("human") && (e.name().startsWith("tv-") || e.name().startsWith("sb-")))
            .toList();
    if (training.size() < 10) throw new IOException(corpus.folder() + " has too little speech");
    out.println("Listening to " + (training.size() + others.size()) + " files ...");
    // The first is clean; then made rooms for training, then recorded rooms and noises for tests.
    var hard = recorded();
    var conditions =
        List.of(
            Condition.clean(16_000),
            Condition.made(24_000, 12, seed),
            Condition.made(16_000, 20, seed + 1),
            hard);
    var own = hear(training, conditions);
    var foreign = hear(others, List.of(conditions.getFirst(), hard));
    var ownTests = own.stream().map(c -> only(c, 0, 3)).toList();

    var model =
        SpeakerTrainer.train(
            own.stream().map(c -> only(c, 0, 1, 2)).toList(), sheet(training), seed);
    var folds = new ArrayList<GmmSpeaker>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int f = fold;
      var rest = own.stream().filter(c -> fold(c, own) != f).map(c -> only(c, 0, 1, 2)).toList();
      folds.add(SpeakerTrainer.train(rest, sheet(training), seed));
      out.println("Trained without the speakers of part " + (fold + 1) + " of " + FOLDS);
    }
    var toCalibrate = new ArrayList<Trials.Trial>();
    var table =
        figures.table(
            "Equal error rate by length of the speech heard; enrolled by up to 20 s, clean",
            "heard",
            "speech",
            "of",
            "EER, %",
            "95 % by speaker",
            "genuine / impostor pairs",
            "speakers");
    for (int condition = 0; condition < 2; condition++) {
      var heard = condition == 0 ? "clean, Opus 16 kbit/s" : hard.name();
      out.println(
          condition == 0 ? "Heard clean, Opus 16 kbit/s:" : "Heard in " + hard.name() + ":");
      for (int seconds : SECONDS) {
        var left = new ArrayList<Trials.Trial>();
        for (int fold = 0; fold < FOLDS; fold++) {
          int f = fold;
          var held = ownTests.stream().filter(c -> fold(c, own) == f).toList();
          left.addAll(SpeakerReport.trials(folds.get(fold), held, seconds, condition));
        }
        var never = SpeakerReport.trials(model, foreign, seconds, condition);
        print(table, heard, seconds, "LibriSpeech, speakers left out", left);
        print(table, heard, seconds, "other voices", never);
        var all = new ArrayList<>(left);
        all.addAll(never);
        print(table, heard, seconds, "both", all);
        if (seconds != 10) continue;
        toCalibrate.addAll(all);
        var rate = Trials.rate(all, seed);
        figures.value(
            "EER at 10 s, " + heard + ", same recording session",
            rate.eer(),
            rate.low(),
            rate.high(),
            "share",
            rate.speakers(),
            true);
      }
    }
    var curve = Trials.logistic(toCalibrate);
    var done =
        new GmmSpeaker(
            model.name(),
            model.sheet(),
            model.background(),
            model.relevance(),
            model.centre(),
            model.nuisance(),
            model.cohort(),
            curve[0],
            curve[1]);
    out.printf("Score 50 at a likeness of %.3f, slope %.3f%n", curve[1], curve[0]);
    operatingPoints(done, toCalibrate);
    var bytes = GmmSpeakerFile.write(done);
    if (file != null) {
      Files.write(Path.of(file), bytes);
      out.println("Wrote " + file + ", " + bytes.length + " bytes");
    }
    return figures.notMeasured("another day, another device, calls of hours");
  }

  private void print(
      Figures.Table table, String heard, int seconds, String what, List<Trials.Trial> trials) {
    if (trials.stream().noneMatch(Trials.Trial::genuine)) return;
    var rate = Trials.rate(trials, seed);
    out.println("  " + seconds + " s, " + what + ": EER " + rate);
    table.row(
        heard,
        seconds + " s",
        what,
        100 * rate.eer(),
        rate.eer() == 0
            ? "no error seen"
            : "%.1f to %.1f".formatted(100 * rate.low(), 100 * rate.high()),
        rate.genuine() + " / " + rate.impostor(),
        rate.speakers());
  }

  private void operatingPoints(GmmSpeaker model, List<Trials.Trial> trials) {
    for (double limit : new double[] {2, 5, 10, 20, 35, 50}) {
      double genuine = 0;
      double rejected = 0;
      double impostor = 0;
      double caught = 0;
      for (var t : trials) {
        boolean below = model.score(t.score()) < limit;
        if (t.genuine()) {
          genuine++;
          if (below) rejected++;
        } else {
          impostor++;
          if (below) caught++;
        }
      }
      out.printf(
          "  score below %2.0f: %.1f %% of genuine, %.1f %% of impostors (10 s, both conditions)%n",
          limit, 100 * rejected / genuine, 100 * caught / impostor);
    }
  }

  /** Speakers with many clips and speakers with one are dealt out evenly. */
  private static int fold(Clip clip, List<Clip> all) {
    var many =
        all.stream()
            .filter(c -> c.name().startsWith("ls-"))
            .map(Clip::speaker)
            .distinct()
            .sorted()
            .toList();
    var few =
        all.stream()
            .filter(c -> c.name().startsWith("lsc-"))
            .map(Clip::speaker)
            .distinct()
            .sorted()
            .toList();
    int index = many.indexOf(clip.speaker());
    return (index >= 0 ? index : few.indexOf(clip.speaker())) % FOLDS;
  }

  private static Clip only(Clip clip, int... conditions) {
    var some = new ArrayList<io.medtrust.analysis.detect.speaker.SpeechMemory.Stretch>();
    for (int c : conditions) some.add(clip.conditions().get(c));
    return new Clip(clip.name(), clip.speaker(), some);
  }

  private List<Clip> hear(List<Corpus.Entry> entries, List<Condition> conditions)
      throws IOException {
    var clips = new ArrayList<Clip>();
    for (var entry : entries) clips.add(Clip.hear(corpus, entry, conditions, seed));
    return clips;
  }

  private Condition recorded() throws IOException {
    var rooms = new ArrayList<float[]>();
    var noises = new ArrayList<float[]>();
    for (var entry : corpus.entries()) {
      if (!entry.in("noise-rir")) continue;
      var sound = SoundFile.read(corpus.folder().resolve(entry.path()), OpusChannel.RATE);
      (entry.name().contains("rir") ? rooms : noises).add(sound);
    }
    return new Condition(
        "recorded rooms and noises at 12 dB, Opus 24 kbit/s", 24_000, 12, rooms, noises);
  }

  private GmmSpeaker.Sheet sheet(List<Corpus.Entry> training) throws IOException {
    return new GmmSpeaker.Sheet(
        "medtrust-speaker-gmm-1", corpus.hash(training), date, "LibriSpeech: CC BY 4.0");
  }
}
