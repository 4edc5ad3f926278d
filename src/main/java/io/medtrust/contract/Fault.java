package io.medtrust.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is wrong with one field.
 *
 * @param field its name, {@code a.b} for one in another, {@code body} for the whole
 * @param message never repeats the value
 */
public record Fault(String field, String message) {
  private static final int MOST = 20;

  /** Keywords that only say that something within is wrong. */
  private static final Set<String> OUTER =
      Set.of("$ref", "properties", "items", "allOf", "oneOf", "anyOf", "prefixItems", "if", "then");

  private static final Set<String> EXTRA = Set.of("additionalProperties", "unevaluatedProperties");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]{1,100})\"");

  static List<Fault> of(OutputUnit unit) {
    var faults = new LinkedHashSet<Fault>();
    if (unit.getErrors() != null) {
      var known = new HashSet<String>();
      for (var error : unit.getErrors()) {
        if (faults.size() == MOST) break;
        var keyword = last(error.getKeywordLocation());
        // A field with a wrong value counts as an additional one, too; that is no second fault.
        if (keyword.equals("properties")) known.add(error.getInstanceLocation());
        if (EXTRA.contains(keyword) && known.contains(error.getInstanceLocation())) continue;
        var fault = of(keyword, error);
        if (fault != null) faults.add(fault);
      }
      if (faults.isEmpty()) faults.add(new Fault("body", "does not have the form it should have"));
    }
    return new ArrayList<>(faults);
  }

  private static String last(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static Fault of(String keyword, OutputUnit error) {
    if (OUTER.contains(keyword)) return null;
    var field = field(error.getInstanceLocation());
    var text = error.getError() == null ? "" : error.getError();
    return switch (keyword) {
      case "required" -> new Fault(inner(field, text), "is missing");
      case "additionalProperties", "unevaluatedProperties" ->
          new Fault(field, "is not a field of this request");
      case "type" -> new Fault(field, "has the wrong type" + expected(text));
      case "pattern" -> new Fault(field, "does not have the form it should have");
      case "enum", "const" -> new Fault(field, "is not one of the values that it may have");
      case "minLength" -> new Fault(field, "is too short");
      case "maxLength" -> new Fault(field, "is too long");
      case "minimum", "exclusiveMinimum" -> new Fault(field, "is too small");
      case "maximum", "exclusiveMaximum" -> new Fault(field, "is too large");
      case "minItems" -> new Fault(field, "has too few entries");
      case "maxItems" -> new Fault(field, "has too many entries");
      case "false" -> null;
      default -> new Fault(field, "does not meet '" + keyword + "'");
    };
  }

  private static String expected(String text) {
    int at = text.indexOf("Expected ");
    return at < 0 ? "" : ", e" + text.substring(at + 1);
  }

  private static String inner(String field, String text) {
    var name = QUOTED.matcher(text);
    if (!name.find()) return field;
    return field.equals("body") ? name.group(1) : field + "." + name.group(1);
  }

  private static String field(String pointer) {
    int at = pointer.indexOf('/');
    if (at < 0) return "body";
    return pointer.substring(at + 1).replace('/', '.').replace("~1", "/").replace("~0", "~");
  }

  /** For {@code details} of the error body. */
  public static JsonArray json(List<Fault> faults) {
    var array = new JsonArray();
    for (var fault : faults) {
      array.add(new JsonObject().put("field", fault.field()).put("message", fault.message()));
    }
    return array;
  }
}
