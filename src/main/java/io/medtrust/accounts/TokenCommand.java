package io.medtrust.accounts;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The core of {@code medtrust token}: signs display and load tokens with the node's own key. It
 * needs neither a running node nor a database.
 */
public final class TokenCommand {
  /** The longest life of a scoped token, s. */
  public static final int MAX_SECONDS = 86_400;

  public static final int DEFAULT_SECONDS = 3600;

  /** Rooms of load tokens carry this before the token's room name. */
  public static final String LOAD_PREFIX = "load-";

  private static final Pattern ROOM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final TokenSigner signer;

  public TokenCommand(String secret, String issuer) {
    this.signer = new TokenSigner(secret, issuer);
  }

  /**
   * A token that may publish and watch in the room {@code load-NAME}, which needs no session.
   *
   * @param name letters, digits, {@code _} and {@code -}, at most 64
   * @param verified whoever uses it is to be verified
   * @param ttlSeconds 1..86400
   */
  public String load(String name, boolean verified, int ttlSeconds) {
    if (name == null || !ROOM.matcher(name).matches()) {
      throw new IllegalArgumentException("a room's name is 1 to 64 letters, digits, '_' and '-'");
    }
    var claims =
        new JsonObject()
            .put("userId", UUID.randomUUID().toString())
            .put("role", "load")
            .put("name", "load " + name)
            .put("room", name)
            .put("verified", verified);
    return sign(claims, Principal.LOAD, ttlSeconds);
  }

  /**
   * A token for a wall display: receive-only.
   *
   * @param ward id of the ward it shows, or null for all
   * @param ttlSeconds 1..86400
   */
  public String display(String ward, int ttlSeconds) {
    var claims =
        new JsonObject()
            .put("userId", UUID.randomUUID().toString())
            .put("role", "display")
            .put("name", "display")
            .put("all_wards", ward == null);
    if (ward != null) claims.put("ward", UUID.fromString(ward).toString());
    return sign(claims, Principal.DISPLAY, ttlSeconds);
  }

  private String sign(JsonObject claims, String audience, int ttlSeconds) {
    if (ttlSeconds < 1 || ttlSeconds > MAX_SECONDS) {
      throw new IllegalArgumentException("--ttl is 1 to " + MAX_SECONDS + " seconds");
    }
    return signer.sign(claims, audience, ttlSeconds);
  }

  /**
   * The command line: {@code --role load --room NAME [--verified] [--ttl S]} or {@code --role
   * display [--ward ID] [--ttl S]}.
   *
   * @throws IllegalArgumentException with one sentence on what is wrong
   */
  public String run(String... arguments) {
    String role = null;
    String room = null;
    String ward = null;
    boolean verified = false;
    int ttl = DEFAULT_SECONDS;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--role" -> role = value(arguments, ++i);
        case "--room" -> room = value(arguments, ++i);
        case "--ward" -> ward = value(arguments, ++i);
        case "--verified" -> verified = true;
        case "--ttl" -> {
          try {
            ttl = Integer.parseInt(value(arguments, ++i));
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--ttl is a number of seconds");
          }
        }
        default -> throw new IllegalArgumentException("token: unknown option " + arguments[i]);
      }
    }
    return switch (role) {
      case "load" -> load(room, verified, ttl);
      case "display" -> display(ward, ttl);
      case null, default -> throw new IllegalArgumentException("--role is load or display");
    };
  }

  private static String value(String[] arguments, int i) {
    if (i >= arguments.length) {
      throw new IllegalArgumentException(arguments[i - 1] + " needs a value");
    }
    return arguments[i];
  }
}
