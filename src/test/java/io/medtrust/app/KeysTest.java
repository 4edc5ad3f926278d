package io.medtrust.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.keys.FileKeys;
import io.medtrust.ops.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
  private static Settings settings(String mode, Path file) {
    return Settings.load(
        null,
        Map.of(
            "MEDTRUST_APP_MODE", mode, "MEDTRUST_KEYS_FILE", file == null ? "" : file.toString()));
  }

  @Test
  void developmentMakesAKeyFileAndKeepsIt(@TempDir Path data) {
    var first = Keys.open(settings("development", null), data);
    assertEquals(first.currentKey(), Keys.open(settings("development", null), data).currentKey());
  }

  @Test
  void productionRefusesAMissingFileAndOneBesideTheData(@TempDir Path folder) throws Exception {
    var data = Files.createDirectories(folder.resolve("data"));
    var inside = data.resolve("secrets/keys");
    FileKeys.add(inside);
    var outside = folder.resolve("keys");
    FileKeys.add(outside);
    var link = folder.resolve("link");
    Files.createSymbolicLink(link, inside);
    for (var file : new Path[] {null, inside, link, folder.resolve("none")}) {
      var refused =
          assertThrows(UsageException.class, () -> Keys.open(settings("production", file), data));
      assertTrue(refused.getMessage().contains("key"), refused.getMessage());
    }
    assertNotNull(Keys.open(settings("production", outside), data).currentKey());
    assertNotNull(Keys.open(settings("development", inside), data).currentKey());
  }
}
