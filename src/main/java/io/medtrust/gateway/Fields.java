package io.medtrust.gateway;

import io.medtrust.bus.Problem;
import io.medtrust.sessions.Ids;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the fields of a JSON body one by one and collects what is wrong with them; {@link #check}
 * then says all of it at once. A field with an error reads as null or its default.
 */
final class Fields {
  /** One address, no display name; what mail servers accept beyond it nobody uses. */
  private static final Pattern EMAIL =
      Pattern.compile("[^@\\s<>()\\[\\],;:\\\\\"\\p{Cntrl}]{1,64}@[\\p{L}\\p{N}.-]{1,189}");

  private static final int MAX_EMAIL = 254;

  private final JsonObject body;
  private final JsonArray errors = new JsonArray();

  Fields(RoutingContext ctx) {
    this.body = Edge.json(ctx);
  }

  /** The id in the path. */
  static String id(RoutingContext ctx, String what) {
    return Ids.uuid(ctx.pathParam("id"), what).toString();
  }

  void check() {
    if (!errors.isEmpty()) {
      throw new Problem(400, "validation_failed", "Validation failed", errors);
    }
  }

  private void wrong(String field, String message) {
    errors.add(new JsonObject().put("field", field).put("message", field + " " + message));
  }

  boolean has(String field) {
    return body.getValue(field) != null;
  }

  /** Text without control characters, outer space removed; null when absent. */
  String text(String field, int min, int max) {
    var value = raw(field, max);
    if (value == null) return null;
    value = value.strip();
    if (value.length() < min) {
      wrong(field, "has at least " + min + " characters");
      return null;
    }
    return value;
  }

  String required(String field, int min, int max) {
    if (!has(field)) {
      wrong(field, "is required");
      return null;
    }
    return text(field, min, max);
  }

  /** A password or token as it is; what it must be is said elsewhere. */
  String secret(String field) {
    switch (body.getValue(field)) {
      case String s when !s.isEmpty() && s.length() <= 1024 -> {
        return s;
      }
      case null -> wrong(field, "is required");
      default -> wrong(field, "is text of 1 to 1024 characters");
    }
    return null;
  }

  private String raw(String field, int max) {
    return switch (body.getValue(field)) {
      case null -> null;
      case String s when s.length() > max -> {
        wrong(field, "has at most " + max + " characters");
        yield null;
      }
      case String s when s.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n') -> {
        wrong(field, "has no control characters");
        yield null;
      }
      case String s -> s;
      default -> {
        wrong(field, "is text");
        yield null;
      }
    };
  }

  /** An e-mail address in lower case. */
  String email(String field) {
    var value = required(field, 3, MAX_EMAIL);
    if (value == null) return null;
    if (!EMAIL.matcher(value).matches()) {
      wrong(field, "is no e-mail address");
      return null;
    }
    return value.toLowerCase(Locale.ROOT);
  }

  String oneOf(String field, Set<String> allowed) {
    var value = required(field, 1, 50);
    if (value == null || allowed.contains(value)) return value;
    wrong(field, "is one of " + String.join(", ", allowed.stream().sorted().toList()));
    return null;
  }

  String uuid(String field) {
    var value = raw(field, 36);
    if (value == null || Ids.isUuid(value)) return value;
    wrong(field, "is a UUID");
    return null;
  }

  Integer integer(String field, int min, int max) {
    switch (body.getValue(field)) {
      case null -> {
        return null;
      }
      case Integer i when i >= min && i <= max -> {
        return i;
      }
      default -> wrong(field, "is a whole number from " + min + " to " + max);
    }
    return null;
  }

  boolean flag(String field, boolean fallback) {
    switch (body.getValue(field)) {
      case null -> {
        return fallback;
      }
      case Boolean b -> {
        return b;
      }
      default -> wrong(field, "is true or false");
    }
    return fallback;
  }
}
