package io.medtrust.sfu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A participant of a room with the connections and publications that it has. Rooms' thread only.
 */
final class Member {
  private final Room room;
  private final String participant;
  private final Map<String, Publication> publications = new LinkedHashMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private boolean verified;
  private boolean tapped;

  Member(Room room, String participant) {
    this.room = room;
    this.participant = participant;
  }

  Room room() {
    return room;
  }

  String participant() {
    return participant;
  }

  boolean verified() {
    return verified;
  }

  void verified(boolean verified) {
    this.verified = verified;
  }

  boolean tapped() {
    return tapped;
  }

  void tapped(boolean open) {
    tapped = open;
    for (var publication : publications.values()) publication.applyTap();
  }

  List<Connection> connections() {
    return connections;
  }

  List<Publication> publications() {
    return List.copyOf(publications.values());
  }

  boolean publishes() {
    return publications.values().stream().anyMatch(Publication::live);
  }

  /** The camera or microphone of this member, or null. */
  Publication first(boolean video) {
    var own = publications.get(id(video, 1));
    if (own != null && own.live()) return own;
    for (var publication : publications.values()) {
      if (publication.video() == video && publication.live()) return publication;
    }
    return null;
  }

  /**
   * A place for one more track of a kind: the first that nothing uses now. Only the very first of a
   * kind carries the verified identity.
   */
  Publication place(boolean video) {
    for (int n = 1; ; n++) {
      var id = id(video, n);
      var taken = publications.get(id);
      if (taken != null && taken.live()) continue;
      if (taken != null && taken.verified() == (verified && n == 1)) return taken;
      var made = new Publication(this, id, video, verified && n == 1);
      if (taken != null) {
        // The participant is verified now and was not, or the other way round.
        for (var slot : taken.slots()) slot.follow(made);
      }
      publications.put(id, made);
      return made;
    }
  }

  private String id(boolean video, int n) {
    var id = participant + (video ? "-video" : "-audio");
    return n == 1 ? id : id + "-" + n;
  }
}
