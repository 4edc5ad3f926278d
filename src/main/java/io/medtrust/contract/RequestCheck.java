package io.medtrust.contract;

import io.medtrust.contract.Operation.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares a request's parameters and body with its operation. Pure. */
public final class RequestCheck {
  private RequestCheck() {}

  /** Where a request's parameters are; a value is null when it is not there. */
  public interface Values {
    /** Decoded, or null when it cannot be. */
    String path(String name);

    String query(String name);

    String header(String name);

    /** Names in the query, each as often as it stands there. */
    Iterable<String> queryNames();
  }

  /** What is wrong with the parameters; those in cookies are left to their handlers. */
  public static List<Fault> parameters(Operation operation, Values values) {
    List<Fault> faults = null;
    for (var parameter : operation.parameters()) {
      var name = parameter.name();
      var text =
          switch (parameter.in()) {
            case "path" -> values.path(name);
            case "query" -> values.query(name);
            case "header" -> values.header(name);
            default -> null;
          };
      if (text == null) {
        if (parameter.required()) faults = add(faults, new Fault(name, "is missing"));
        continue;
      }
      for (var fault : faults(parameter, text)) faults = add(faults, fault);
    }
    for (var name : values.queryNames()) {
      if (inQuery(operation, name)) continue;
      faults = add(faults, new Fault(shown(name), "is not a parameter of this request"));
    }
    return faults == null ? List.of() : faults;
  }

  /**
   * What is wrong with a body.
   *
   * @param type its media type without parameters, one that {@link #schema} knows
   */
  public static List<Fault> body(Operation operation, String type, Object value) {
    return schema(operation.body(), type).faults(value);
  }

  /** The schema for a media type, or null. */
  public static Schemas.Schema schema(Map<String, Schemas.Schema> content, String type) {
    var exact = content.get(type);
    return exact != null ? exact : content.get("*/*");
  }

  private static List<Fault> faults(Parameter parameter, String text) {
    Object value = text;
    if (!parameter.types().contains("string")) {
      value = read(parameter.types(), text);
      if (value == null) {
        return List.of(new Fault(parameter.name(), "is no " + parameter.types().getFirst()));
      }
    }
    if (parameter.schema().accepts(value)) return List.of();
    return parameter.schema().faults(value).stream()
        .map(fault -> new Fault(parameter.name(), fault.message()))
        .toList();
  }

  private static Object read(List<String> types, String text) {
    try {
      if (types.contains("integer")) return Long.valueOf(text);
      if (types.contains("number")) {
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? number : null;
      }
    } catch (NumberFormatException e) {
      return null;
    }
    if (types.contains("boolean")) {
      return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
    }
    return text;
  }

  private static boolean inQuery(Operation operation, String name) {
    for (var parameter : operation.parameters()) {
      if (parameter.in().equals("query") && parameter.name().equals(name)) return true;
    }
    return false;
  }

  // A stranger's name is told back, but not at any length.
  private static String shown(String name) {
    return name.length() <= 50 ? name : name.substring(0, 50);
  }

  private static List<Fault> add(List<Fault> faults, Fault fault) {
    var list = faults == null ? new ArrayList<Fault>() : faults;
    list.add(fault);
    return list;
  }
}
