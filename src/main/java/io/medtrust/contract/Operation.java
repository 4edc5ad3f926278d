package io.medtrust.contract;

import java.util.List;
import java.util.Map;

/**
 * One method of one path.
 *
 * @param id {@code operationId}
 * @param method upper case
 * @param path as on the wire, with the base path and {@code {names}}
 * @param open no token is needed
 * @param roles who may call it at all; empty for nobody
 * @param own who of them may do it with an object of their own or of their ward; null when that is
 *     the same
 * @param invalid the sentence of the error for a request that does not match, or null
 * @param body schemas by media type; null when it takes no body
 * @param answers schemas by status and media type; an answer without a body has no media types
 * @param json as in the document
 */
public record Operation(
    String id,
    String method,
    String path,
    boolean open,
    List<String> roles,
    List<String> own,
    String invalid,
    List<Parameter> parameters,
    Map<String, Schemas.Schema> body,
    boolean bodyRequired,
    Map<Integer, Map<String, Schemas.Schema>> answers,
    Map<String, Object> json) {

  /**
   * @param in {@code path}, {@code query}, {@code header} or {@code cookie}
   * @param types of a value, as {@code integer}; what is not text is read from text
   */
  public record Parameter(
      String name, String in, boolean required, List<String> types, Schemas.Schema schema) {}

  /** Whether the role may call it at all. */
  public boolean admits(String role) {
    return open || roles.contains(role);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
