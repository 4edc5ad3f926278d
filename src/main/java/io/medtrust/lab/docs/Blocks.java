package io.medtrust.lab.docs;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.Detectors;
import io.medtrust.lab.docs.Results.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the lab writes: blocks by name, and plots by file name. */
final class Blocks {
  /** Measurements of what is no detector of its own. */
  private static final List<String> OTHERS =
      List.of("reference_signals", "face_synthetic", "face_tracker", "attacks_in_browser");

  private final Results results;

  Blocks(Results results) {
    this.results = results;
  }

  /**
   * @param page for messages
   * @param up from a page to the folder of pages, as "../", "docs/" or nothing
   * @throws Malformed when there is no such block
   */
  String text(String name, String page, String up) {
    return switch (name) {
      case "accuracy" -> AccuracyBlock.of(results, up);
      case "attacks" -> AttackBlock.of(results);
      case "false-alarms" -> AlarmBlock.of(results);
      case "overview" -> OverviewBlock.of(results);
      case "load" -> LoadBlock.of(results);
      default -> {
        if (detectors().contains(name)) {
          yield DetectorBlock.of(results, name, up + "images/lab/" + name + ".svg");
        }
        if (OTHERS.contains(name)) yield others(name);
        throw new Malformed(page, "there is no block \"%s\"".formatted(name));
      }
    };
  }

  private String others(String name) {
    var block = new Markdown();
    for (var f : results.figures(name)) FiguresBlock.add(block, f);
    if (block.isEmpty()) block.paragraph("Not measured: no figures are there.");
    return block.toString();
  }

  /** By file name. */
  Map<String, String> plots() {
    Map<String, String> plots = new TreeMap<>();
    for (var name : detectors()) {
      var judged = RocPlot.main(results.judged(name));
      if (judged != null) plots.put(name + ".svg", RocPlot.svg(name, judged));
    }
    return plots;
  }

  private static List<String> detectors() {
    return Detectors.all().stream().map(DetectorFactory::name).toList();
  }

  /** Where a figure comes from. */
  static String source(Result result) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("", result.date());
    facts.put("build ", result.build());
    facts.put("data ", result.data());
    var line = new StringBuilder("<sub>`results/" + result.name() + "`");
    facts.forEach(
        (what, value) -> {
          if (!value.isEmpty()) line.append(", ").append(what).append(Markdown.safe(value));
        });
    var command = result.entry().text("command");
    if (command != null) line.append(", ").append(Markdown.code(command));
    return line.append("</sub>").toString();
  }
}
