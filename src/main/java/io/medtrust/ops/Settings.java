package io.medtrust.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * All settings by dotted name. The defaults are {@code config/medtrust.yaml} as shipped, over them
 * an operator's file, over that the environment: {@code sfu.media_loops} is {@code
 * MEDTRUST_SFU_MEDIA_LOOPS}. A name that the shipped file does not know is an error, so that a
 * typing mistake cannot go unnoticed.
 */
public final class Settings {
  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @param file the operator's settings, or null
   * @param environment as {@code System.getenv()}
   * @throws IllegalArgumentException with one sentence that names the wrong setting
   */
  public static Settings load(Path file, Map<String, String> environment) {
    var values = new TreeMap<String, String>();
    try (InputStream shipped = Settings.class.getResourceAsStream("/config/medtrust.yaml")) {
      flatten(
          "",
          yaml(new String(shipped.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)),
          values);
      if (file != null) {
        var own = new TreeMap<String, String>();
        flatten("", yaml(Files.readString(file)), own);
        for (var name : own.keySet()) {
          if (!values.containsKey(name)) {
            throw new IllegalArgumentException(file + ": there is no setting " + name);
          }
        }
        values.putAll(own);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (var name : List.copyOf(values.keySet())) {
      var value = environment.get("MEDTRUST_" + name.replace('.', '_').toUpperCase(Locale.ROOT));
      if (value != null) values.put(name, value);
    }
    return new Settings(values);
  }

  /** The same settings with some replaced; for tests and command-line options. */
  public Settings with(Map<String, String> replaced) {
    var copy = new TreeMap<>(values);
    for (var entry : replaced.entrySet()) {
      text(entry.getKey());
      copy.put(entry.getKey(), entry.getValue());
    }
    return new Settings(copy);
  }

  public String text(String name) {
    var value = values.get(name);
    if (value == null) throw new IllegalArgumentException("there is no setting " + name);
    return value;
  }

  public boolean flag(String name) {
    return switch (text(name).toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw wrong(name, "true or false");
    };
  }

  public int integer(String name, int min, int max) {
    return (int) longInteger(name, min, max);
  }

  public long longInteger(String name, long min, long max) {
    try {
      long value = Long.parseLong(text(name).trim());
      if (value >= min && value <= max) return value;
    } catch (NumberFormatException e) {
      // reported below
    }
    throw wrong(name, "a whole number from " + min + " to " + max);
  }

  public double number(String name, double min, double max) {
    try {
      double value = Double.parseDouble(text(name).trim());
      if (value >= min && value <= max) return value;
    } catch (NumberFormatException e) {
      // reported below
    }
    throw wrong(name, "a number from " + min + " to " + max);
  }

  /** A comma-separated list; empty text is an empty list. */
  public List<String> list(String name) {
    var items = new ArrayList<String>();
    for (var item : text(name).split(",")) if (!item.isBlank()) items.add(item.trim());
    return items;
  }

  /** Every setting under a prefix, names without it. */
  public Map<String, String> under(String prefix) {
    var found = new TreeMap<String, String>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix + ".")) found.put(name.substring(prefix.length() + 1), value);
        });
    return found;
  }

  private IllegalArgumentException wrong(String name, String expected) {
    return new IllegalArgumentException(
        "setting " + name + " must be " + expected + ", not \"" + text(name) + "\"");
  }

  private static Object yaml(String text) {
    return new Load(LoadSettings.builder().setMaxAliasesForCollections(0).build())
        .loadFromString(text);
  }

  private static void flatten(String prefix, Object node, Map<String, String> into) {
    switch (node) {
      case null -> {
        if (!prefix.isEmpty()) into.put(prefix, "");
      }
      case Map<?, ?> map ->
          map.forEach(
              (key, value) ->
                  flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, value, into));
      case List<?> list ->
          into.put(prefix, String.join(",", list.stream().map(String::valueOf).toList()));
      default -> into.put(prefix, String.valueOf(node));
    }
  }
}
