package io.medtrust.signaling;

import io.medtrust.accounts.Principal;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Queue;

/** Somebody in a room by way of the bridge. Owned by the signaling verticle's context. */
final class Member {
  /** The member's public name in the room, and the end of its address on the bus. */
  final String id;

  final String participant;
  final Principal who;
  final String role;
  final boolean verified;
  final boolean receiveOnly;

  /** The bridge connection it came by. */
  final String socket;

  /** Its transport at the SFU; null before the first offer and after it was lost. */
  String connection;

  boolean ready;
  boolean left;
  boolean scoreReported;
  Boolean audio;
  Boolean video;
  final Queue<JsonObject> queued = new ArrayDeque<>();

  Member(
      String id,
      String participant,
      Principal who,
      String role,
      boolean verified,
      boolean receiveOnly,
      String socket) {
    this.id = id;
    this.participant = participant;
    this.who = who;
    this.role = role;
    this.verified = verified;
    this.receiveOnly = receiveOnly;
    this.socket = socket;
  }

  JsonObject describe() {
    var json =
        new JsonObject()
            .put("socketId", id)
            .put("participantId", participant)
            .put("userId", who.id())
            .put("name", who.name())
            .put("role", role)
            .put("verified", verified);
    if (audio != null) json.put("audio", audio);
    if (video != null) json.put("video", video);
    return json;
  }
}
