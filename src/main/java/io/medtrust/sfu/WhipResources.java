package io.medtrust.sfu;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.LocalMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The WHIP and WHEP connections that are up, by id: shared by the HTTP verticles of a node, emptied
 * by the relay when a connection ends.
 */
final class WhipResources {
  private final LocalMap<String, JsonObject> byConnection;

  WhipResources(Vertx vertx) {
    byConnection = vertx.sharedData().getLocalMap("medtrust.sfu.whip");
  }

  void add(String connection, String face, String session, String participant, String token) {
    byConnection.put(
        connection,
        new JsonObject()
            .put("face", face)
            .put("session", session)
            .put("participant", participant)
            .put("token", sha256(token)));
  }

  void remove(String connection) {
    byConnection.remove(connection);
  }

  /** The connection at this address, or null. */
  JsonObject find(String connection, String face, String session) {
    var entry = byConnection.get(connection);
    return entry != null
            && face.equals(entry.getString("face"))
            && session.equals(entry.getString("session"))
        ? entry
        : null;
  }

  /** The very token that made the connection. */
  static boolean madeBy(JsonObject entry, String token) {
    return MessageDigest.isEqual(
        entry.getString("token").getBytes(StandardCharsets.US_ASCII),
        sha256(token).getBytes(StandardCharsets.US_ASCII));
  }

  /** Names the ICE session of a connection (RFC 9725 §4.3.1) without giving away its id. */
  static String etag(String connection) {
    return '"' + sha256("etag:" + connection).substring(0, 16) + '"';
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
