package io.medtrust.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text that a doctor agrees to, as shown. A changed text is a new file with a new version; old
 * files stay, because recorded consents name them.
 *
 * @param hash SHA-256 of the text in UTF-8, lower-case hex
 */
public record ConsentText(String version, String text, String hash) {
  /**
   * @throws IllegalArgumentException when there is no such version
   */
  static ConsentText load(String version) {
    return load("analysis", version);
  }

  /**
   * @param kind what it is a consent to: {@code analysis} or {@code pictures}
   * @throws IllegalArgumentException when there is no such version
   */
  public static ConsentText load(String kind, String version) {
    var name = "/consent/" + kind + "-" + version + ".txt";
    try (var in = ConsentText.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "sessions.consent_version: there is no consent text " + version);
      }
      var bytes = in.readAllBytes();
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ConsentText(
          version, new String(bytes, StandardCharsets.UTF_8), HexFormat.of().formatHex(hash));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
