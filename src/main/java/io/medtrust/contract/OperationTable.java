package io.medtrust.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the operation of a request. Paths without parameters come before those with. */
public final class OperationTable {
  /**
   * @param values of the path's parameters by name, still percent-encoded
   */
  public record Match(Operation operation, Map<String, String> values) {}

  private record Entry(Operation operation, String[] segments) {
    boolean fits(String[] path) {
      for (int i = 0; i < segments.length; i++) {
        if (!isName(segments[i]) && !segments[i].equals(path[i])) return false;
      }
      return true;
    }

    long names() {
      return java.util.Arrays.stream(segments).filter(OperationTable::isName).count();
    }
  }

  private final Map<String, Match> plain = new HashMap<>();
  private final Map<String, List<Entry>> byShape = new HashMap<>();

  OperationTable(List<Operation> operations) {
    for (var operation : operations) {
      if (operation.path().indexOf('{') < 0) {
        plain.put(operation.toString(), new Match(operation, Map.of()));
        continue;
      }
      var segments = operation.path().split("/", -1);
      byShape
          .computeIfAbsent(shape(operation.method(), segments), _ -> new ArrayList<>())
          .add(new Entry(operation, segments));
    }
    for (var entries : byShape.values()) entries.sort(Comparator.comparingLong(Entry::names));
  }

  Match find(String method, String path) {
    // The router does not tell a path from the same with a slash at its end.
    if (path.length() > 1 && path.endsWith("/")) path = path.substring(0, path.length() - 1);
    var found = plain.get(method + " " + path);
    if (found != null) return found;
    var segments = path.split("/", -1);
    for (var entry : byShape.getOrDefault(shape(method, segments), List.of())) {
      if (!entry.fits(segments)) continue;
      var values = new HashMap<String, String>();
      for (int i = 0; i < segments.length; i++) {
        var name = entry.segments[i];
        if (isName(name)) values.put(name.substring(1, name.length() - 1), segments[i]);
      }
      return new Match(entry.operation, values);
    }
    return null;
  }

  private static String shape(String method, String[] segments) {
    return method + segments.length;
  }

  private static boolean isName(String segment) {
    return segment.startsWith("{");
  }
}
