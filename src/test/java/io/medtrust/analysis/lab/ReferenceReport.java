package io.medtrust.analysis.lab;

import io.medtrust.analysis.detect.Verdict;
import io.medtrust.lab.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The worth of the reference's video signals, and of candidates for new ones, on real, generated
 * and replayed clips after VP8 at 600 kbit/s: area under the ROC with a bootstrap interval over
 * persons and over generated clips. What was measured of a clip is kept below target/lab; {@code
 * kept} uses only that.
 */
public final class ReferenceReport {
  private static final double MAX_SECONDS = 12;
  private static final int DRAWS = 2000;

  /** One clip: whose it is (person, or generated clip), its generator, and its mean values. */
  private record Clip(String label, String group, String generator, Map<String, Double> values) {}

  private ReferenceReport() {}

  public static void main(String[] args) throws IOException {
    var json = Figures.file(args);
    args = Figures.without(args);
    var media = Clips.folder().orElseThrow();
    var clips = new ArrayList<Clip>();
    for (var folder : List.of("fake", "attack", "real")) {
      try (var files = Files.list(media.resolve("face").resolve(folder))) {
        for (var f : files.filter(f -> f.toString().endsWith(".mp4")).sorted().toList()) {
          var name = f.getFileName().toString().replace(".mp4", "");
          // Neither a face to judge nor a person.
          if (name.contains("s13")) continue;
          var file = Path.of("target/lab/reference", name + ".tsv");
          if (!Files.exists(file)) {
            if (args.length > 0) continue;
            write(file, measure(f));
            System.err.println(name);
          }
          clips.add(new Clip(folder, group(folder, name), generator(name), read(file)));
        }
      }
    }
    var figures =
        MediaFigures.of(
                "reference_signals",
                "The reference's signals and candidates: AUC of \"real is higher\"",
                "ReferenceReport")
            .conditions("VP8 600 kbit/s, at most 12 s of a clip");
    for (var against : List.of("fake", "attack", "aniportrait", "dreamtalk")) {
      table(clips, against, figures);
    }
    figures.notMeasured("generators that are not in the folder").write(json);
  }

  private static String group(String folder, String name) {
    return folder.equals("real") && name.startsWith("mead-") ? name.substring(0, 9) : name;
  }

  private static String generator(String name) {
    return name.substring(0, name.indexOf('-'));
  }

  private static Map<String, Double> measure(Path file) {
    var residuals = new FaceResiduals();
    var sums = new TreeMap<String, List<Double>>();
    var footage = Footage.of(file, 0);
    int n = (int) Math.min(footage.pictures().size(), MAX_SECONDS * footage.fps());
    try (var pipeline = new Pipeline(Map.of("face.crop_ms", "100"), List.of());
        var codec =
            new Codecs("libvpx", footage.width(), footage.height(), (int) footage.fps(), 600_000)) {
      for (var p : footage.pictures().subList(0, n)) {
        codec.through(
            p,
            false,
            q -> {
              pipeline.see(q);
              residuals.see(pipeline.last);
            });
      }
      pipeline.said.forEach(
          (name, said) -> {
            for (var s : said) note(sums, name, s.verdict());
          });
    }
    var out = new LinkedHashMap<String, Double>();
    sums.forEach((k, v) -> out.put(k, v.stream().mapToDouble(d -> d).average().orElse(Double.NaN)));
    residuals.summary().forEach((k, v) -> out.put("residual." + k, v));
    return out;
  }

  private static void note(Map<String, List<Double>> sums, String name, Verdict v) {
    if (v.score() != null) {
      sums.computeIfAbsent(name + ".score", _ -> new ArrayList<>()).add(v.score());
    }
    v.evidence()
        .forEach(
            (k, value) -> {
              if (value instanceof Number x) {
                sums.computeIfAbsent(name + "." + k, _ -> new ArrayList<>()).add(x.doubleValue());
              }
            });
  }

  private static void write(Path file, Map<String, Double> values) throws IOException {
    Files.createDirectories(file.getParent());
    var lines = new ArrayList<String>();
    values.forEach((k, v) -> lines.add(k + "\t" + v));
    Files.write(file, lines);
  }

  private static Map<String, Double> read(Path file) throws IOException {
    var out = new LinkedHashMap<String, Double>();
    for (var line : Files.readAllLines(file)) {
      var parts = line.split("\t");
      out.put(parts[0], Double.parseDouble(parts[1]));
    }
    return out;
  }

  private static void table(List<Clip> clips, String against, Figures figures) {
    var names = new java.util.TreeSet<String>();
    for (var c : clips) names.addAll(c.values.keySet());
    var real = groups(clips, c -> c.label.equals("real"));
    var other =
        groups(
            clips,
            c ->
                c.label.equals(against) || (c.label.equals("fake") && c.generator.equals(against)));
    System.out.printf("%n%s: %d persons real, %d clips%n", against, real.size(), other.size());
    var rows =
        figures.table(
            "%s: %d persons real, %d clips".formatted(against, real.size(), other.size()),
            "signal",
            "AUC",
            "95 % by person and clip");
    for (var name : names) {
      double auc = auc(values(real, name), values(other, name));
      if (Double.isNaN(auc)) continue;
      var random = new Random(1);
      var draws = new double[DRAWS];
      for (int i = 0; i < DRAWS; i++) {
        draws[i] = auc(values(draw(real, random), name), values(draw(other, random), name));
      }
      java.util.Arrays.sort(draws);
      if (shown(name)) {
        rows.row(
            name,
            auc,
            String.format(
                Locale.ROOT, "%.2f to %.2f", draws[DRAWS / 40], draws[DRAWS - DRAWS / 40]));
      }
      System.out.printf(
          Locale.ROOT,
          "  %-44s %.2f (%.2f..%.2f)%n",
          name,
          auc,
          draws[DRAWS / 40],
          draws[DRAWS - DRAWS / 40]);
    }
  }

  /** Scores of signals and what was tried for new ones; other evidence is only printed. */
  private static boolean shown(String name) {
    return name.contains("score") || name.startsWith("residual.");
  }

  private static List<List<Clip>> groups(
      List<Clip> clips, java.util.function.Predicate<Clip> which) {
    var by = new TreeMap<String, List<Clip>>();
    for (var c : clips) {
      if (which.test(c)) by.computeIfAbsent(c.group, _ -> new ArrayList<>()).add(c);
    }
    return new ArrayList<>(by.values());
  }

  private static List<List<Clip>> draw(List<List<Clip>> groups, Random random) {
    var out = new ArrayList<List<Clip>>();
    for (int i = 0; i < groups.size(); i++) out.add(groups.get(random.nextInt(groups.size())));
    return out;
  }

  /** One value for each group: the mean of its clips. */
  private static List<Double> values(List<List<Clip>> groups, String name) {
    var out = new ArrayList<Double>();
    for (var g : groups) {
      double sum = 0;
      int n = 0;
      for (var c : g) {
        var v = c.values.get(name);
        if (v == null || v.isNaN()) continue;
        sum += v;
        n++;
      }
      if (n > 0) out.add(sum / n);
    }
    return out;
  }

  /** Probability that a real one is higher, ties half. */
  static double auc(List<Double> real, List<Double> other) {
    if (real.size() < 2 || other.isEmpty()) return Double.NaN;
    double wins = 0;
    for (double a : real) for (double b : other) wins += a > b ? 1 : a == b ? 0.5 : 0;
    return wins / (real.size() * other.size());
  }
}
