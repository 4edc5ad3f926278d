package io.medtrust.bus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * An error that a client may see: an HTTP status, a stable code and one plain sentence. It carries
 * no stack trace, because it tells of the request and not of our code.
 */
public final class Problem extends RuntimeException {
  private final int status;
  private final String code;
  private final transient JsonArray details;

  public Problem(int status, String code, String message) {
    this(status, code, message, null);
  }

  /**
   * @param details what was wrong field by field, each {@code {field, message}}; may be null
   */
  public Problem(int status, String code, String message, JsonArray details) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public JsonArray details() {
    return details;
  }

  /** The API's one error body, without the request's id. */
  public JsonObject toJson() {
    var json =
        new JsonObject()
            .put("code", code)
            .put("error", getMessage())
            .put("message", getMessage())
            .put("detail", getMessage())
            .put("status", status < 500 ? "fail" : "error");
    if (details != null) json.put("details", details);
    return json;
  }
}
