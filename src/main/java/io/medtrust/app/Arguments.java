package io.medtrust.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Command-line options of the form {@code --name value}, flags {@code --name}, and nothing else.
 */
final class Arguments {
  private final Map<String, String> values = new HashMap<>();

  /**
   * @param withValue names that take a value
   * @param flags names that take none
   * @throws UsageException for anything else, with one sentence
   */
  static Arguments parse(List<String> words, Set<String> withValue, Set<String> flags) {
    var parsed = new Arguments();
    var rest = new ArrayList<>(words);
    while (!rest.isEmpty()) {
      var word = rest.removeFirst();
      if (!word.startsWith("--")) throw new UsageException("unexpected word: " + word);
      var name = word.substring(2);
      if (flags.contains(name)) {
        parsed.values.put(name, "");
      } else if (withValue.contains(name)) {
        if (rest.isEmpty()) throw new UsageException("--" + name + " needs a value");
        parsed.values.put(name, rest.removeFirst());
      } else {
        throw new UsageException("unknown option: " + word);
      }
    }
    return parsed;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String get(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int integer(String name, int otherwise, int min, int max) {
    if (!has(name)) return otherwise;
    try {
      int value = Integer.parseInt(values.get(name));
      if (value >= min && value <= max) return value;
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new UsageException("--" + name + " takes a whole number from " + min + " to " + max);
  }
}
