package io.medtrust.lab.docs;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code medtrust lab docs --results DIR [--out DOCS_DIR] [--check]}: writes the blocks of the
 * pages, the README's among them, and the plots from the result files; or only says which of them
 * differ.
 */
public final class DocsCommand {
  private static final int MOST_FILES = 500;
  private static final long MOST_BYTES = 8 << 20;
  private static final String PLOTS = "images/lab";

  private final Path results;
  private final Path docs;

  /**
   * @param results folder of result files
   * @param docs folder of pages; the README stands above it
   */
  public DocsCommand(Path results, Path docs) {
    this.results = results;
    this.docs = docs.toAbsolutePath().normalize();
  }

  /**
   * @param check writes nothing
   * @return 1 when it checked and a page or plot differs
   * @throws IOException with one sentence when a file is not what it should be
   */
  public int run(boolean check, PrintStream out) throws IOException {
    Map<Path, String> wanted;
    try {
      wanted = wanted();
    } catch (Malformed e) {
      throw new IOException(e.getMessage(), e);
    }
    var changed = new ArrayList<Path>();
    for (var page : wanted.entrySet()) {
      var file = page.getKey();
      boolean same = Files.exists(file) && Files.readString(file).equals(page.getValue());
      if (!same) changed.add(file);
      if (same || check) continue;
      Files.createDirectories(file.getParent());
      Files.writeString(file, page.getValue());
    }
    for (var plot : files(docs.resolve(PLOTS), ".svg")) {
      if (wanted.containsKey(plot)) continue;
      changed.add(plot);
      if (!check) Files.delete(plot);
    }
    for (var file : changed) {
      out.println((check ? "differs from the results: " : "written: ") + docs.relativize(file));
    }
    if (check && !changed.isEmpty()) {
      out.println("Run ./medtrust lab docs --results " + results + " and commit what it writes.");
    }
    if (changed.isEmpty()) out.println("Pages and plots are what the results give.");
    return check && !changed.isEmpty() ? 1 : 0;
  }

  private Map<Path, String> wanted() throws IOException {
    if (!Files.isDirectory(results)) {
      throw new IOException(results + " is no folder of results");
    }
    var texts = new TreeMap<String, String>();
    for (var file : files(results, ".json")) {
      texts.put(file.getFileName().toString(), bounded(file));
    }
    var blocks = new Blocks(Results.of(texts));
    Map<Path, String> wanted = new LinkedHashMap<>();
    for (var page : pages()) {
      var text = bounded(page);
      if (!Markers.in(text)) continue;
      var name = page.getFileName().toString();
      var way = page.getParent().relativize(docs).toString().replace('\\', '/');
      var up = way.isEmpty() ? "" : way + "/";
      wanted.put(page, Markers.fill(name, text, block -> blocks.text(block, name, up)));
    }
    blocks.plots().forEach((name, svg) -> wanted.put(docs.resolve(PLOTS).resolve(name), svg));
    return wanted;
  }

  private List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    var above = docs.resolveSibling("README.md");
    if (Files.exists(above)) pages.add(above);
    try (var all = Files.walk(docs, 4)) {
      all.filter(p -> p.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (var all = Files.list(folder)) {
      var files = all.filter(p -> p.toString().endsWith(ending)).sorted().toList();
      if (files.size() > MOST_FILES) {
        throw new IOException(folder + " holds more than " + MOST_FILES + " files");
      }
      return files;
    }
  }

  private static String bounded(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) throw new IOException(file + " is too large");
    return Files.readString(file);
  }
}
