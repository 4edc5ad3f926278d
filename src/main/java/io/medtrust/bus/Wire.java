package io.medtrust.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonObject;

/**
 * Writes the records of this package as JSON and reads them back: snake_case names, absent means
 * null, and a version {@code v}. A node drops what a newer protocol version sent; unknown fields of
 * the same version are ignored, so that fields can be added.
 */
public final class Wire {
  /** Raised when a payload changes so that an older node would misread it. */
  public static final int VERSION = 1;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Wire() {}

  public static JsonObject encode(Object payload) {
    try {
      return new JsonObject(MAPPER.writeValueAsString(payload)).put("v", VERSION);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a bus payload: " + payload.getClass(), e);
    }
  }

  /**
   * Reads a payload.
   *
   * @throws Problem {@code bad_message} (400) when the JSON is not that payload or has another
   *     version
   */
  public static <T> T decode(JsonObject json, Class<T> type) {
    try {
      if (json == null || !Integer.valueOf(VERSION).equals(json.getValue("v"))) {
        throw new Problem(400, "bad_message", "The message has an unknown version");
      }
      return MAPPER.readValue(json.encode(), type);
    } catch (JsonProcessingException e) {
      throw new Problem(400, "bad_message", "The message is not a valid " + type.getSimpleName());
    }
  }
}
