package io.medtrust.sfu;

import io.medtrust.bus.Problem;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomCommand.Mode;
import io.medtrust.bus.RoomEvent;
import io.medtrust.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One room: who is in it, by which connections, and who sees whom. Rooms' thread only.
 *
 * <p>Connections live on the room's own loop until there are many; then the others share the
 * sending (see {@link Fanout}).
 */
final class Room {
  /** Names go into SDP, as stream and track ids. */
  private static final Pattern PARTICIPANT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final int MAX_MEMBERS = 10_000;

  private final String session;
  private final Rooms rooms;
  private final MediaLoop home;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, Connection> connections = new LinkedHashMap<>();
  private final Map<MediaLoop, Integer> connectionsOn = new HashMap<>();

  Room(String session, Rooms rooms) {
    this.session = session;
    this.rooms = rooms;
    this.home = rooms.leastLoaded();
  }

  String session() {
    return session;
  }

  Rooms rooms() {
    return rooms;
  }

  MediaTap tap() {
    return rooms.tap();
  }

  boolean isEmpty() {
    return connections.isEmpty();
  }

  void publish(RoomEvent event) {
    rooms.host().publish(event);
  }

  // ---- commands ----

  /**
   * @return the answer's SDP
   */
  String connect(RoomCommand.Connect c) {
    if (c.participant() == null || !PARTICIPANT.matcher(c.participant()).matches()) {
      throw new Problem(400, "bad_participant", "A participant's id has 1 to 64 of A-Za-z0-9._-");
    }
    if (c.connection() == null || c.connection().isEmpty() || c.mode() == null) {
      throw new Problem(400, "bad_message", "A connection needs an id and a mode");
    }
    if (connections.containsKey(c.connection())) {
      throw new Problem(409, "connection_exists", "There is a connection with this id");
    }
    if (connections.size() >= rooms.settings().maxTransportsPerRoom()) {
      throw new Problem(503, "room_full", "This room has as many connections as it may");
    }
    if (c.of() != null && !PARTICIPANT.matcher(c.of()).matches()) {
      throw new Problem(400, "bad_participant", "A participant's id has 1 to 64 of A-Za-z0-9._-");
    }
    return c.mode() == Mode.WATCH ? watch(c) : send(c);
  }

  private String send(RoomCommand.Connect c) {
    var offer = Connection.parse(c.sdp());
    var media =
        Connection.negotiate(
            offer, c.verified(), Map.of(), rooms.settings().maxTracksPerParticipant());
    if (c.mode() == Mode.PUBLISH && media.stream().noneMatch(m -> m.direction().receives())) {
      throw new Problem(422, "unacceptable_offer", "Nothing in the offer can be received");
    }
    var member = member(c.participant());
    // Who comes again takes the place of before: same publications, other connection.
    var replaced = member.connections().stream().filter(old -> old.mode() == c.mode()).toList();
    var ended = new ArrayList<Publication>();
    for (var old : replaced) ended.addAll(old.endPublications());
    member.verified(c.verified());
    var connection = add(c, member, offer);
    var answer = connection.begin(media);
    for (var publication : ended) {
      if (!publication.live()) publishEnded(publication);
    }
    for (var old : replaced) disconnect(old, "replaced");
    publicationsChanged();
    return answer;
  }

  private String watch(RoomCommand.Connect c) {
    var offer = Connection.parse(c.sdp());
    var target = target(c.of());
    var member = member(c.participant());
    var connection = add(c, member, offer);
    try {
      var answer =
          connection.beginWatching(
              target == null ? null : target.first(true),
              target == null ? null : target.first(false));
      publicationsChanged();
      return answer;
    } catch (Problem problem) {
      remove(connection);
      connection.close("refused");
      throw problem;
    }
  }

  private Connection add(RoomCommand.Connect c, Member member, SessionDescription offer) {
    // A watcher's offer is only looked at later; without these nothing can be set up.
    var peer = offer.transport();
    if (peer == null || peer.ufrag() == null || peer.fingerprint() == null) {
      throw new Problem(
          422, "unacceptable_offer", "The offer cannot be used: no ICE credentials or fingerprint");
    }
    var loop = loopForNext();
    var connection = new Connection(this, member, c.connection(), c.mode(), c.of(), offer, loop);
    connections.put(c.connection(), connection);
    member.connections().add(connection);
    connectionsOn.merge(loop, 1, Integer::sum);
    rooms.transportAdded(loop);
    return connection;
  }

  String offer(String connection, String sdp) {
    return connection(connection).offered(sdp);
  }

  void answer(String connection, String sdp) {
    connection(connection).answered(sdp);
  }

  void disconnect(String connection) {
    disconnect(connection(connection), "left");
  }

  void expel(String participant, String why) {
    var member = members.get(participant);
    if (member == null) return;
    for (var connection : List.copyOf(member.connections())) disconnect(connection, why);
  }

  void tap(String participant, boolean open) {
    var member = members.get(participant);
    boolean sends =
        member != null && member.connections().stream().anyMatch(c -> c.mode() != Mode.WATCH);
    if (open && sends && !member.verified()) {
      throw new Problem(403, "not_verified", "Only a verified participant's media are analysed");
    }
    if (member == null && !open) return;
    member(participant).tapped(open);
    prune(member(participant));
  }

  void keyFrame(String participant) {
    var member = members.get(participant);
    var publication = member == null ? null : member.first(true);
    if (publication == null || !publication.live()) {
      throw new Problem(404, "no_camera", "The participant sends no picture");
    }
    publication.track().askKeyFrame();
  }

  void close() {
    for (var connection : List.copyOf(connections.values())) disconnect(connection, "room_closed");
  }

  // ---- changes ----

  /** A connection ended, whatever the reason. Harmless when it has ended before. */
  void disconnect(Connection connection, String why) {
    if (!remove(connection)) return;
    var member = connection.member();
    for (var publication : connection.endPublications()) publishEnded(publication);
    connection.close(why);
    publish(new RoomEvent.Disconnected(session, member.participant(), connection.id(), why));
    rooms.host().disconnected(connection.id());
    prune(member);
    publicationsChanged();
  }

  private boolean remove(Connection connection) {
    if (!connections.remove(connection.id(), connection)) return false;
    connection.member().connections().remove(connection);
    var loop = connection.transport().loop();
    connectionsOn.merge(loop, -1, Integer::sum);
    rooms.transportRemoved(loop);
    return true;
  }

  /** A track ended while its connection goes on. */
  void ended(Publication publication) {
    publication.end();
    publishEnded(publication);
  }

  private void publishEnded(Publication publication) {
    if (!publication.hasStarted()) return;
    publish(
        new RoomEvent.TrackEnded(
            session, publication.member().participant(), publication.id(), publication.kind()));
  }

  /** The first packet of a track came. */
  void started(Track track) {
    for (var member : members.values()) {
      for (var publication : member.publications()) {
        if (!publication.started(track)) continue;
        publish(
            new RoomEvent.TrackStarted(
                session,
                member.participant(),
                publication.id(),
                publication.kind(),
                track.description().codec(),
                publication.verified()));
      }
    }
  }

  /** Shows everybody what there is now. */
  void publicationsChanged() {
    var live = new ArrayList<Publication>();
    for (var member : members.values()) {
      for (var publication : member.publications()) if (publication.live()) live.add(publication);
    }
    for (var connection : connections.values()) {
      switch (connection.mode()) {
        case ROOM -> connection.reconcile(live);
        case WATCH -> {
          var target = target(connection.watched());
          connection.watch(
              target == null ? null : target.first(true),
              target == null ? null : target.first(false));
        }
        case PUBLISH -> {}
      }
    }
  }

  /** Whom a watcher sees: who was asked for, else the verified one, else the only one. */
  private Member target(String asked) {
    if (asked != null) return members.get(asked);
    Member only = null;
    int publishing = 0;
    for (var member : members.values()) {
      if (!member.publishes()) continue;
      if (member.verified()) return member;
      only = member;
      publishing++;
    }
    return publishing == 1 ? only : null;
  }

  // ---- bookkeeping ----

  private Member member(String participant) {
    var member = members.get(participant);
    if (member != null) return member;
    if (members.size() >= MAX_MEMBERS) {
      throw new Problem(503, "room_full", "This room has as many participants as it may");
    }
    member = new Member(this, participant);
    members.put(participant, member);
    return member;
  }

  /** Forgets who left, but not that a consent was given: it holds for the session. */
  private void prune(Member member) {
    if (member.connections().isEmpty() && !member.tapped()) members.remove(member.participant());
  }

  private Connection connection(String id) {
    var connection = id == null ? null : connections.get(id);
    if (connection == null) {
      throw new Problem(404, "unknown_connection", "There is no such connection");
    }
    return connection;
  }

  /** The home loop for the first ones; then the loop that has the fewest of this room. */
  private MediaLoop loopForNext() {
    if (connectionsOn.getOrDefault(home, 0) < rooms.settings().spreadAbove()) return home;
    var best = home;
    for (int i = 0; i < rooms.loops().size(); i++) {
      var loop = rooms.loops().get(i);
      int here = connectionsOn.getOrDefault(loop, 0);
      int least = connectionsOn.getOrDefault(best, 0);
      if (here < least || here == least && rooms.transportsOf(loop) < rooms.transportsOf(best)) {
        best = loop;
      }
    }
    return best;
  }
}
