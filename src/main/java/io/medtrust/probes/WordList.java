package io.medtrust.probes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Plain English words that are asked to be spoken. Immutable. */
final class WordList {
  private final List<String> words;

  private WordList(List<String> words) {
    this.words = List.copyOf(words);
  }

  static WordList load() {
    try (var in = WordList.class.getResourceAsStream("/probes/words.txt")) {
      var text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return new WordList(text.lines().filter(line -> !line.isBlank()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Different words. */
  List<String> draw(int count, RandomGenerator random) {
    var drawn = new ArrayList<String>(count);
    while (drawn.size() < count) {
      var word = words.get(random.nextInt(words.size()));
      if (!drawn.contains(word)) drawn.add(word);
    }
    return drawn;
  }

  List<String> all() {
    return words;
  }
}
