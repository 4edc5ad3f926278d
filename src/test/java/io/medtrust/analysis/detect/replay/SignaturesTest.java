package io.medtrust.analysis.detect.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Knowledge.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignaturesTest {
  private static final int SIZE = 24;

  private static byte[] ticks(long seed, int count) {
    var random = new Random(seed);
    var out = new byte[SIZE * count];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) Math.clamp(Math.round(20 * random.nextGaussian()), -127, 127);
    }
    return out;
  }

  private static void look(SequenceSearch search, byte[] ticks, int from, int to) {
    for (int t = from; t < to; t++) {
      search.look(java.util.Arrays.copyOfRange(ticks, t * SIZE, (t + 1) * SIZE));
    }
  }

  @Test
  void what_was_packed_is_known_again() {
    var first = ticks(1, 50);
    var second = ticks(2, 50);
    assertEquals(1 + 50 * SIZE / 2, Signatures.pack(SIZE, first, 50).length);
    var memory =
        List.of(
            new Fingerprint("video", "f", Signatures.pack(SIZE, second, 50), 2),
            new Fingerprint("video", "f", Signatures.pack(SIZE, first, 50), 1));
    var earlier = new SequenceSearch(SIZE, 1000, 1, 30, false);
    Signatures.unpack(memory, "f", SIZE, 1000, earlier);
    assertEquals(100, earlier.length());
    look(earlier, first, 0, 50);
    look(earlier, second, 0, 20);
    // Over the border of the two: they lie in the order of their time.
    assertTrue(earlier.ahead().similarity() > 0.9, earlier.ahead().toString());
  }

  @Test
  void only_the_newest_are_taken_when_there_are_too_many() {
    var memory = new ArrayList<Fingerprint>();
    for (int n = 0; n < 30; n++) {
      memory.add(new Fingerprint("video", "f", Signatures.pack(SIZE, ticks(n, 50), 50), n));
    }
    var earlier = new SequenceSearch(SIZE, 220, 1, 30, false);
    Signatures.unpack(memory, "f", SIZE, 220, earlier);
    assertEquals(200, earlier.length());
    look(earlier, ticks(26, 50), 0, 50);
    assertTrue(earlier.ahead().similarity() > 0.8);
    look(earlier, ticks(3, 50), 0, 50);
    assertTrue(earlier.ahead().similarity() < 0.6);
  }

  @Test
  void bytes_that_make_no_sense_are_left_out() {
    var random = new Random(7);
    var memory = new ArrayList<Fingerprint>();
    for (int n = 0; n < 2000; n++) {
      var data = new byte[random.nextInt(700)];
      random.nextBytes(data);
      memory.add(new Fingerprint("video", n % 3 == 0 ? "other" : "f", data, random.nextLong()));
    }
    var earlier = new SequenceSearch(SIZE, 5000, 1, 30, false);
    Signatures.unpack(memory, "f", SIZE, 5000, earlier);
    look(earlier, ticks(9, 50), 0, 50);
    assertTrue(earlier.ahead().similarity() < 0.72, earlier.ahead().toString());
  }
}
