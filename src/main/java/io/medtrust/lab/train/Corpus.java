package io.medtrust.lab.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** The speech of a media folder, as its MANIFEST.tsv describes it. */
record Corpus(Path folder, List<Entry> entries) {
  /**
   * One file.
   *
   * @param path in the folder
   * @param what in words
   * @param licence as the manifest has it
   * @param label {@code human}, {@code synthetic-clone}, {@code replay-simulated} ...
   */
  record Entry(String path, String what, String licence, String label) {
    String name() {
      var file = path.substring(path.lastIndexOf('/') + 1);
      return file.substring(0, file.lastIndexOf('.'));
    }

    /** Who speaks: what the names of the folder say. */
    String speaker() {
      var parts = name().split("-");
      return switch (parts[0]) {
        case "ls", "lsc" -> "ls-" + parts[1];
        // Two folders of one voice; and the reader of LJSpeech under another name.
        case "tv" -> "tv-" + parts[1].replace("pat2", "pat");
        case "sb" -> "sb-spk1";
        case "tortoise" -> "tv-" + parts[parts.length - 1];
        case "sim" -> "ls-" + parts[2];
        case "flite" -> "flite-" + parts[1];
        case "espeak" -> "espeak-" + parts[2];
        // Readings of LJSpeech's texts in the style of its reader.
        case "naturals", "tacotron" -> "tv-lj";
        default -> name().startsWith("LJ") ? "tv-lj" : name();
      };
    }

    /** What made it: {@code human}, or the synthesiser. */
    String generator() {
      if (!path.startsWith("speech/synthetic/")) return "human";
      if (name().startsWith("espeak")) return "espeak";
      if (name().startsWith("flite")) return "flite";
      if (name().endsWith("tacotron2")) return "tacotron2";
      if (name().endsWith("naturalspeech")) return "naturalspeech";
      return "tortoise";
    }

    boolean in(String subfolder) {
      return path.startsWith("speech/" + subfolder + "/");
    }
  }

  /**
   * @throws IOException with one sentence when there is no manifest
   */
  static Corpus read(Path folder) throws IOException {
    var manifest = folder.resolve("MANIFEST.tsv");
    if (!Files.isRegularFile(manifest)) {
      throw new IOException(folder + " has no MANIFEST.tsv: it is no media folder");
    }
    var entries = new ArrayList<Entry>();
    for (var line : Files.readAllLines(manifest, StandardCharsets.UTF_8)) {
      var cells = line.split("\t", -1);
      if (cells.length < 5 || !cells[0].startsWith("speech/")) continue;
      if (Files.isRegularFile(folder.resolve(cells[0]))) {
        entries.add(new Entry(cells[0], cells[1], cells[3], cells[4]));
      }
    }
    entries.sort(Comparator.comparing(Entry::path));
    return new Corpus(folder, entries);
  }

  /** SHA-256 over names and contents of some entries, hex. */
  String hash(List<Entry> of) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var entry : of) {
        digest.update(entry.path().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(folder.resolve(entry.path())));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
