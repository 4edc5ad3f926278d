package io.medtrust.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.ops.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final String STRONG = "9fQ2-xL7v.Ke31_TzWc0uRb5+Nd8yHa6";

  private static Settings settings(String mode, String secret) {
    return Settings.load(
        null, Map.of("MEDTRUST_APP_MODE", mode, "MEDTRUST_APP_TOKEN_SECRET", secret));
  }

  @Test
  void a_secret_is_generated_once_and_readable_by_its_owner_only(@TempDir Path data)
      throws Exception {
    var first = Secrets.load(settings("development", ""), data);
    var second = Secrets.load(settings("development", ""), data);
    assertEquals(first.tokenKey(), second.tokenKey());
    assertTrue(first.generated() && first.tokenKey().length() >= 32);
    var mode = Files.getPosixFilePermissions(data.resolve("secrets/token.key"));
    assertEquals("rw-------", PosixFilePermissions.toString(mode));
  }

  @Test
  void production_refuses_a_generated_a_default_and_a_short_secret_and_names_it(
      @TempDir Path data) {
    for (var bad :
        new String[] {"", "short", "changeme-changeme-changeme-changeme", "a".repeat(40)}) {
      var refused =
          assertThrows(UsageException.class, () -> Secrets.load(settings("production", bad), data));
      assertTrue(refused.getMessage().contains("app.token_secret"), refused.getMessage());
    }
    assertEquals(32, Secrets.load(settings("production", STRONG), data).tokenKey().length());
  }

  @Test
  void a_secret_is_never_printed(@TempDir Path data) {
    assertEquals(
        "Secrets[not shown]", Secrets.load(settings("production", STRONG), data).toString());
  }
}
