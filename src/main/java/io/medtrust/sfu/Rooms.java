package io.medtrust.sfu;

import io.medtrust.bus.Problem;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomEvent;
import io.medtrust.bus.RoomReply;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All rooms of a node. One thread, {@link Host#execute}; the media loops are told what to do and
 * never waited for.
 */
final class Rooms {
  /** What rooms need of the verticle that runs them. */
  interface Host {
    void publish(RoomEvent event);

    /** Runs a task on the rooms' thread after a while. */
    void later(long millis, Runnable task);

    /** Runs a task on the rooms' thread. Any thread. */
    void execute(Runnable task);

    void opened(String session);

    void closed(String session);

    void disconnected(String connection);
  }

  /** A room that nobody used for this long is forgotten. */
  private static final long IDLE_MILLIS = 3_600_000;

  private final SfuSettings settings;
  private final MediaLoops loops;
  private final MediaTap tap;
  private final Host host;
  private final SecureRandom random = new SecureRandom();
  private final DtlsCertificate certificate;
  private final Map<String, Room> rooms = new HashMap<>();
  private final int[] transportsOfLoop;
  private volatile int count;

  Rooms(
      SfuSettings settings,
      MediaLoops loops,
      DtlsCertificate certificate,
      MediaTap tap,
      Host host) {
    this.settings = settings;
    this.loops = loops;
    this.certificate = certificate;
    this.tap = tap;
    this.host = host;
    this.transportsOfLoop = new int[loops.size()];
  }

  /** Any thread. */
  int count() {
    return count;
  }

  /**
   * @throws Problem when the command cannot be followed
   */
  RoomReply handle(RoomCommand command) {
    if (command instanceof RoomCommand.Open) {
      open(command.session());
      return new RoomReply.Done();
    }
    var room = rooms.get(command.session());
    if (room == null) throw new Problem(404, "unknown_room", "There is no such room");
    return switch (command) {
      case RoomCommand.Open _ -> new RoomReply.Done();
      case RoomCommand.Connect c -> new RoomReply.Answered(room.connect(c));
      case RoomCommand.Offer c -> new RoomReply.Answered(room.offer(c.connection(), c.sdp()));
      case RoomCommand.Answer c -> {
        room.answer(c.connection(), c.sdp());
        yield new RoomReply.Done();
      }
      case RoomCommand.Disconnect c -> {
        room.disconnect(c.connection());
        yield new RoomReply.Done();
      }
      case RoomCommand.Expel c -> {
        room.expel(c.participant(), c.why() == null ? "expelled" : c.why());
        yield new RoomReply.Done();
      }
      case RoomCommand.Tap c -> {
        room.tap(c.participant(), c.open());
        yield new RoomReply.Done();
      }
      case RoomCommand.KeyFrame c -> {
        room.keyFrame(c.participant());
        yield new RoomReply.Done();
      }
      case RoomCommand.Close _ -> {
        close(room);
        yield new RoomReply.Done();
      }
    };
  }

  private void open(String session) {
    if (session == null || session.isBlank() || session.length() > 128) {
      throw new Problem(400, "bad_session", "The session's id must have 1 to 128 characters");
    }
    if (rooms.containsKey(session)) return;
    if (rooms.size() >= settings.maxRooms()) {
      throw new Problem(503, "too_many_rooms", "This node has as many rooms as it may");
    }
    var room = new Room(session, this);
    rooms.put(session, room);
    count = rooms.size();
    host.opened(session);
    watchIdle(room);
  }

  private void watchIdle(Room room) {
    host.later(
        IDLE_MILLIS,
        () -> {
          if (rooms.get(room.session()) != room) return;
          if (room.isEmpty()) close(room);
          else watchIdle(room);
        });
  }

  private void close(Room room) {
    room.close();
    rooms.remove(room.session());
    count = rooms.size();
    host.publish(new RoomEvent.Closed(room.session()));
    host.closed(room.session());
  }

  void closeAll() {
    for (var room : List.copyOf(rooms.values())) close(room);
  }

  SfuSettings settings() {
    return settings;
  }

  MediaTap tap() {
    return tap;
  }

  Host host() {
    return host;
  }

  SecureRandom random() {
    return random;
  }

  DtlsCertificate certificate() {
    return certificate;
  }

  MediaLoops loops() {
    return loops;
  }

  /** The loop with the fewest transports. */
  MediaLoop leastLoaded() {
    int best = 0;
    for (int i = 1; i < transportsOfLoop.length; i++) {
      if (transportsOfLoop[i] < transportsOfLoop[best]) best = i;
    }
    return loops.get(best);
  }

  int transportsOf(MediaLoop loop) {
    return transportsOfLoop[loop.index()];
  }

  void transportAdded(MediaLoop loop) {
    transportsOfLoop[loop.index()]++;
  }

  void transportRemoved(MediaLoop loop) {
    transportsOfLoop[loop.index()]--;
  }
}
