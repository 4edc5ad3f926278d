package io.medtrust.ops;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Which code runs: a hash of the program itself, so that it cannot be told wrongly. */
public final class BuildId {
  private static final int HEX_DIGITS = 16;

  private BuildId() {}

  /**
   * The beginning of a SHA-256 over all class files, or over the archive that they are in; {@code
   * unknown} when they cannot be read. Reads some megabytes: not for an event loop.
   */
  public static String compute() {
    try {
      var source = BuildId.class.getProtectionDomain().getCodeSource();
      return of(Path.of(source.getLocation().toURI()));
    } catch (IOException | URISyntaxException | RuntimeException e) {
      return "unknown";
    }
  }

  /**
   * @param code a folder of class files, or an archive
   */
  static String of(Path code) throws IOException {
    var digest = sha256();
    if (Files.isDirectory(code)) {
      try (var files = Files.walk(code)) {
        for (var file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
          digest.update(code.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
          digest.update(sha256().digest(Files.readAllBytes(file)));
        }
      }
    } else {
      digest.update(Files.readAllBytes(code));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
