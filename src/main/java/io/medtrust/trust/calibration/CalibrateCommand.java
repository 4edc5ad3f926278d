package io.medtrust.trust.calibration;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@code medtrust lab calibrate --scores FILE.csv --out FILE.json [--form auto|logistic|isotonic]
 * [--version WORD]}: labelled scores in, a calibration for {@code trust.calibration_file} out. The
 * same scores give the same file.
 */
public final class CalibrateCommand {
  private CalibrateCommand() {}

  /**
   * @throws IllegalArgumentException with one sentence when the words or the scores are wrong
   */
  public static int run(List<String> words, PrintStream out) {
    String scores = null;
    String target = null;
    String version = null;
    var form = CalibrationFit.Form.AUTO;
    for (int i = 0; i < words.size(); i += 2) {
      if (i + 1 >= words.size()) {
        throw new IllegalArgumentException(words.get(i) + " needs a value");
      }
      var value = words.get(i + 1);
      switch (words.get(i)) {
        case "--scores" -> scores = value;
        case "--out" -> target = value;
        case "--version" -> version = value;
        case "--form" -> form = form(value);
        default -> throw new IllegalArgumentException("unknown option: " + words.get(i));
      }
    }
    if (scores == null || target == null) {
      throw new IllegalArgumentException(
          "lab calibrate needs --scores FILE.csv and --out FILE.json");
    }
    var read = read(Path.of(scores));
    if (version == null) version = "scores-" + read.hash().substring(0, 12);
    var fitted = CalibrationFit.fit(read.scores(), form, version, read.hash());
    try {
      Files.writeString(Path.of(target), CalibrationJson.write(fitted));
    } catch (IOException e) {
      throw new IllegalArgumentException(target + " cannot be written");
    }
    CalibrationFit.report(fitted).forEach(out::println);
    return 0;
  }

  private static ScoresFile read(Path file) {
    try (var in = Files.newBufferedReader(file)) {
      return ScoresFile.read(in);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage());
    }
  }

  private static CalibrationFit.Form form(String word) {
    try {
      return CalibrationFit.Form.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--form is auto, logistic or isotonic, not " + word);
    }
  }
}
