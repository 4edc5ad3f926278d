package io.medtrust.lab.media;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A labelled folder: {@code MANIFEST.tsv} with a heading and the columns {@code file}, {@code
 * label}, {@code duration_s} and {@code fps_or_rate} (others are ignored), a line a file.
 *
 * @param clips what is measured
 * @param leftOut why files are not measured, and how many
 * @param hash SHA-256 of the manifest
 */
public record Manifest(
    Path folder, List<LabClip> clips, Map<String, Integer> leftOut, String hash) {
  private static final String NAME = "MANIFEST.tsv";
  private static final long MAX_BYTES = 64L << 20;
  private static final List<String> VIDEO = List.of("mp4", "gif", "webm", "mkv", "mov", "y4m");
  private static final List<String> SOUND = List.of("wav", "flac", "mp3", "ogg", "opus");

  /**
   * @throws IllegalArgumentException with one sentence when the folder is not one
   */
  public static Manifest read(Path folder) {
    var path = folder.resolve(NAME);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("there is no folder " + folder);
    }
    if (!Files.isReadable(path)) {
      throw new IllegalArgumentException("the folder " + folder + " has no " + NAME);
    }
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new IllegalArgumentException(path + " is too large for a manifest");
      }
      var bytes = Files.readAllBytes(path);
      return parse(folder, Files.readAllLines(path), sha256(bytes));
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(path + " is not UTF-8 text");
    } catch (IOException e) {
      throw new IllegalArgumentException(path + " cannot be read: " + e.getMessage());
    }
  }

  private static Manifest parse(Path folder, List<String> lines, String hash) {
    var columns = new HashMap<String, Integer>();
    var heading = lines.isEmpty() ? new String[0] : lines.getFirst().split("\t", -1);
    for (int i = 0; i < heading.length; i++) columns.put(heading[i].trim(), i);
    for (var needed : List.of("file", "label", "duration_s")) {
      if (!columns.containsKey(needed)) {
        throw new IllegalArgumentException(
            folder.resolve(NAME) + " has no column \"" + needed + "\" in its first line");
      }
    }
    var clips = new ArrayList<LabClip>();
    var leftOut = new TreeMap<String, Integer>();
    for (int n = 1; n < lines.size(); n++) {
      if (lines.get(n).isBlank()) continue;
      var cells = lines.get(n).split("\t", -1);
      var name = cell(cells, columns.get("file"));
      var label = cell(cells, columns.get("label"));
      if (name.isEmpty() || label.isEmpty()) {
        throw new IllegalArgumentException(
            folder.resolve(NAME) + " line " + (n + 1) + " has no file or no label");
      }
      entry(folder, name, label, cell(cells, columns.get("duration_s")), clips, leftOut);
    }
    return new Manifest(folder, List.copyOf(clips), leftOut, hash);
  }

  private static void entry(
      Path folder,
      String name,
      String label,
      String duration,
      List<LabClip> clips,
      Map<String, Integer> leftOut) {
    var file = folder.resolve(name).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw new IllegalArgumentException(
          "the manifest names a file outside of its folder: " + name);
    }
    var base = file.getFileName().toString();
    int dot = base.lastIndexOf('.');
    var ending = base.substring(dot + 1).toLowerCase(Locale.ROOT);
    var stem = dot < 0 ? base : base.substring(0, dot);
    boolean video = VIDEO.contains(ending);
    if (!video && !SOUND.contains(ending)) {
      count(leftOut, "neither a video nor a sound file");
      return;
    }
    var meaning = Labels.of(label);
    if (meaning.left() != null) {
      count(leftOut, meaning.left());
      return;
    }
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("the manifest names a file that is not there: " + file);
    }
    var generator = meaning.species() == null ? video ? "camera" : "microphone" : generator(stem);
    clips.add(
        new LabClip(
            name,
            file,
            video ? LabClip.Kind.FACE : LabClip.Kind.VOICE,
            Subjects.of(stem),
            meaning.species(),
            generator,
            seconds(duration)));
  }

  /** The first word of the name; of collections of several systems, the last one. */
  private static String generator(String stem) {
    var words = stem.split("-");
    boolean several = words[0].equals("naturals") || words[0].equals("tacotron");
    return several ? words[words.length - 1] : words[0];
  }

  private static double seconds(String text) {
    try {
      return Math.max(0, Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static void count(Map<String, Integer> counts, String why) {
    counts.merge(why, 1, Integer::sum);
  }

  private static String cell(String[] cells, int column) {
    return column < cells.length ? cells[column].trim() : "";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
