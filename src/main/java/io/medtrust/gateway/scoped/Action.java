package io.medtrust.gateway.scoped;

import java.util.List;

/**
 * What a scoped token may be for: one endpoint, and where its path names a resource, that one.
 *
 * @param scope its name
 * @param permission that the asker's role must have, or null
 * @param method of the endpoint
 * @param before and after, the parts of its path around the resource's id; {@code after} is null
 *     where there is none
 */
public record Action(String scope, String permission, String method, String before, String after) {
  private static final String API = "/api/v1";

  /** All there are; what is not here cannot be asked for. */
  public static final List<Action> ALL =
      List.of(
          of("stream:list", "stream:read", "GET", "/streams/active", null),
          of("stream:start", "stream:write", "POST", "/streams/start", null),
          of("stream:end", "stream:read", "POST", "/streams/end/", ""),
          of("consent:read", "stream:read", "GET", "/streams/", "/consent"),
          of("consent:write", "stream:read", "POST", "/streams/", "/consent"),
          of("trust:live", "trust:read", "GET", "/trustscore/live/", ""),
          of("trust:history", "trust:read", "GET", "/trustscore/history/", ""),
          of("wall:read", "trust:read", "GET", "/wall", null),
          of("record:read", "analysis:read", "GET", "/streams/", "/evidence"),
          of("chain:read", "blockchain:read", "GET", "/blockchain/audit/", ""));

  private static Action of(
      String scope, String permission, String method, String before, String after) {
    return new Action(scope, permission, method, API + before, after);
  }

  /** The action of a name, or null. */
  public static Action named(String scope) {
    for (var action : ALL) if (action.scope.equals(scope)) return action;
    return null;
  }

  public boolean needsResource() {
    return after != null;
  }

  public boolean changes() {
    return !method.equals("GET");
  }

  /**
   * Whether a request is this action on this resource.
   *
   * @param path normalised
   */
  boolean covers(String method, String path, String resource) {
    if (!this.method.equals(method)) return false;
    return path.equals(needsResource() ? before + resource + after : before);
  }
}
