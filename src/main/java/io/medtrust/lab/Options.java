package io.medtrust.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Words of the command line of the form {@code --name value}. */
final class Options {
  /** Options whose values are places on one machine. */
  private static final Set<String> FOLDERS = Set.of("data", "work");

  private static final Set<String> FILES = Set.of("json", "html", "config");

  private final Map<String, String> values = new HashMap<>();

  /**
   * @throws IllegalArgumentException with one sentence for the terminal
   */
  Options(List<String> words, Set<String> names) {
    this(words, names, Set.of());
  }

  /**
   * @param flags names that stand without a value
   * @throws IllegalArgumentException with one sentence for the terminal
   */
  Options(List<String> words, Set<String> names, Set<String> flags) {
    for (int i = 0; i < words.size(); i += 2) {
      var word = words.get(i);
      if (word.startsWith("--") && flags.contains(word.substring(2))) {
        values.put(word.substring(2), "");
        i--;
        continue;
      }
      if (!word.startsWith("--") || !names.contains(word.substring(2))) {
        throw new IllegalArgumentException("unknown option: " + word);
      }
      if (i + 1 == words.size()) throw new IllegalArgumentException(word + " needs a value");
      values.put(word.substring(2), words.get(i + 1));
    }
  }

  /** The value, or null. */
  String text(String name) {
    return values.get(name);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String needed(String name) {
    var value = values.get(name);
    if (value == null) throw new IllegalArgumentException("--" + name + " is needed");
    return value;
  }

  List<String> list(String name, String otherwise) {
    var items = new ArrayList<String>();
    for (var item : values.getOrDefault(name, otherwise).split(",")) {
      if (!item.isBlank()) items.add(item.trim());
    }
    return items;
  }

  double number(String name, double otherwise, double min, double max) {
    return values.containsKey(name) ? number(name, values.get(name), min, max) : otherwise;
  }

  List<Double> numbers(String name, String otherwise, double min, double max) {
    return list(name, otherwise).stream().map(t -> number(name, t, min, max)).toList();
  }

  /**
   * The command as a report may tell it: places of this machine are left out.
   *
   * @param what as "run"
   */
  String command(String what) {
    var text = new StringBuilder("./medtrust lab " + what);
    new TreeMap<>(values)
        .forEach(
            (name, value) -> {
              if (name.equals("html")) return;
              var shown = FOLDERS.contains(name) ? "DIR" : FILES.contains(name) ? "FILE" : value;
              text.append(" --").append(name).append(' ').append(shown);
            });
    return text.toString();
  }

  private static double number(String name, String text, double min, double max) {
    try {
      double value = Double.parseDouble(text);
      if (value >= min && value <= max) return value;
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new IllegalArgumentException(
        "--%s takes a number from %s to %s, not %s".formatted(name, min, max, text));
  }
}
