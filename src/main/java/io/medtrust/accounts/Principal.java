package io.medtrust.accounts;

import io.medtrust.bus.Wire;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;

/**
 * Who asks: what a valid token says, completed from the user's row.
 *
 * @param id the user's id; for a display or load token a random id that lives as long as the token
 * @param email null for display and load tokens
 * @param audience {@link #USER}, {@link #DISPLAY} or {@link #LOAD}
 * @param ward the ward of a nurse or a display, may be null
 * @param allWards a display that shows every ward
 * @param room load tokens only: the one room it may enter
 * @param verified load tokens only: the participant is to be verified
 * @param jti id of the token
 * @param family refresh family that the token came from, may be null
 * @param epoch the user's token epoch when the token was signed
 * @param expiresAt epoch seconds
 * @param permissions of all its roles, by the table {@code role_permissions}; {@code *} is all
 */
public record Principal(
    String id,
    String name,
    String email,
    String role,
    String audience,
    String ward,
    boolean allWards,
    String room,
    boolean verified,
    String jti,
    String family,
    int epoch,
    long expiresAt,
    Set<String> permissions) {

  public static final String USER = "user";
  public static final String DISPLAY = "display";
  public static final String LOAD = "load";

  /** What its roles allow; a load token nothing but its room. */
  public boolean may(String permission) {
    return !isLoad() && (permissions.contains("*") || permissions.contains(permission));
  }

  public boolean isAdmin() {
    return audience.equals(USER) && role.equals("admin");
  }

  /** A wall display, signed in as an account or by a display token: it only receives. */
  public boolean isDisplay() {
    return audience.equals(DISPLAY) || role.equals("display");
  }

  public boolean isLoad() {
    return audience.equals(LOAD);
  }

  public boolean isUser() {
    return audience.equals(USER);
  }

  /** For the bus. */
  public Map<String, Object> toMap() {
    return Wire.encode(this).getMap();
  }

  public static Principal fromMap(Map<String, Object> map) {
    return Wire.decode(new JsonObject(map), Principal.class);
  }
}
