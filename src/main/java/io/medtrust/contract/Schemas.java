package io.medtrust.contract;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schemas (draft 2020-12) of a document. Thread-safe once {@link #close closed}; a check
 * is fast where the value is valid, and looks for all faults only where it is not.
 */
public final class Schemas {
  private static final String URI = "app://medtrust/api";

  private final List<Object> all = new ArrayList<>();
  private final Map<String, Object> components;
  private SchemaRepository repository;

  Schemas(Map<String, Object> components) {
    this.components = components;
  }

  /** One schema; the value may be a text, number, boolean, JsonObject, JsonArray or null. */
  public final class Schema {
    private final int number;
    private final Map<String, Object> json;
    private volatile Validator fast;
    private volatile Validator thorough;

    private Schema(int number, Map<String, Object> json) {
      this.number = number;
      this.json = json;
    }

    /** Made when first needed: each holds a table of the whole document, some 60 kB. */
    private Validator validator(OutputFormat format) {
      synchronized (all) {
        return repository.validator(URI + "#/all/" + number, options(format));
      }
    }

    /** Its source, references as they are. */
    public Map<String, Object> json() {
      return json;
    }

    public boolean accepts(Object value) {
      var validator = fast;
      if (validator == null) fast = validator = validator(OutputFormat.Flag);
      return validator.validate(value).getValid();
    }

    /** What is wrong, empty when nothing is. */
    public List<Fault> faults(Object value) {
      if (accepts(value)) return List.of();
      var validator = thorough;
      if (validator == null) thorough = validator = validator(OutputFormat.Basic);
      return Fault.of(validator.validate(value));
    }
  }

  Schema add(Map<String, Object> json) {
    var schema = new Schema(all.size(), json);
    all.add(json);
    return schema;
  }

  /** Nothing is added from now on. */
  void close() {
    var root = new JsonObject().put("$id", URI).put("components", Map.of("schemas", components));
    var numbered = new JsonObject();
    for (int i = 0; i < all.size(); i++) numbered.put(String.valueOf(i), all.get(i));
    root.put("all", numbered);
    repository = SchemaRepository.create(options(OutputFormat.Flag));
    // Encoded and read again, because the validator wants JSON objects all the way down.
    repository.dereference(URI, JsonSchema.of(new JsonObject(root.encode())));
  }

  private static JsonSchemaOptions options(OutputFormat format) {
    return new JsonSchemaOptions()
        .setBaseUri(URI)
        .setDraft(Draft.DRAFT202012)
        .setOutputFormat(format);
  }
}
