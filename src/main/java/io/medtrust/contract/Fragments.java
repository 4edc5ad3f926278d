package io.medtrust.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Merges the fragments into the frame, into one OpenAPI document. Whatever two of them define is an
 * error that names both.
 *
 * <p>A path item's own {@code parameters} move into its operations, so that two fragments may bring
 * different methods of one path. A path that begins with the base path {@code /api/v1} is written
 * without it.
 */
final class Fragments {
  static final String BASE = "/api/v1";
  static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");
  private static final List<String> KNOWN = List.of("paths", "components", "tags");

  private final Map<String, Object> document;
  private final Map<String, Map<String, Object>> paths = new TreeMap<>();
  private final Map<String, Map<String, Object>> components = new LinkedHashMap<>();
  private final List<Object> tags = new ArrayList<>();
  // Who defined what: "GET /x" or "schema X" by fragment.
  private final Map<String, String> owners = new HashMap<>();
  // Spelling of a path by its shape, in which all parameters look alike.
  private final Map<String, String> shapes = new HashMap<>();

  private Fragments(Map<String, Object> base) {
    document = new LinkedHashMap<>(base);
    add("base.yaml", base);
  }

  /**
   * @param base the frame: info, servers, security and what is common
   * @param fragments by name, in the order of the document
   * @throws IllegalStateException when the fragments do not fit together
   */
  static Map<String, Object> merge(
      Map<String, Object> base, Map<String, Map<String, Object>> fragments) {
    var merged = new Fragments(base);
    fragments.forEach(
        (name, fragment) -> {
          for (var key : fragment.keySet()) {
            if (!KNOWN.contains(key)) {
              throw new IllegalStateException(name + ": '" + key + "' has no place in a fragment");
            }
          }
          merged.add(name, fragment);
        });
    merged.document.put("tags", merged.tags);
    merged.document.put("paths", merged.paths);
    merged.document.put("components", merged.components);
    References.check(merged.document);
    return merged.document;
  }

  private void add(String name, Map<String, Object> part) {
    map(name, "paths", part.get("paths"))
        .forEach((path, item) -> addPath(name, shortened(path), map(name, path, item)));
    map(name, "components", part.get("components"))
        .forEach(
            (section, entries) -> {
              var target = components.computeIfAbsent(section, _ -> new TreeMap<>());
              map(name, section, entries)
                  .forEach(
                      (key, value) -> {
                        own(name, section + "/" + key);
                        target.put(key, value);
                      });
            });
    if (part.get("tags") instanceof List<?> list) tags.addAll(list);
  }

  private static String shortened(String path) {
    return path.startsWith(BASE + "/") ? path.substring(BASE.length()) : path;
  }

  private void addPath(String name, String path, Map<String, Object> item) {
    var before = shapes.putIfAbsent(path.replaceAll("\\{[^}]*}", "{}"), path);
    if (before != null && !before.equals(path)) {
      throw new IllegalStateException(name + ": " + path + " is spelt " + before + " elsewhere");
    }
    var shared = list(item.get("parameters"));
    var target = paths.computeIfAbsent(path, _ -> new LinkedHashMap<>());
    item.forEach(
        (key, value) -> {
          if (METHODS.contains(key)) {
            own(name, key.toUpperCase() + " " + path);
            var operation = new LinkedHashMap<>(map(name, path + " " + key, value));
            var parameters = new ArrayList<Object>(shared);
            parameters.addAll(list(operation.get("parameters")));
            if (!parameters.isEmpty()) operation.put("parameters", parameters);
            own(name, "operationId " + operation.get("operationId"));
            target.put(key, operation);
          } else if (key.equals("servers")) {
            var other = target.putIfAbsent(key, value);
            if (other != null && !other.equals(value)) {
              throw new IllegalStateException(name + ": " + path + " has other servers elsewhere");
            }
          } else if (!key.equals("parameters")) {
            throw new IllegalStateException(name + ": '" + key + "' is not understood in " + path);
          }
        });
  }

  private void own(String name, String what) {
    var other = owners.putIfAbsent(what, name);
    if (other != null) {
      throw new IllegalStateException(
          other.equals(name)
              ? name + " defines " + what + " twice"
              : other + " and " + name + " both define " + what);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(String name, String what, Object value) {
    if (value == null) return Map.of();
    if (value instanceof Map<?, ?> map) return (Map<String, Object>) map;
    throw new IllegalStateException(name + ": " + what + " is not a map");
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
