package io.medtrust.app;

import io.medtrust.ops.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret that tokens are signed with: the operator's, or one that is generated on the first
 * start and kept in the data folder, readable by its owner only.
 *
 * @param tokenKey at least 32 bytes of text
 * @param generated it was made by us and lies beside the data
 */
record Secrets(String tokenKey, boolean generated) {
  private static final int BYTES = 32;

  /**
   * @throws UsageException in production mode, when the secret is generated, a known default, or
   *     short
   */
  static Secrets load(Settings settings, Path data) {
    var given = settings.text("app.token_secret");
    boolean production = production(settings);
    if (!given.isEmpty()) {
      var key = given.getBytes(StandardCharsets.UTF_8);
      if (key.length < BYTES) {
        throw new UsageException("app.token_secret is shorter than " + BYTES + " bytes");
      }
      if (production && guessable(given)) {
        throw new UsageException(
            "app.token_secret is a default or repeats itself: choose a random one");
      }
      return new Secrets(given, false);
    }
    if (production) {
      throw new UsageException(
          "app.token_secret is not set: production mode does not run on a generated secret (set"
              + " MEDTRUST_APP_TOKEN_SECRET)");
    }
    return new Secrets(generatedKey(data.resolve("secrets")), true);
  }

  static boolean production(Settings settings) {
    return switch (settings.text("app.mode")) {
      case "production" -> true;
      case "development" -> false;
      default -> throw new UsageException("app.mode must be development or production");
    };
  }

  /** Too few different characters, or words that examples use. */
  private static boolean guessable(String secret) {
    var lower = secret.toLowerCase(java.util.Locale.ROOT);
    return secret.chars().distinct().count() < 10
        || lower.contains("changeme")
        || lower.contains("change-me")
        || lower.contains("secret")
        || lower.contains("password");
  }

  private static String generatedKey(Path folder) {
    var file = folder.resolve("token.key");
    try {
      if (Files.exists(file)) return checked(Files.readString(file).trim(), file);
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      var key = new byte[BYTES];
      new SecureRandom().nextBytes(key);
      var owner =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Files.createFile(file, owner);
      var text = Base64.getEncoder().encodeToString(key);
      Files.writeString(file, text + "\n");
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException("the secrets folder cannot be used: " + folder, e);
    }
  }

  private static String checked(String key, Path file) {
    if (key.length() >= BYTES) return key;
    throw new UsageException(file + " is damaged: move it away, and all tokens end");
  }

  @Override
  public String toString() {
    return "Secrets[not shown]";
  }
}
