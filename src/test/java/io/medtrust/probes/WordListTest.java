package io.medtrust.probes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WordListTest {
  private final WordList words = WordList.load();

  @Test
  void holds_at_least_2048_different_plain_words() {
    assertTrue(words.all().size() >= 2048, "words: " + words.all().size());
    assertEquals(words.all().size(), new HashSet<>(words.all()).size());
    for (var word : words.all()) assertTrue(word.matches("[a-z]{3,11}"), word);
  }

  @Test
  void draws_different_words() {
    var random = new SplittableRandom(1);
    var all = new HashSet<String>();
    for (int i = 0; i < 500; i++) {
      var drawn = words.draw(3, random);
      assertEquals(3, new HashSet<>(drawn).size());
      all.addAll(drawn);
    }
    assertTrue(all.size() > 800);
  }
}
