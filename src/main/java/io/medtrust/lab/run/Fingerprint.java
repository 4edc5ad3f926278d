package io.medtrust.lab.run;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A short word that changes when anything changes that figures rest on: the program's classes that
 * take part, its models, the settings of analysis and trust, the data.
 */
public final class Fingerprint {
  private static final List<String> PARTS =
      List.of(
          "io/medtrust/analysis",
          "io/medtrust/trust",
          "io/medtrust/rtc",
          "io/medtrust/lab/pipeline",
          "io/medtrust/lab/media",
          "models");

  private Fingerprint() {}

  /**
   * @param settings that take part
   * @param more what else takes part, as the hash of the data
   */
  public static String of(Map<String, String> settings, String more) {
    return of(settings, more, PARTS);
  }

  /**
   * @param parts of the program that take part, as folders
   */
  public static String of(Map<String, String> settings, String more, List<String> parts) {
    var digest = digest();
    digest.update(more.getBytes(StandardCharsets.UTF_8));
    new java.util.TreeMap<>(settings)
        .forEach((k, v) -> digest.update((k + "=" + v + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      var place =
          Path.of(Fingerprint.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        for (var part : parts) add(digest, place, part);
      } else {
        try (var jar = FileSystems.newFileSystem(place)) {
          for (var part : parts) add(digest, jar.getPath("/"), part);
        }
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the program's own classes cannot be read", e);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 6);
  }

  private static void add(MessageDigest digest, Path root, String part) throws IOException {
    var folder = root.resolve(part);
    if (!Files.isDirectory(folder)) return;
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
  }

  static byte[] sha256(byte[] bytes) {
    return digest().digest(bytes);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
