package io.medtrust.contract;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one OpenAPI 3.1 document of this node, merged from {@code openapi/base.yaml} and the
 * fragments that {@code openapi/index.txt} names. Immutable.
 */
public final class ApiDocument {
  private static final String FOLDER = "/openapi/";

  private static ApiDocument loaded;

  private final Map<String, Object> document;
  private final List<Operation> operations;
  private final OperationTable table;
  private final String yaml;
  private final String json;

  ApiDocument(Map<String, Object> document) {
    this.document = document;
    this.operations = Operations.of(document);
    this.table = new OperationTable(operations);
    this.yaml = Yaml.write(document);
    this.json = new JsonObject(document).encode();
  }

  /**
   * The document of this program, read and merged the first time.
   *
   * @throws IllegalStateException when the fragments do not make one document
   */
  public static synchronized ApiDocument load() {
    if (loaded == null) {
      var fragments = new LinkedHashMap<String, Map<String, Object>>();
      for (var name : index()) fragments.put(name, read(name));
      loaded = new ApiDocument(Fragments.merge(read("base.yaml"), fragments));
    }
    return loaded;
  }

  static List<String> index() {
    var names = new ArrayList<String>();
    for (var line : Yaml.text(FOLDER + "index.txt").split("\n")) {
      if (!line.isBlank() && !line.startsWith("#")) names.add(line.strip());
    }
    return names;
  }

  private static Map<String, Object> read(String name) {
    return Yaml.parse(name, Yaml.text(FOLDER + name));
  }

  public String yaml() {
    return yaml;
  }

  public String json() {
    return json;
  }

  public Map<String, Object> document() {
    return document;
  }

  public List<Operation> operations() {
    return operations;
  }

  /** Statuses that any operation may answer with an error body. */
  public List<?> commonErrors() {
    return (List<?>) document.get("x-common-errors");
  }

  /**
   * @param method upper case
   * @return null when the document has no such operation
   */
  public OperationTable.Match find(String method, String path) {
    return table.find(method, path);
  }

  /** For an entity tag; changes with the content. */
  public static String digest(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, 22);
  }
}
