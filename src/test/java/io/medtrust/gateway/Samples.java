package io.medtrust.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Values that a schema of the API document allows: the required fields and nothing more. */
final class Samples {
  private final Map<String, Object> document;
  private final int number;

  /**
   * @param number makes unique what must be
   */
  Samples(Map<String, Object> document, int number) {
    this.document = document;
    this.number = number;
  }

  Object valid(Map<String, Object> schema) {
    return valid("", schema);
  }

  private Object valid(String name, Map<String, Object> given) {
    var schema = follow(given);
    if (schema.containsKey("const")) return schema.get("const");
    if (schema.get("enum") instanceof List<?> values) return values.getFirst();
    if (schema.get("oneOf") instanceof List<?> choices) return valid(name, map(choices.getFirst()));
    var type = schema.get("type");
    if (type instanceof List<?> types) type = types.getFirst();
    return switch (String.valueOf(type)) {
      case "string" -> text(name, given, schema);
      case "integer", "number" -> schema.getOrDefault("minimum", 1);
      case "boolean" -> true;
      case "array" -> new JsonArray();
      default -> object(schema);
    };
  }

  private JsonObject object(Map<String, Object> schema) {
    var object = new JsonObject();
    var properties = map(schema.get("properties"));
    if (schema.get("required") instanceof List<?> required) {
      for (var field : required) {
        object.put((String) field, valid((String) field, map(properties.get(field))));
      }
    }
    return object;
  }

  private String text(String name, Map<String, Object> given, Map<String, Object> schema) {
    if ("#/components/schemas/Uuid".equals(given.get("$ref"))
        || "uuid".equals(schema.get("format"))
        || schema.containsKey("pattern")) {
      return UUID.randomUUID().toString();
    }
    return switch (name) {
      case "email" -> "made" + number + "@samples.example";
      case "password" -> Node.PASSWORD;
      case "old_password" -> "not the password";
      case "new_password" -> "another good password";
      case "reason" -> "The patient cannot be reached in any other way";
      case "principal" -> "ip:192.0.2.1";
      case "license_number" -> "LICENCE-" + number;
      default -> "x";
    };
  }

  private Map<String, Object> follow(Map<String, Object> schema) {
    if (!(schema.get("$ref") instanceof String ref)) return schema;
    Object at = document;
    for (var step : ref.substring(2).split("/")) at = map(at).get(step);
    return follow(map(at));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : new HashMap<>();
  }
}
