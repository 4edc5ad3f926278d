package io.medtrust.trust.calibration;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Labelled scores as comma-separated values with the header {@code
 * detector,model,config,subject,label,score}; labels are {@code genuine} and {@code impostor}.
 *
 * @param hash SHA-256 of the lines, hex
 */
record ScoresFile(List<LabelledScore> scores, String hash) {
  static final String HEADER = "detector,model,config,subject,label,score";
  private static final int MAX_LINES = 5_000_000;
  private static final int MAX_LINE = 1_000;

  /**
   * @throws IllegalArgumentException with one sentence that names the line
   */
  static ScoresFile read(BufferedReader in) throws IOException {
    var digest = sha256();
    var scores = new ArrayList<LabelledScore>();
    int number = 0;
    for (String line; (line = in.readLine()) != null; ) {
      if (++number > MAX_LINES) throw new IllegalArgumentException("more than 5 million lines");
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
      if (number == 1) {
        if (!line.strip().equals(HEADER)) {
          throw new IllegalArgumentException("the first line must be " + HEADER);
        }
        continue;
      }
      if (!line.isBlank()) scores.add(score(line, number));
    }
    if (scores.isEmpty()) throw new IllegalArgumentException("there are no scores in it");
    return new ScoresFile(scores, HexFormat.of().formatHex(digest.digest()));
  }

  private static LabelledScore score(String line, int number) {
    var fields = line.split(",", -1);
    if (line.length() > MAX_LINE || fields.length != 6) throw wrong(number, "it has not 6 fields");
    for (int i = 0; i < fields.length; i++) {
      fields[i] = fields[i].strip();
      if (fields[i].isEmpty()) throw wrong(number, "a field is empty");
    }
    boolean genuine =
        switch (fields[4].toLowerCase(Locale.ROOT)) {
          case "genuine" -> true;
          case "impostor" -> false;
          default -> throw wrong(number, "the label is neither genuine nor impostor");
        };
    try {
      double score = Double.parseDouble(fields[5]);
      return new LabelledScore(fields[0], fields[1], fields[2], fields[3], genuine, score);
    } catch (IllegalArgumentException e) {
      throw wrong(number, "the score is no number of 0..100");
    }
  }

  private static IllegalArgumentException wrong(int number, String why) {
    return new IllegalArgumentException("line " + number + ": " + why);
  }

  private static java.security.MessageDigest sha256() {
    try {
      return java.security.MessageDigest.getInstance("SHA-256");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
