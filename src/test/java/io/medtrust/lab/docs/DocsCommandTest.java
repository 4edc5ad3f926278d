package io.medtrust.lab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Detectors;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocsCommandTest {
  @TempDir Path folder;
  private Path docs;
  private Path results;
  private String said;

  @BeforeEach
  void a_repository() throws Exception {
    docs = Files.createDirectories(folder.resolve("docs/detectors")).getParent();
    results = Files.createDirectories(docs.resolve("results"));
    page("README.md", "accuracy");
    page("docs/THREATS.md", "attacks");
    page("docs/detectors/face-identity.md", "face_identity");
    Files.writeString(docs.resolve("by-hand.md"), "Nothing of the lab.\n");
  }

  private void page(String name, String block) throws IOException {
    Files.writeString(
        folder.resolve(name),
        "# By hand\n\n<!-- lab:begin %s -->\n<!-- lab:end %s -->\n\nTail.\n"
            .formatted(block, block));
  }

  private void result(String name, JsonObject json) throws IOException {
    Files.writeString(results.resolve(name), json.encodePrettily());
  }

  private int run(boolean check) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int status =
        new DocsCommand(results, docs)
            .run(check, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    said = bytes.toString(StandardCharsets.UTF_8);
    return status;
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void pages_and_plots_are_written_once_and_then_found_in_order() throws Exception {
    result("run.json", Samples.run());
    result("attack.json", Samples.attack());
    assertEquals(0, run(false));
    assertTrue(
        read("docs/detectors/face-identity.md").contains("](../images/lab/face_identity.svg)"));
    assertTrue(Files.exists(docs.resolve("images/lab/face_identity.svg")));
    assertTrue(
        read("README.md").startsWith("# By hand\n") && read("README.md").endsWith("Tail.\n"));
    assertEquals("Nothing of the lab.\n", read("docs/by-hand.md"));
    assertEquals(0, run(true), said);
    assertEquals(0, run(false));
    assertFalse(said.contains("written"), said);
  }

  @Test
  void a_page_or_plot_that_says_something_else_is_found_and_not_touched() throws Exception {
    result("run.json", Samples.run());
    run(false);
    var readme = folder.resolve("README.md");
    var improved = read("README.md").replace("EER 3.1 %", "EER 0.1 %");
    Files.writeString(readme, improved);
    assertEquals(1, run(true));
    assertTrue(said.contains("differs from the results: ../README.md"), said);
    assertEquals(improved, read("README.md"));
    run(false);
    Files.writeString(docs.resolve("images/lab/of-old.svg"), "<svg/>");
    assertEquals(1, run(true));
    assertTrue(said.contains("of-old.svg"), said);
    run(false);
    assertFalse(Files.exists(docs.resolve("images/lab/of-old.svg")));
  }

  @Test
  void a_result_that_is_gone_is_not_measured() throws Exception {
    result("attack.json", Samples.attack());
    run(false);
    Files.delete(results.resolve("attack.json"));
    assertEquals(1, run(true));
    run(false);
    assertTrue(read("docs/THREATS.md").contains("Not measured"));
  }

  @Test
  void a_malformed_file_is_told_in_one_sentence_and_nothing_is_written() throws Exception {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("", "it is no JSON object");
    texts.put("[1, 2]", "it is no JSON object");
    texts.put("{\"kind\": \"run\"", "it is no JSON object");
    texts.put("{}", "\"kind\" must be there");
    texts.put("{\"kind\": 7}", "\"kind\" must be a text");
    texts.put("{\"kind\": \"dance\"}", "its kind \"dance\" is not known");
    texts.put(Samples.attack().put("kinds", "many").encode(), "\"kinds\" must be a list");
    texts.put(Samples.run().encode().replace("0.987", "\"good\""), "\"auc\" must be a number");
    texts.put(Samples.run().encode().replace("0.987", "9.87"), "\"auc\" must be from 0 to 1");
    texts.put(
        Samples.figures().encode().replace("\"count\":26", "\"count\":27"),
        "\"count\" must be at most \"of\"");
    var before = read("README.md");
    for (var each : texts.entrySet()) {
      Files.writeString(results.resolve("x.json"), each.getKey());
      page("docs/detectors/replay.md", "replay");
      var refusal = assertThrows(IOException.class, () -> run(false), each.getKey());
      var message = refusal.getMessage();
      assertTrue(message.startsWith("x.json"), message);
      assertTrue(message.endsWith(each.getValue()), message);
      assertFalse(message.contains("\n"), message);
      assertEquals(before, read("README.md"));
    }
  }

  @Test
  void a_folder_that_is_not_there_is_told() {
    assertThrows(
        IOException.class,
        () -> new DocsCommand(folder.resolve("nowhere"), docs).run(true, System.out));
  }

  @Test
  void the_pages_of_this_repository_are_what_its_results_give() throws Exception {
    var bytes = new ByteArrayOutputStream();
    int status =
        new DocsCommand(Path.of("docs/results"), Path.of("docs"))
            .run(true, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    assertEquals(0, status, bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void every_detector_has_its_block_on_a_page() throws Exception {
    var blocks = new HashSet<String>();
    try (var pages = Files.list(Path.of("docs/detectors"))) {
      for (var page : pages.toList()) blocks.addAll(Markers.names(Files.readString(page)));
    }
    for (var detector : Detectors.all()) {
      assertTrue(blocks.contains(detector.name()), "no block of " + detector.name());
    }
    assertTrue(Markers.names(Files.readString(Path.of("README.md"))).contains("accuracy"));
  }
}
