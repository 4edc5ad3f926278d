package io.medtrust.contract;

import io.medtrust.contract.Operation.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads the operations of a merged document. */
final class Operations {
  private final Map<String, Object> document;
  private final Schemas schemas;
  private final List<Operation> operations = new ArrayList<>();

  private Operations(Map<String, Object> document) {
    this.document = document;
    this.schemas = new Schemas(map(map(document.get("components")).get("schemas")));
  }

  /**
   * @throws IllegalStateException when an operation lacks what every operation must say
   */
  static List<Operation> of(Map<String, Object> document) {
    var read = new Operations(document);
    map(document.get("paths")).forEach((path, item) -> read.path(path, map(item)));
    read.schemas.close();
    return List.copyOf(read.operations);
  }

  private void path(String path, Map<String, Object> item) {
    var onTheWire = item.containsKey("servers") ? path : Fragments.BASE + path;
    for (var method : Fragments.METHODS) {
      if (item.get(method) instanceof Map<?, ?> json) {
        operations.add(operation(method.toUpperCase(Locale.ROOT), onTheWire, map(json)));
      }
    }
  }

  private Operation operation(String method, String path, Map<String, Object> json) {
    var where = method + " " + path;
    if (!(json.get("operationId") instanceof String id)) throw lacks(where, "an operationId");
    if (!(json.get("x-roles") instanceof List<?> roles)) throw lacks(where, "x-roles");
    if (list(json.get("tags")).isEmpty()) throw lacks(where, "a tag");
    var answers = answers(map(json.get("responses")));
    if (answers.isEmpty()) throw lacks(where, "responses");
    var security = json.containsKey("security") ? list(json.get("security")) : null;
    boolean open = security != null && (security.isEmpty() || security.contains(Map.of()));
    var body = References.follow(document, json.get("requestBody"));
    return new Operation(
        id,
        method,
        path,
        open,
        texts(roles),
        json.containsKey("x-own") ? texts(list(json.get("x-own"))) : null,
        json.get("x-invalid") instanceof String text ? text : null,
        parameters(list(json.get("parameters"))),
        body.isEmpty() ? null : content(body),
        Boolean.TRUE.equals(body.get("required")),
        answers,
        json);
  }

  private static IllegalStateException lacks(String where, String what) {
    return new IllegalStateException("openapi: " + where + " lacks " + what);
  }

  private List<Parameter> parameters(List<?> list) {
    var parameters = new ArrayList<Parameter>();
    for (var entry : list) {
      var json = References.follow(document, entry);
      var schema = map(json.get("schema"));
      var type = References.follow(document, schema).get("type");
      parameters.add(
          new Parameter(
              (String) json.get("name"),
              (String) json.get("in"),
              Boolean.TRUE.equals(json.get("required")),
              type instanceof List<?> types ? texts(types) : List.of(String.valueOf(type)),
              schemas.add(schema)));
    }
    return List.copyOf(parameters);
  }

  private Map<Integer, Map<String, Schemas.Schema>> answers(Map<String, Object> json) {
    var answers = new TreeMap<Integer, Map<String, Schemas.Schema>>();
    json.forEach(
        (status, answer) ->
            answers.put(Integer.valueOf(status), content(References.follow(document, answer))));
    return answers;
  }

  private Map<String, Schemas.Schema> content(Map<String, Object> json) {
    var content = new LinkedHashMap<String, Schemas.Schema>();
    map(json.get("content"))
        .forEach((type, media) -> content.put(type, schemas.add(map(map(media).get("schema")))));
    return content;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static List<String> texts(List<?> list) {
    return list.stream().map(String::valueOf).toList();
  }
}
