package io.medtrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildIdTest {
  @Test
  void the_same_code_has_the_same_id_and_a_changed_byte_another(@TempDir Path folder)
      throws Exception {
    Files.createDirectories(folder.resolve("a/b"));
    Files.write(folder.resolve("a/b/X.class"), new byte[] {1, 2, 3});
    Files.write(folder.resolve("a/Y.class"), new byte[] {4});
    var first = BuildId.of(folder);
    assertEquals(first, BuildId.of(folder));
    Files.write(folder.resolve("note.txt"), new byte[] {9});
    assertEquals(first, BuildId.of(folder));
    Files.write(folder.resolve("a/b/X.class"), new byte[] {1, 2, 4});
    assertNotEquals(first, BuildId.of(folder));
  }

  @Test
  void this_program_has_one() {
    assertTrue(BuildId.compute().matches("[0-9a-f]{16}"), BuildId.compute());
  }
}
