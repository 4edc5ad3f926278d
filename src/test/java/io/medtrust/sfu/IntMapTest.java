package io.medtrust.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntMapTest {
  @Test
  void itAnswersAsAHashMapDoes() {
    var random = new Random(1);
    var expected = new HashMap<Integer, String>();
    var map = new IntMap<String>();
    for (int i = 0; i < 20_000; i++) {
      // Few keys that lie close together: they collide and are removed often.
      int key = random.nextInt(64) << random.nextInt(3) * 12;
      if (random.nextInt(3) == 0) {
        expected.remove(key);
        map.remove(key);
      } else {
        expected.put(key, "v" + i);
        map.put(key, "v" + i);
      }
      assertEquals(expected.size(), map.size());
      int asked = random.nextInt(64) << random.nextInt(3) * 12;
      assertEquals(expected.get(asked), map.get(asked));
    }
    for (var entry : expected.entrySet()) assertEquals(entry.getValue(), map.get(entry.getKey()));
    for (int key : expected.keySet().toArray(Integer[]::new)) map.remove(key);
    assertEquals(0, map.size());
    assertNull(map.get(0));
  }
}
