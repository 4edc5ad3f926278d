package io.medtrust.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a small folder of drawn media, through a real worker process. */
class LabCommandTest {
  @TempDir Path folder;

  private String lab(String... words) throws Exception {
    var bytes = new ByteArrayOutputStream();
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", folder.toString(), "--work", folder.resolve("work").toString()));
    int status = LabCommand.run(all, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    var text = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(0, status, text);
    return text;
  }

  private JsonObject json(String name) throws Exception {
    return new JsonObject(Files.readString(folder.resolve(name)));
  }

  private static JsonObject detector(JsonObject report, String name) {
    for (var each : report.getJsonArray("detectors")) {
      if (each instanceof JsonObject d && d.getString("detector").equals(name)) return d;
    }
    throw new AssertionError("no " + name);
  }

  @Test
  void a_folder_is_measured_reported_and_not_measured_again() throws Exception {
    new LabFolder(folder)
        .picture("face/one.y4m", "real", 2.5)
        .picture("face/two.y4m", "fake", 2.5)
        .voice("speech/ls-1-1-1.wav", "human", 4)
        .voice("speech/espeak-lang-xx.wav", "synthetic-formant", 4)
        .line("face/still.jpg", "still-real", 0);
    var html = folder.resolve("r.html");
    var json = folder.resolve("r.json");
    var text = lab("run", "--json", json.toString(), "--html", html.toString(), "--kbps", "300");
    assertTrue(text.contains("faces: 2 of 2 calls"), text);

    var report = json("r.json");
    var frames = detector(report, "frame_integrity");
    assertEquals(1, frames.getJsonObject("genuine").getInteger("calls_judged"));
    var generated = frames.getJsonArray("species").getJsonObject(0);
    assertEquals("generated_face", generated.getString("species"));
    // The same drawing on both sides: chance, and one subject a class allows no interval.
    assertEquals(0.5, generated.getDouble("auc"), 0.51);
    assertEquals(null, generated.getValue("auc_95"));
    assertNotNull(generated.getJsonArray("roc"));
    // Nobody is there: it never judged, and the report says so.
    var artifact = detector(report, "face_artifact");
    assertEquals(0, artifact.getJsonObject("genuine").getInteger("calls_judged"));
    assertTrue(
        report
            .getJsonArray("not_measured")
            .contains("face_artifact: it never judged (0 subjects)"));
    assertTrue(
        report
            .getJsonArray("not_measured")
            .contains("1 files of the folder: neither a video nor a sound file"));
    assertEquals(
        List.of("Opus 32 kbit/s, 0 % loss", "VP8 300 kbit/s, 0 % loss"),
        report.getJsonArray("conditions").getList());

    var page = Files.readString(html);
    assertTrue(page.contains("<svg") && page.contains("frame_integrity"));
    assertFalse(page.contains("<script") || page.contains("http:") || page.contains("src="));

    assertTrue(lab("run", "--kbps", "300").contains("faces: 2 calls, 2 are there already"));

    var pages = pages(json, "frame_integrity", "face_artifact", "false-alarms", "accuracy");
    assertTrue(pages.contains("| VP8 300 kbit/s, 0 % loss | generated face | 1 of 1 (1) |"), pages);
    assertTrue(pages.contains("Not measured: it judged 0 subjects"), pages);
    assertTrue(pages.contains("| real clips | faces, short clips, VP8 300 kbit/s"), pages);
    assertTrue(pages.contains("`./medtrust lab run --data DIR --json FILE --kbps 300 --work DIR`"));
    assertFalse(pages.contains(folder.toString()), pages);
  }

  /** What {@code lab docs} writes of a report into these blocks. */
  private String pages(Path report, String... blocks) throws Exception {
    var docs = Files.createDirectories(folder.resolve("pages/docs"));
    var results = Files.createDirectories(docs.resolve("results"));
    Files.copy(report, results.resolve(report.getFileName()));
    var page = docs.resolve("page.md");
    for (var b : blocks) {
      var markers = "<!-- lab:begin %s -->\n<!-- lab:end %s -->\n".formatted(b, b);
      Files.writeString(page, markers, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    var words = List.of("docs", "--results", results.toString(), "--out", docs.toString());
    assertEquals(0, LabCommand.run(words, new PrintStream(new ByteArrayOutputStream())));
    return Files.readString(page);
  }

  @Test
  void a_black_camera_and_a_silent_microphone_are_told() throws Exception {
    new LabFolder(folder)
        .picture("face/one.y4m", "real", 9.2)
        .voice("speech/ls-1-1-1.wav", "human", 9.2);
    var json = folder.resolve("a.json");
    lab(
        "attack",
        "--kind",
        "black,silence",
        "--runs",
        "1",
        "--horizon",
        "16",
        "--json",
        json.toString());
    var report = json("a.json");
    var black = report.getJsonArray("kinds").getJsonObject(0);
    assertEquals("black", black.getString("kind"));
    assertEquals(0, black.getInteger("alert_misses"), report.encodePrettily());
    assertTrue(((Number) black.getValue("alert_p95_s")).doubleValue() < 10);
    var silence = report.getJsonArray("kinds").getJsonObject(1);
    assertEquals(0, silence.getInteger("alert_misses"), report.encodePrettily());
    assertTrue(((Number) silence.getValue("alert_p95_s")).doubleValue() < 16);
    var page = pages(json, "attacks");
    assertTrue(page.contains("| black | 1 | 1 |") && page.contains("| silence | 1 | 1 |"), page);
  }

  @Test
  void what_cannot_be_is_refused_in_one_sentence() throws Exception {
    new LabFolder(folder).line("face/still.jpg", "still-real", 0);
    for (var words :
        List.<List<String>>of(
            List.of(),
            List.of("dance"),
            List.of("run", "--codec", "av1", "--data", folder.toString()),
            List.of("run", "--kbps", "many", "--data", folder.toString()),
            List.of("run"),
            List.of("run", "--data", folder.resolve("nowhere").toString()),
            List.of("run", "--data", folder.toString(), "--work", folder.resolve("w").toString()),
            List.of("docs"),
            List.of("docs", "--results"),
            List.of("docs", "--results", "x", "--dance"),
            List.of("attack", "--kind", "charm", "--data", folder.toString()))) {
      var refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> LabCommand.run(words, System.out),
              words.toString());
      assertFalse(refusal.getMessage().isBlank());
      assertFalse(refusal.getMessage().contains("\n"));
    }
  }
}
