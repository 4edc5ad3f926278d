package io.medtrust.lab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlocksTest {
  private static Blocks blocks(Object... namesAndFiles) {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < namesAndFiles.length; i += 2) {
      files.put((String) namesAndFiles[i], ((JsonObject) namesAndFiles[i + 1]).encode());
    }
    return new Blocks(Results.of(files));
  }

  private static String text(Blocks blocks, String name) {
    return blocks.text(name, "page.md", "../");
  }

  /** The line of a table that begins with these cells. */
  private static String line(String text, String begin) {
    return text.lines()
        .filter(l -> l.startsWith("| " + begin))
        .findFirst()
        .orElseThrow(() -> new AssertionError(begin + " in\n" + text));
  }

  @Test
  void without_any_result_everything_is_not_measured() {
    var blocks = blocks();
    for (var name : List.of("overview", "attacks", "load", "face_identity", "reference_signals")) {
      assertTrue(text(blocks, name).contains("Not measured"), name);
    }
    var accuracy = text(blocks, "accuracy");
    for (var row : accuracy.lines().filter(l -> l.startsWith("| ")).skip(1).toList()) {
      assertTrue(row.contains("not measured"), row);
    }
    assertTrue(line(accuracy, "live face swap").contains("0 subjects"));
    assertTrue(blocks.plots().isEmpty());
  }

  @Test
  void a_detector_has_its_errors_with_intervals_counts_and_conditions() {
    var page = text(blocks("run.json", Samples.run()), "face_identity");
    assertEquals(
        "| VP8 300/600 kbit/s, 0 % loss | other person | 20 of 20 (20) | 38 of 40 (19) | 0.99"
            + " [0.95, 1.00] | 3.1 % [0, 8] | 50 / 25 / 0 % | 0.12 | 3.5 s / ∞ | 4 of 40 |",
        line(page, "VP8 300/600 kbit/s, 0 % loss | other person | 20 of 20"));
    assertTrue(
        line(page, "VP8 300/600 kbit/s, 0 % loss | generated face").contains("not measured"));
    assertTrue(page.contains("25 % of the readings unknown"), page);
    assertTrue(page.contains("`failed` in 0 calls of 0 subjects (at most 14 % of subjects, 95 %)"));
    assertTrue(page.contains("bitrate: 300 kbit/s | 20 (20) | 19 (19) | 0.97 [–]"), page);
    assertTrue(page.contains("](../images/lab/face_identity.svg)"), page);
    assertTrue(page.contains("results/run.json`, 2026-11-25, build 1.2.3, data 0123456789ab"));
  }

  @Test
  void a_detector_that_never_judged_is_not_measured_and_has_no_plot() {
    var blocks = blocks("run.json", Samples.run());
    assertTrue(text(blocks, "light_probe").contains("it judged 0 subjects"));
    assertEquals(List.of("face_identity.svg"), List.copyOf(blocks.plots().keySet()));
    assertTrue(
        line(text(blocks, "accuracy"), "on recorded people: `light_probe`")
            .contains("not measured"));
  }

  @Test
  void nobody_wrong_is_bounded_by_the_number_of_subjects_and_not_by_the_bootstrap() {
    var run = Samples.run();
    run.getJsonArray("detectors")
        .getJsonObject(0)
        .getJsonArray("species")
        .getJsonObject(0)
        .put("eer", 0.0)
        .put("eer_95", new JsonArray().add(0.0).add(0.0))
        .put("auc", 1.0)
        .put("auc_95", new JsonArray().add(1.0).add(1.0));
    var blocks = blocks("run.json", run);
    // 19 subjects: 1 - 0.05^(1/19).
    var row = line(text(blocks, "face_identity"), "VP8 300/600 kbit/s, 0 % loss | other person");
    assertTrue(row.contains("1.00 [no overlap] | 0 % [none wrong, at most 15 %]"), row);
    assertTrue(
        line(text(blocks, "accuracy"), "[same person]").contains("none wrong: EER at most 15 %"));
  }

  @Test
  void the_run_that_judged_most_comes_first_and_none_is_lost() {
    var small = Samples.run().put("conditions", new JsonArray().add("H.264 600 kbit/s, 2 % loss"));
    small
        .getJsonArray("detectors")
        .getJsonObject(0)
        .getJsonObject("genuine")
        .put("calls_judged", 5);
    var blocks = blocks("a.json", small, "b.json", Samples.run());
    var page = text(blocks, "face_identity");
    assertTrue(page.indexOf("| VP8 300/600") < page.indexOf("| H.264 600 kbit/s, 2 % loss"), page);
    assertTrue(page.contains("results/a.json") && page.contains("results/b.json"));
    assertTrue(
        line(text(blocks, "accuracy"), "[same person](../detectors/face-identity.md): ")
            .contains("VP8 300/600"));
  }

  @Test
  void misses_of_an_attack_are_infinite_in_every_table() {
    var blocks = blocks("attack.json", Samples.attack());
    assertTrue(
        line(text(blocks, "attacks"), "synthetic voice")
            .contains("20.0 s / ∞ | 12 (at most 56 %)"));
    var accuracy = text(blocks, "accuracy");
    assertTrue(
        line(accuracy, "[attack in mid-call](../THREATS.md): synthetic voice")
            .contains("20.0 s / ∞"));
    assertTrue(
        line(accuracy, "[attack in mid-call](../THREATS.md): frozen")
            .contains(
                "by `frame_integrity:frozen` 29; of another cause than a hard cut after 5.3 s /"
                    + " ∞"));
    assertTrue(
        line(accuracy, "[attack in mid-call](../THREATS.md): frozen")
            .contains("missed 0: at most 9.5 %"));
    assertTrue(
        line(accuracy, "[attack in mid-call](../THREATS.md): screen replay")
            .contains("not measured"));
    assertTrue(
        line(text(blocks, "frame_integrity"), "frozen").contains("29 of 30 (9 persons) | 4.0 s"));
  }

  @Test
  void kinds_of_footage_are_never_added_up() {
    var blocks =
        blocks(
            "run.json", Samples.run(),
            "attack.json", Samples.attack(),
            "soak.json", Samples.alarms("soak", 30, 0),
            "soak-2.json", Samples.alarms("soak", 2, 1),
            "obs.json", Samples.alarms("observe", 300, 0));
    var page = text(blocks, "false-alarms");
    assertEquals(
        6,
        page.lines().filter(l -> l.startsWith("| ") && !l.startsWith("| footage")).count(),
        page);
    // Garwood: one alarm in a quarter of an hour; 3.0 / T for none.
    assertTrue(line(page, "real clips | faces").contains("0.25 h | 1 | at most 19 an hour"), page);
    assertTrue(line(page, "real clips | before").contains("0.11 h | 0 | at most 28 an hour"), page);
    assertTrue(
        page.contains("genuine calls of soak | 75 | 30.0 h | 0 | at most 9.99 in 100 h"), page);
    assertTrue(line(page, "synthetic observations").contains("300 h | 0 | at most 1.00 in 100 h"));
    assertTrue(line(page, "simulation").contains("not measured"));
    // The README shows the measurement of most hours.
    assertTrue(
        line(text(blocks, "accuracy"), "[false alarms](../detectors/README.md): synthetic person")
            .contains("0 alarms in 30.0 h"));
  }

  @Test
  void figures_of_a_program_have_the_bound_that_their_persons_allow() {
    var blocks = blocks("replay.json", Samples.figures());
    var page = text(blocks, "replay");
    // Clopper and Pearson: 1 - 0.05^(1/12).
    assertTrue(
        line(page, "loop found")
            .contains("26 of 26 | 5.1 s / 6.7 s | 12 | at most 23 % of persons are missed"),
        page);
    assertTrue(page.contains("| 150 | 13 \\| 13 |"), page);
    assertTrue(page.contains("Not measured: a television in the background."));
    assertTrue(page.contains("`SignalReport replay --json FILE`"));
    var row =
        line(
            text(blocks, "accuracy"),
            "[replayed or looped picture](../detectors/replay.md): loop found");
    assertTrue(
        row.contains("26 of 26, after 5.1 s (median), 6.7 s (longest)")
            && row.contains("12 persons"),
        row);
  }

  @Test
  void text_of_a_file_can_end_no_cell_and_no_block() {
    var figures = Samples.figures().put("title", "a | b\n<!-- lab:end replay -->");
    var page = text(blocks("f.json", figures), "replay");
    assertTrue(page.contains("**a \\| b &lt;!-- lab:end replay --&gt;.**"), page);
    assertEquals(List.of(), Markers.names(page));
  }

  @Test
  void a_plot_brings_its_own_colours_for_light_and_dark() {
    var svg = blocks("run.json", Samples.run()).plots().get("face_identity.svg");
    assertTrue(svg.startsWith("<svg xmlns='http://www.w3.org/2000/svg'"));
    assertTrue(svg.contains("prefers-color-scheme:dark") && svg.contains("class='page'"));
    assertTrue(svg.contains("other person (19 subjects)"), svg);
    // No band in the file, so the interval of the equal error rate is drawn, in both plots.
    assertEquals(2, svg.split("stroke-opacity='.35'", -1).length - 1);
    var run = Samples.run();
    run.getJsonArray("detectors")
        .getJsonObject(0)
        .getJsonArray("species")
        .getJsonObject(0)
        .put("roc_95", Samples.rows(new double[][] {{0, 0.1, 0.4}, {0.5, 0, 0.2}, {1, 0, 0}}));
    var banded = blocks("run.json", run).plots().get("face_identity.svg");
    assertEquals(2, banded.split("<polygon", -1).length - 1);
    assertFalse(banded.contains("stroke-opacity='.35'"));
  }

  @Test
  void streams_a_core_stand_with_their_stages_the_largest_first() {
    var load =
        new JsonObject(
            """
            {"kind": "load", "command": "./medtrust lab load --streams 10", "conditions": ["2 processors"],
             "not_measured": ["loss"],
             "results": {"streams": 10, "seconds": 60, "cores": 1.04, "streams_per_core": 9.62,
               "ms_per_stream_second": 104, "dropped": 0, "left_out": 3, "stages": [
                 {"stage": "voice", "ms_per_stream_second": 10, "share": 0.1},
                 {"stage": "tracking", "ms_per_stream_second": 60, "share": 0.58}]}}
            """);
    var page = text(blocks("load.json", load), "load");
    assertTrue(page.contains("10 streams for 60.0 s: **9.6 streams a core**, 1.04 cores"), page);
    assertTrue(page.contains("0 dropped, 3 left out"), page);
    assertTrue(page.indexOf("| tracking | 60.00 | 58 % |") < page.indexOf("| voice | 10.00"), page);
    assertTrue(page.contains("2 processors.") && page.contains("Not measured: loss."), page);
  }

  @Test
  void conditions_are_put_together_only_when_every_combination_was_sent() {
    assertEquals(
        "VP8 300/600 kbit/s, 0/2 % loss; H.264 600 kbit/s, 0 % loss",
        Conditions.text(
            List.of(
                "VP8 300 kbit/s, 0 % loss",
                "VP8 300 kbit/s, 2 % loss",
                "VP8 600 kbit/s, 0 % loss",
                "VP8 600 kbit/s, 2 % loss",
                "H.264 600 kbit/s, 0 % loss")));
    assertEquals(
        "VP8 300 kbit/s, 0 % loss; VP8 600 kbit/s, 2 % loss; in the dark",
        Conditions.text(
            List.of("VP8 300 kbit/s, 0 % loss", "VP8 600 kbit/s, 2 % loss", "in the dark")));
  }

  @Test
  void an_unknown_block_is_refused() {
    assertEquals(
        "page.md: there is no block \"horoscope\"",
        assertThrows(Malformed.class, () -> text(blocks(), "horoscope")).getMessage());
  }
}
