package io.medtrust.signaling;

import io.medtrust.accounts.Principal;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What signaling knows of one room. Owned by the signaling verticle's context. */
final class Room {
  final String session;

  /** By member id, in the order of joining. */
  final Map<String, Member> members = new LinkedHashMap<>();

  /** Who was admitted by WHIP or WHEP, by participant; a participant may be let in again. */
  final Map<String, List<Principal>> admitted = new HashMap<>();

  /** Participants whose admission was revoked: what still connects in their name is cut. */
  final Set<String> barred = new HashSet<>();

  /** Transports that the SFU said are connected: connection to participant. */
  final Map<String, String> connections = new HashMap<>();

  /** Participants to be verified, with their consent as last heard. */
  final Map<String, Boolean> consents = new HashMap<>();

  final List<MessageConsumer<JsonObject>> consumers = new ArrayList<>();

  /** The room at the SFU; null before it was asked for. */
  Future<Void> opened;

  /** Timer that ends the room when nobody is in it; -1 when not running. */
  long emptyTimer = -1;

  Room(String session) {
    this.session = session;
  }

  Member member(String socket) {
    for (var member : members.values()) if (member.socket.equals(socket)) return member;
    return null;
  }

  Member byConnection(String connection) {
    for (var member : members.values()) {
      if (connection.equals(member.connection)) return member;
    }
    return null;
  }

  Member byParticipant(String participant) {
    for (var member : members.values()) {
      if (member.participant.equals(participant)) return member;
    }
    return null;
  }

  boolean empty() {
    return members.isEmpty() && connections.isEmpty();
  }
}
