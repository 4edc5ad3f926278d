package io.medtrust.pictures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SealTest {
  private static final String SECRET = "a secret that is thirty-two bytes";
  private final Seal seal = Seal.of(SECRET);
  private final byte[] picture = new byte[3000];

  {
    new Random(1).nextBytes(picture);
  }

  @Test
  void what_was_sealed_opens_with_the_same_secret_and_name_alone() {
    var sealed = seal.close(picture, "alarm");
    assertArrayEquals(picture, Seal.of(SECRET).open(sealed, "alarm"));
    assertNull(seal.open(sealed, "another alarm"));
    assertNull(Seal.of(SECRET + "!").open(sealed, "alarm"));
  }

  @Test
  void the_same_picture_is_never_sealed_the_same_way() {
    assertFalse(Arrays.equals(seal.close(picture, "a"), seal.close(picture, "a")));
  }

  @Test
  void a_changed_or_shortened_one_does_not_open() {
    var sealed = seal.close("small".getBytes(StandardCharsets.UTF_8), "a");
    for (int i = 0; i < sealed.length; i++) {
      var changed = sealed.clone();
      changed[i] ^= 1;
      assertNull(seal.open(changed, "a"), "byte " + i);
      assertNull(seal.open(Arrays.copyOf(sealed, i), "a"), "length " + i);
    }
  }
}
