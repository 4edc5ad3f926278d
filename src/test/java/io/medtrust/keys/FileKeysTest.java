package io.medtrust.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeysTest {
  private static final byte[] SECRET = "a secret of somebody".getBytes();

  @Test
  void whatIsSealedOpensInItsPlaceOnly(@TempDir Path folder) {
    var keys = FileKeys.readOrCreate(folder.resolve("keys"));
    var sealed = keys.seal(SECRET, "totp:a");
    assertArrayEquals(SECRET, keys.open(sealed, "totp:a"));
    assertThrows(KeyProblem.class, () -> keys.open(sealed, "totp:b"));
    // The same secret is never sealed to the same bytes.
    assertFalse(Arrays.equals(sealed, keys.seal(SECRET, "totp:a")));
    assertFalse(new String(sealed).contains("secret"));
    assertArrayEquals(new byte[0], keys.open(keys.seal(new byte[0], "x"), "x"));
    assertThrows(KeyProblem.class, () -> keys.seal(new byte[KeyProvider.MAX_SECRET + 1], "x"));
  }

  @Test
  void noChangedOrMadeUpBytesOpen(@TempDir Path folder) {
    var keys = FileKeys.readOrCreate(folder.resolve("keys"));
    var sealed = keys.seal(SECRET, "x");
    for (int i = 0; i < sealed.length; i++) {
      var changed = sealed.clone();
      changed[i] ^= 1;
      assertThrows(KeyProblem.class, () -> keys.open(changed, "x"));
      var cut = Arrays.copyOf(sealed, i);
      assertThrows(KeyProblem.class, () -> keys.open(cut, "x"));
    }
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      var bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 0) bytes[0] = 1;
      assertThrows(KeyProblem.class, () -> keys.open(bytes, "x"));
    }
  }

  @Test
  void anOlderKeyStillOpensAndTheNewOneSeals(@TempDir Path folder) throws Exception {
    var file = folder.resolve("keys");
    var before = FileKeys.readOrCreate(file);
    var old = before.seal(SECRET, "x");
    var added = FileKeys.add(file);
    var after = FileKeys.read(file);
    assertEquals(added, after.currentKey());
    assertNotEquals(before.currentKey(), after.currentKey());
    assertArrayEquals(SECRET, after.open(old, "x"));
    assertEquals(before.currentKey(), after.keyOf(old));
    assertEquals(added, after.keyOf(after.seal(SECRET, "x")));
    // A key that is gone is what erases: nothing else opens what it sealed.
    Files.write(file, List.of(Files.readAllLines(file).getLast()));
    assertThrows(KeyProblem.class, () -> FileKeys.read(file).open(old, "x"));
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreRefused(@TempDir Path folder) throws Exception {
    var file = folder.resolve("keys");
    assertThrows(KeyProblem.class, () -> FileKeys.read(file));
    var good = "a " + java.util.Base64.getEncoder().encodeToString(new byte[32]);
    for (var text :
        List.of(
            "",
            "# nothing\n",
            "a\n",
            "a AAAA\n",
            "a !!\n",
            "ä " + good.substring(2),
            good + "\n" + good,
            good + " x")) {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      assertThrows(KeyProblem.class, () -> FileKeys.read(file), text);
    }
    Files.writeString(file, "# ours\n" + good + "\n");
    assertEquals("a", FileKeys.read(file).currentKey());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThrows(KeyProblem.class, () -> FileKeys.read(file));
  }
}
