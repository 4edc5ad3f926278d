package io.medtrust.contract;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The {@code $ref}s of a document; only those within itself are allowed. */
final class References {
  private References() {}

  /**
   * @throws IllegalStateException when one points to nothing
   */
  static void check(Map<String, Object> document) {
    check(document, document, "#");
  }

  private static void check(Map<String, Object> document, Object value, String where) {
    switch (value) {
      case Map<?, ?> map -> {
        if (map.get("$ref") instanceof String ref && find(document, ref) == null) {
          throw new IllegalStateException(where + " refers to " + ref + ", which nobody defines");
        }
        map.forEach((key, inner) -> check(document, inner, where + "/" + key));
      }
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) check(document, list.get(i), where + "/" + i);
      }
      case null, default -> {}
    }
  }

  /** What a value stands for: itself, or what its {@code $ref} leads to. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> follow(Map<String, Object> document, Object value) {
    var seen = new HashSet<Object>();
    while (value instanceof Map<?, ?> map && map.get("$ref") instanceof String ref) {
      if (!seen.add(ref)) throw new IllegalStateException(ref + " refers to itself");
      value = find(document, ref);
    }
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  private static Object find(Map<String, Object> document, String ref) {
    if (!ref.startsWith("#/")) return null;
    Object at = document;
    for (var step : ref.substring(2).split("/")) {
      if (!(at instanceof Map<?, ?> map)) return null;
      at = map.get(step.replace("~1", "/").replace("~0", "~"));
    }
    return at;
  }
}
