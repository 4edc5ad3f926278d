package io.medtrust.lab.train;

import io.medtrust.lab.media.Manifest;
import io.medtrust.lab.report.Figures;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code medtrust lab train speaker|voice-synthetic --data DIR --out FILE}. */
public final class TrainCommand {
  static final String USAGE =
      "medtrust lab train speaker|voice-synthetic --data DIR [--out FILE] [--json FILE] [--seed N]"
          + " [--date YYYY-MM-DD]";

  private TrainCommand() {}

  /**
   * Trains, measures and writes a model; prints what it measured.
   *
   * @param words what, then options
   * @return 0
   * @throws IllegalArgumentException with one sentence when the words make no sense
   */
  public static int run(List<String> words) throws Exception {
    if (words.isEmpty()) throw new IllegalArgumentException("usage: " + USAGE);
    var options = options(words.subList(1, words.size()));
    if (!options.containsKey("data")) throw new IllegalArgumentException("usage: " + USAGE);
    var corpus = Corpus.read(Path.of(options.get("data")));
    long seed = Long.parseLong(options.getOrDefault("seed", "7"));
    var date = options.getOrDefault("date", LocalDate.now(ZoneOffset.UTC).toString());
    var out = options.get("out");
    var json = options.containsKey("json") ? Path.of(options.get("json")) : null;
    switch (words.getFirst()) {
      case "speaker" ->
          new TrainSpeaker(
                  corpus, seed, date, System.out, figures(corpus, "voice_identity", words, seed))
              .run(out)
              .write(json);
      case "voice-synthetic" ->
          new TrainVoiceSynthetic(
                  corpus, seed, date, System.out, figures(corpus, "voice_synthetic", words, seed))
              .run(out)
              .write(json);
      default -> throw new IllegalArgumentException("usage: " + USAGE);
    }
    return 0;
  }

  private static Figures figures(Corpus corpus, String about, List<String> words, long seed) {
    var command =
        "./medtrust lab train %s --data DIR --seed %d --json FILE"
            .formatted(words.getFirst(), seed);
    return new Figures(about, "Speakers left out of training", command)
        .data("labelled clips", Manifest.read(corpus.folder()).hash());
  }

  private static Map<String, String> options(List<String> words) {
    var options = new HashMap<String, String>();
    for (int i = 0; i < words.size(); i += 2) {
      var word = words.get(i);
      boolean known = List.of("--data", "--out", "--json", "--seed", "--date").contains(word);
      if (!known || i + 1 == words.size()) throw new IllegalArgumentException("usage: " + USAGE);
      options.put(word.substring(2), words.get(i + 1));
    }
    return options;
  }
}
