package io.medtrust.trust.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationFilesTest {
  @TempDir Path folder;

  private Path scores(int subjects) throws IOException {
    var random = new Random(7);
    var text = new StringBuilder(ScoresFile.HEADER + "\n");
    for (int s = 0; s < subjects; s++) {
      text.append("face_identity,net@1234,1,g").append(s).append(",genuine,");
      text.append(70 + 20 * random.nextDouble()).append('\n');
      text.append("face_identity,net@1234,1,i").append(s).append(",impostor,");
      text.append(20 + 60 * random.nextDouble()).append('\n');
    }
    return Files.writeString(folder.resolve("scores.csv"), text);
  }

  private String calibrate(Path scores, String... more) throws IOException {
    var out = folder.resolve("out.json");
    var words =
        new java.util.ArrayList<>(List.of("--scores", scores.toString(), "--out", out.toString()));
    words.addAll(List.of(more));
    var said = new ByteArrayOutputStream();
    assertEquals(0, CalibrateCommand.run(words, new PrintStream(said)));
    return said.toString();
  }

  @Test
  void labelled_scores_become_a_file_that_the_node_loads() throws IOException {
    var said = calibrate(scores(12));
    assertTrue(said.contains("12 genuine and 12 impostor subjects"), said);
    assertTrue(said.contains("a score, not a probability"), said);
    var first = Files.readString(folder.resolve("out.json"));
    var loaded = CalibrationJson.load(folder.resolve("out.json").toString());
    assertTrue(loaded.known());
    assertTrue(loaded.version().startsWith("scores-"));
    var curve = loaded.find("face_identity", "net@1234", "1");
    assertTrue(curve.llr(85) > 0 && curve.llr(25) < 0);
    assertNull(loaded.find("face_identity", "net@9999", "1"), "another model has no curve");
    assertNull(loaded.find("face_identity", "net@1234", "2"), "nor has another configuration");
    calibrate(scores(12));
    assertEquals(first, Files.readString(folder.resolve("out.json")), "the same scores again");
  }

  @Test
  void enough_people_and_an_isotonic_curve_survive_the_file() throws IOException {
    assertFalse(calibrate(scores(40), "--form", "isotonic").contains("not a probability"));
    var loaded = CalibrationJson.load(folder.resolve("out.json").toString());
    var again = CalibrationJson.read(CalibrationJson.write(loaded));
    assertEquals(loaded, again);
    assertEquals(40, loaded.curves().getFirst().subjects());
  }

  @Test
  void the_build_brings_a_calibration_that_is_valid() {
    var shipped = CalibrationJson.load("");
    for (var curve : shipped.curves()) assertTrue(curve.subjects() > 1);
  }

  @Test
  void a_bad_file_is_told_in_one_sentence() throws IOException {
    calibrate(scores(12));
    var good = Files.readString(folder.resolve("out.json"));
    var wrong =
        List.of(
            "",
            "null",
            "[]",
            "{",
            "7",
            "{\"version\":\"1\",\"data_hash\":\"x\",\"curves\":[{}]}",
            good.replace("\"slope\"", "\"slop\""),
            good.replace("logistic", "guess"),
            good.replaceAll("\"slope\" : [^,]*", "\"slope\" : -1"),
            good.replaceAll("\"slope\" : [^,]*", "\"slope\" : \"NaN\""),
            good.replaceAll("\"genuine_subjects\" : 12", "\"genuine_subjects\" : 0"),
            good.replaceAll("\"genuine_subjects\" : 12", "\"genuine_subjects\" : 1200"),
            good.replaceAll("\"cllr_after\" : [^,]*", "\"cllr_after\" : -0.5"),
            good.replaceAll("\"data_hash\" : \"..", "\"data_hash\" : \"zz"),
            good.replace("\"detector\" : \"face_identity\"", "\"detector\" : \"\""),
            good + good,
            "[".repeat(100_000));
    for (var json : wrong) {
      var file = Files.writeString(folder.resolve("bad.json"), json);
      var refused =
          assertThrows(
              IllegalArgumentException.class, () -> CalibrationJson.load(file.toString()), json);
      assertTrue(refused.getMessage().startsWith("trust.calibration_file "), refused.getMessage());
      assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
      assertFalse(refused.getMessage().contains("io.medtrust"), refused.getMessage());
    }
    var absent =
        assertThrows(
            IllegalArgumentException.class, () -> CalibrationJson.load("/nowhere/at/all.json"));
    assertTrue(absent.getMessage().endsWith("cannot be read"));
  }

  @Test
  void a_line_that_is_no_score_is_named() throws IOException {
    for (var line :
        List.of(
            "voice,signal,1,a,genuine",
            "voice,signal,1,a,genuine,5,6",
            "voice,signal,1,a,perhaps,5",
            "voice,signal,1,a,genuine,high",
            "voice,signal,1,a,genuine,NaN",
            "voice,signal,1,a,genuine,101",
            "voice,signal,1,,genuine,5",
            "x".repeat(2_000))) {
      var file = Files.writeString(folder.resolve("s.csv"), ScoresFile.HEADER + "\n" + line + "\n");
      var refused = assertThrows(IllegalArgumentException.class, () -> calibrate(file), line);
      assertTrue(refused.getMessage().contains("line 2: "), refused.getMessage());
    }
    var empty = Files.writeString(folder.resolve("s.csv"), "");
    assertThrows(IllegalArgumentException.class, () -> calibrate(empty));
    var binary = Files.write(folder.resolve("s.csv"), new byte[] {(byte) 0xff, 0, (byte) 0xfe});
    assertThrows(IllegalArgumentException.class, () -> calibrate(binary));
    assertThrows(IllegalArgumentException.class, () -> calibrate(folder.resolve("none.csv")));
    assertThrows(IllegalArgumentException.class, () -> calibrate(scores(3), "--form", "neural"));
    assertThrows(IllegalArgumentException.class, () -> calibrate(scores(3), "--what"));
  }
}
